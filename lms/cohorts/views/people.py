"""Who takes part: the list, inviting somebody, and how an enrolment goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts.models import Discipline, JobRole, Organisation
from lms.accounts.queries import list_disciplines, list_job_roles
from lms.cohorts import operations, policies, queries, rules
from lms.cohorts.forms import (
    STATE_LABELS,
    EnrolmentEditForm,
    EnrolmentJoiningForm,
    InvitationResendForm,
    ParticipantInviteForm,
)
from lms.cohorts.models import ACTIVE, BELONGING, Cohort, Enrolment, EnrolmentState
from lms.cohorts.operations.enrolments import (
    AlreadyEnrolledError,
    JoinsInFutureError,
    ReasonNeededError,
    UnknownPersonError,
)
from lms.cohorts.views.blueprint import blueprint, refuse
from lms.core.authorisation import current_actor, guarded_by
from lms.core.bounces import bounced_at
from lms.core.errors import DomainError
from lms.core.forms import choice
from lms.core.unit_of_work import current_session, writes


@blueprint.get("/leergroepen/<uuid:cohort_id>/deelnemers")
@guarded_by(policies.may_see_cohort, load=queries.get_cohort_with_people)
def participants_list(cohort: Cohort) -> ResponseReturnValue:
    """Who is in the cohort; only its staff sees how everybody stands."""
    is_staff = policies.is_staff_of(current_actor(), cohort)
    shown = [row for row in rules.by_name(cohort.enrolments) if is_staff or row.state in ACTIVE]
    return render_template(
        "cohorts/participants_list.html",
        cohort=cohort,
        enrolments=sorted(shown, key=lambda row: row.state not in BELONGING),
        composition=rules.composition(cohort.enrolments, target=cohort.target_size),
        is_staff=is_staff,
        state_labels=STATE_LABELS,
    )


@blueprint.route("/leergroepen/<uuid:cohort_id>/deelnemers/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_change_cohort, load=queries.get_cohort)
@writes
def participant_invite(cohort: Cohort) -> ResponseReturnValue:
    """Invite somebody whom we know, or a new person."""
    form = ParticipantInviteForm()
    chosen = _offer_choices(form, cohort)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            enrolment = operations.invite_participant(
                current_session(), actor=current_actor(), cohort=cohort, **{**form.facts(), **chosen()}
            )
            flash(_told(enrolment))
            return redirect(url_for("cohorts.participants_list", cohort_id=cohort.public_id), 303)
        except UnknownPersonError as error:
            status = refuse(form, error, form.given_name)
        except AlreadyEnrolledError as error:
            status = refuse(form, error, form.email)
        except DomainError as error:
            status = refuse(form, error)
    return render_template("cohorts/participant_invite.html", form=form, cohort=cohort), status


def _offer_choices(form: ParticipantInviteForm, cohort: Cohort) -> Callable[[], dict[str, Any]]:
    """Fill the three lists of the form; the answer gives the chosen rows after validation."""
    session = current_session()
    rows: dict[str, Sequence[Organisation] | Sequence[Discipline] | Sequence[JobRole]] = {
        "organisation": queries.list_admitted(session, cohort=cohort),
        "discipline": list_disciplines(session),
        "job_role": list_job_roles(session),
    }
    for name, found in rows.items():
        form[name].choices = [
            choice("", _("Kies …")),
            *(choice(str(row.public_id), row.name) for row in found),
        ]

    def chosen() -> dict[str, Any]:
        return {
            name: next((row for row in found if str(row.public_id) == form[name].data), None)
            for name, found in rows.items()
        }

    return chosen


def _told(enrolment: Enrolment) -> str:
    name = enrolment.person.display_name
    if enrolment.state is EnrolmentState.INVITED:
        return str(_("%(name)s is uitgenodigd en krijgt een mail met een link.", name=name))
    return str(_("%(name)s had al een account en doet nu mee.", name=name))


@blueprint.route("/inschrijvingen/<uuid:enrolment_id>", methods=["GET", "POST"])
@guarded_by(policies.may_change_enrolment, load=queries.get_enrolment_to_change)
@writes
def enrolment_edit(enrolment: Enrolment) -> ResponseReturnValue:
    """How somebody stands, how that came, and what it becomes."""
    form, status = EnrolmentEditForm(), 200
    form.state.choices = _state_choices(enrolment)
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                operations.change_enrolment_state(
                    current_session(),
                    actor=current_actor(),
                    enrolment=enrolment,
                    to_state=EnrolmentState(form.state.data),
                    reason=form.reason.data or "",
                )
                flash(_("De stand van %(name)s is bijgewerkt.", name=enrolment.person.display_name))
                return redirect(url_for("cohorts.enrolment_edit", enrolment_id=enrolment.public_id), 303)
            except ReasonNeededError as error:
                status = refuse(form, error, form.reason)
            except DomainError as error:
                status = refuse(form, error)
    return _enrolment_page(enrolment, form, _joining_form(enrolment)), status


@blueprint.post("/inschrijvingen/<uuid:enrolment_id>/doet-mee-sinds")
@guarded_by(policies.may_change_enrolment, load=queries.get_enrolment_to_change)
@writes
def enrolment_joining(enrolment: Enrolment) -> ResponseReturnValue:
    """Say since when somebody takes part."""
    form, status = EnrolmentJoiningForm(), 422
    if form.validate():
        try:
            operations.change_joining(
                current_session(),
                actor=current_actor(),
                enrolment=enrolment,
                joined_on=form.day,
                reason=form.why.data or "",
            )
            flash(_("De dag is bijgewerkt. Kijk of de aanwezigheid nog klopt."))
            return redirect(url_for("cohorts.enrolment_edit", enrolment_id=enrolment.public_id), 303)
        except DomainError as error:
            status = refuse(form, error, form.joined_on if isinstance(error, JoinsInFutureError) else None)
    return _enrolment_page(enrolment, _state_form(enrolment), form), status


def _state_form(enrolment: Enrolment) -> EnrolmentEditForm:
    form = EnrolmentEditForm(formdata=None)
    form.state.choices = _state_choices(enrolment)
    return form


def _state_choices(enrolment: Enrolment) -> Sequence[Any]:
    return [choice(state.value, STATE_LABELS[state]) for state in rules.states_by_hand(enrolment.state)]


def _joining_form(enrolment: Enrolment) -> EnrolmentJoiningForm:
    return EnrolmentJoiningForm(formdata=None, data={"joined_on": enrolment.joined_on})


def _enrolment_page(enrolment: Enrolment, form: EnrolmentEditForm, joining: EnrolmentJoiningForm) -> str:
    return render_template(
        "cohorts/enrolment_edit.html",
        form=form,
        joining=joining,
        takes_part=enrolment.state in ACTIVE,
        enrolment=enrolment,
        state_labels=STATE_LABELS,
        bounced_at=bounced_at(current_session(), address=enrolment.person.email),
        resend_form=InvitationResendForm(formdata=None),
    )


@blueprint.post("/inschrijvingen/<uuid:enrolment_id>/uitnodiging")
@guarded_by(policies.may_change_enrolment, load=queries.get_enrolment)
@writes
def invitation_resend(enrolment: Enrolment) -> ResponseReturnValue:
    """Mail an open invitation again."""
    operations.resend_invitation(current_session(), actor=current_actor(), enrolment=enrolment)
    flash(_("%(name)s krijgt opnieuw een mail met een link.", name=enrolment.person.display_name))
    return redirect(url_for("cohorts.enrolment_edit", enrolment_id=enrolment.public_id), 303)
