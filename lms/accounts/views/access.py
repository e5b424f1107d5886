"""Who comes in and with which hats, for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import operations, policies, queries
from lms.accounts.forms import HAT_LABELS, HatGrantForm
from lms.accounts.models import Hat, HatAssignment, Person
from lms.accounts.rules.hats import grantable_hats
from lms.accounts.rules.refusals import OrganisationMissingError
from lms.accounts.views.blueprint import bp
from lms.accounts.views.choices import choices_of, find_chosen, hat_scopes
from lms.accounts.views.people import show
from lms.core.authorisation import current_actor, guarded_by
from lms.core.forms import choice
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes


@bp.route("/personen/<uuid:person_id>/petten", methods=["GET", "POST"])
@guarded_by(policies.may_manage_access, load=queries.get_person)
@writes
def hat_grant(person: Person) -> ResponseReturnValue:
    """Give somebody a role."""
    scopes = hat_scopes()
    form = HatGrantForm()
    form.hat.choices = [choice(hat.value, HAT_LABELS[hat]) for hat in grantable_hats(current_actor())]
    form.organisation.choices = choices_of(
        queries.list_organisations(current_session()), empty=_("Kies een organisatie")
    )
    form.scope.choices = [
        choice(number, name) for number, name in {"": _("Kies een opleiding"), **scopes}.items()
    ]
    if form.validate_on_submit() and has_scope(form, scopes):
        try:
            grant_from(form, person)
        except OrganisationMissingError as missing:
            form.organisation.errors = [sentence_for(missing)]
        else:
            flash(_("De rol geldt vanaf nu."), "success")
            return show(person)
    return render_template("accounts/hat_grant.html", form=form, person=person), 422 if form.errors else 200


def has_scope(form: HatGrantForm, scopes: Mapping[str, str]) -> bool:
    """Trainers and coordinators wear their hat for a programme, as soon as there is one."""
    if not scopes or form.scope.data or form.hat.data == Hat.DIRECTOR:
        return True
    form.scope.errors = [_("Kies de opleiding waarvoor deze rol geldt.")]
    return False


def grant_from(form: HatGrantForm, person: Person) -> None:
    """Grant what a valid form describes; a director's hat is for an organisation, others for a programme."""
    session, hat = current_session(), Hat(form.hat.data)
    organisation = find_chosen(queries.list_organisations(session), form.organisation.data)
    is_director = hat is Hat.DIRECTOR
    operations.grant_hat(
        session,
        actor=current_actor(),
        person=person,
        hat=hat,
        organisation=organisation if is_director else None,
        scope=UUID(form.scope.data) if form.scope.data and not is_director else None,
    )


@bp.post("/personen/<uuid:person_id>/petten/<uuid:hat_id>/intrekken")
@guarded_by(policies.may_withdraw_hat, load=queries.get_hat)
@writes
def hat_withdraw(assignment: HatAssignment) -> ResponseReturnValue:
    """Take a role back."""
    operations.withdraw_hat(current_session(), actor=current_actor(), assignment=assignment)
    flash(_("De rol is ingetrokken. Dat geldt vanaf nu."), "success")
    return show(assignment.person)


@bp.post("/personen/<uuid:person_id>/blokkeren")
@guarded_by(policies.may_manage_access, load=queries.get_person)
@writes
def person_suspend(person: Person) -> ResponseReturnValue:
    """Keep somebody out for now."""
    operations.suspend_person(current_session(), actor=current_actor(), person=person)
    flash(_("%(name)s kan niet meer inloggen.", name=person.display_name), "success")
    return show(person)


@bp.post("/personen/<uuid:person_id>/vrijgeven")
@guarded_by(policies.may_manage_access, load=queries.get_person)
@writes
def person_reinstate(person: Person) -> ResponseReturnValue:
    """Let somebody in again."""
    operations.reinstate_person(current_session(), actor=current_actor(), person=person)
    flash(_("%(name)s kan weer inloggen.", name=person.display_name), "success")
    return show(person)


@bp.post("/personen/<uuid:person_id>/tweede-factor-verwijderen")
@guarded_by(policies.may_manage_access, load=queries.get_person)
@writes
def second_factor_remove(person: Person) -> ResponseReturnValue:
    """Help somebody who lost their phone: they set up a new code at the next sign-in."""
    operations.remove_second_factor(current_session(), actor=current_actor(), person=person)
    flash(_("De tweede factor is verwijderd."), "success")
    return show(person)


@bp.post("/personen/<uuid:person_id>/wissen")
@guarded_by(policies.may_manage_access, load=queries.get_person)
@writes
def person_erase(person: Person) -> ResponseReturnValue:
    """Erase somebody's personal data."""
    operations.erase_person(current_session(), actor=current_actor(), person=person)
    flash(_("De persoonsgegevens zijn gewist."), "success")
    return redirect(url_for("accounts.people_list"), 303)
