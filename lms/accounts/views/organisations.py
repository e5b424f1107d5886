"""Organisations, for coordinators and administrators."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import operations, policies, queries
from lms.accounts.forms import KIND_LABELS, OrganisationEditForm, OrganisationForm, OrganisationNewForm
from lms.accounts.models import Organisation, OrganisationKind
from lms.accounts.rules.refusals import CircularOrganisationError, NameTakenError
from lms.accounts.views.blueprint import bp
from lms.accounts.views.choices import choices_of, find_chosen
from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes


def fill_choices(form: OrganisationForm, *, itself: Organisation | None = None) -> None:
    """Offer every kind, and every other organisation to be part of."""
    others = [row for row in queries.list_organisations(current_session()) if row is not itself]
    form.kind.choices = [
        ("", _("Kies een soort")),
        *((kind.value, label) for kind, label in KIND_LABELS.items()),
    ]
    form.parent.choices = choices_of(others, empty=_("Geen: zelfstandige organisatie"))


@bp.get("/organisaties")
@guarded_by(policies.may_manage_organisations)
def organisations_list() -> ResponseReturnValue:
    """Every organisation, with how many people work there."""
    session = current_session()
    return render_template(
        "accounts/organisations_list.html",
        organisations=queries.list_organisations(session),
        numbers=queries.count_people_per_organisation(session),
    )


@bp.route("/organisaties/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_manage_organisations)
@writes
def organisation_new() -> ResponseReturnValue:
    """Let an organisation take part."""
    form = OrganisationNewForm()
    fill_choices(form)
    if form.validate_on_submit():
        try:
            organisation = operations.add_organisation(
                current_session(),
                actor=current_actor(),
                name=form.name.data or "",
                short_name=form.short_name.data or "",
                kind=OrganisationKind(form.kind.data),
                parent=find_chosen(queries.list_organisations(current_session()), form.parent.data),
                is_apart=form.is_apart.data,
            )
        except NameTakenError as taken:
            form.name.errors = [sentence_for(taken)]
        else:
            flash(_("%(name)s is toegevoegd.", name=organisation.name), "success")
            return redirect(url_for("accounts.organisations_list"), 303)
    return render_template("accounts/organisation_new.html", form=form), 422 if form.errors else 200


@bp.route("/organisaties/<uuid:organisation_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_manage_organisation, load=queries.get_organisation)
@writes
def organisation_edit(organisation: Organisation) -> ResponseReturnValue:
    """Correct an organisation."""
    form = form_about(organisation)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            if save(form, organisation):
                flash(_("De wijzigingen zijn bewaard."), "success")
                return redirect(url_for("accounts.organisations_list"), 303)
        except ConflictError:
            saved = form_about(organisation, formdata=None)
            status = show_conflict(form, saved, version=organisation.version)
    return render_template("accounts/organisation_edit.html", form=form, organisation=organisation), status


def form_about(organisation: Organisation, **options: Any) -> OrganisationEditForm:
    """The form as the organisation stands now."""
    form = OrganisationEditForm(
        data={
            "name": organisation.name,
            "short_name": organisation.short_name,
            "kind": organisation.kind.value,
            "parent": str(organisation.parent.public_id) if organisation.parent else "",
            "is_apart": organisation.is_apart,
            "version": organisation.version,
        },
        **options,
    )
    fill_choices(form, itself=organisation)
    return form


def save(form: OrganisationEditForm, organisation: Organisation) -> bool:
    """Keep what a valid form describes; a refusal is told beside its field."""
    session = current_session()
    try:
        operations.change_organisation(
            session,
            actor=current_actor(),
            organisation=organisation,
            name=form.name.data or "",
            short_name=form.short_name.data or "",
            kind=OrganisationKind(form.kind.data),
            version=form.version.data or 0,
            parent=find_chosen(queries.list_organisations(session), form.parent.data),
            is_apart=form.is_apart.data,
        )
    except NameTakenError as taken:
        form.name.errors = [sentence_for(taken)]
    except CircularOrganisationError as circle:
        form.parent.errors = [sentence_for(circle)]
    return not form.errors
