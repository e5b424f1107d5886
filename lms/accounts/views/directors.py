"""The own organisation, for directors: how many people it has here, and what it is called."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import operations, policies, queries
from lms.accounts.forms import OrganisationRenameForm
from lms.accounts.models import Organisation
from lms.accounts.rules.refusals import NameTakenError
from lms.accounts.views.blueprint import bp
from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes


@bp.get("/mijn-organisatie")
@guarded_by(policies.may_list_own_organisations)
def organisations_own() -> ResponseReturnValue:
    """What is held of the organisations this person directs."""
    session = current_session()
    return render_template(
        "accounts/organisations_own.html",
        organisations=queries.list_directed_organisations(session, actor=current_actor()),
        numbers=queries.count_people_per_organisation(session),
    )


@bp.route("/mijn-organisatie/<uuid:organisation_id>/namen", methods=["GET", "POST"])
@guarded_by(policies.may_rename_organisation, load=queries.get_organisation)
@writes
def organisation_rename(organisation: Organisation) -> ResponseReturnValue:
    """Correct what the own organisation is called."""
    form = form_about(organisation)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            rename(form, organisation)
        except NameTakenError as taken:
            form.name.errors = [sentence_for(taken)]
        except ConflictError:
            status = show_conflict(
                form, form_about(organisation, formdata=None), version=organisation.version
            )
        else:
            flash(_("De wijzigingen zijn bewaard."), "success")
            return redirect(url_for("accounts.organisations_own"), 303)
    return render_template("accounts/organisation_rename.html", form=form, organisation=organisation), status


def form_about(organisation: Organisation, **options: Any) -> OrganisationRenameForm:
    """The form as the organisation stands now."""
    now = {"name": organisation.name, "short_name": organisation.short_name, "version": organisation.version}
    return OrganisationRenameForm(data=now, **options)


def rename(form: OrganisationRenameForm, organisation: Organisation) -> None:
    """Keep the names; the kind and the place in the tree stay as they are."""
    operations.change_organisation(
        current_session(),
        actor=current_actor(),
        organisation=organisation,
        name=form.name.data or "",
        short_name=form.short_name.data or "",
        kind=organisation.kind,
        parent=organisation.parent,
        is_apart=organisation.is_apart,
        version=form.version.data or 0,
    )
