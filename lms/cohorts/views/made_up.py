"""The same meeting attended with another cohort: said by the participant, decided by staff."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts import operations, policies, queries, rules
from lms.cohorts.forms import YES, MadeUpDecideForm, MadeUpForm, MadeUpWithdrawForm
from lms.cohorts.models import DayPart, MadeUpSession
from lms.cohorts.operations.made_up import NotHeldYetError
from lms.cohorts.rules import PersonalDayPart
from lms.cohorts.views.blueprint import blueprint, refuse
from lms.core import rendering
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.forms import choice
from lms.core.unit_of_work import current_session, writes


@blueprint.route(
    "/inschrijvingen/<uuid:enrolment_id>/dagdelen/<uuid:day_part_id>/elders-gevolgd", methods=["GET", "POST"]
)
@guarded_by(policies.may_record_made_up, load=queries.get_somebodys_day_part)
@writes
def made_up_new(own: PersonalDayPart) -> ResponseReturnValue:
    """Say with which cohort the same meeting was attended, or else where and when."""
    form, session = MadeUpForm(), current_session()
    elsewhere = {str(part.public_id): part for part in queries.list_day_parts_elsewhere(session, own=own)}
    form.attended.choices = [
        choice("", _("Ergens anders")),
        *(choice(key, _part_words(part)) for key, part in elsewhere.items()),
    ]
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            part = elsewhere.get(form.attended.data or "")
            operations.propose_made_up(
                session,
                actor=current_actor(),
                own=own,
                held_on=part.meeting.held_on if part else form.day,
                place=part.meeting.cohort.name if part else form.place.data or "",
                attended=part,
            )
            return redirect(_back(own), 303)
        except DomainError as error:
            status = refuse(form, error, form.held_on if isinstance(error, NotHeldYetError) else None)
    return render_template(
        "cohorts/made_up_new.html",
        form=form,
        own=own,
        has_choice=bool(elsewhere),
        part=rules.part_of_day(own.day_part.starts_at),
        is_own=policies.is_self(current_actor(), own.enrolment),
    ), status


def _part_words(part: DayPart) -> str:
    """A day part of another cohort, with its day, its time and what it was about."""
    return str(
        _(
            "%(cohort)s, %(day)s om %(time)s uur: %(title)s",
            cohort=part.meeting.cohort.name,
            day=rendering.day_brief(part.starts_at),
            time=rendering.time(part.starts_at),
            title=part.meeting.title,
        )
    )


def _back(own: PersonalDayPart) -> str:
    if policies.is_self(current_actor(), own.enrolment):
        flash(_("Je melding is verstuurd. Je opleider bevestigt haar."))
        return url_for("cohorts.attendance_own")
    flash(_("Het dagdeel telt nu mee."))
    return url_for("cohorts.attendance_show", enrolment_id=own.enrolment.public_id)


@blueprint.route("/elders-gevolgd/<uuid:made_up_id>", methods=["GET", "POST"])
@guarded_by(policies.may_decide_made_up, load=queries.get_made_up_session)
@writes
def made_up_decide(made_up: MadeUpSession) -> ResponseReturnValue:
    """Confirm that somebody was there, or not."""
    form = MadeUpDecideForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            is_confirmed = form.decision.data == YES
            operations.decide_made_up(
                current_session(), actor=current_actor(), made_up=made_up, is_confirmed=is_confirmed
            )
            flash(_("Je besluit is bewaard. De deelnemer krijgt bericht."))
            return redirect(_record_of(made_up), 303)
        except DomainError as error:
            status = refuse(form, error)
    return _page(made_up, form, MadeUpWithdrawForm(formdata=None)), status


@blueprint.post("/elders-gevolgd/<uuid:made_up_id>/terugdraaien")
@guarded_by(policies.may_decide_made_up, load=queries.get_made_up_session)
@writes
def made_up_withdraw(made_up: MadeUpSession) -> ResponseReturnValue:
    """Take a confirmation back, with the reason."""
    form = MadeUpWithdrawForm()
    status = 422
    if form.validate():
        try:
            operations.withdraw_made_up(
                current_session(), actor=current_actor(), made_up=made_up, reason=form.reason.data or ""
            )
            flash(_("De bevestiging is teruggedraaid."))
            return redirect(_record_of(made_up), 303)
        except DomainError as error:
            status = refuse(form, error)
    return _page(made_up, MadeUpDecideForm(formdata=None), form), status


def _record_of(made_up: MadeUpSession) -> str:
    return url_for("cohorts.attendance_show", enrolment_id=made_up.enrolment.public_id)


def _page(made_up: MadeUpSession, form: MadeUpDecideForm, withdraw_form: MadeUpWithdrawForm) -> str:
    part = rules.part_of_day(made_up.day_part.starts_at)
    return render_template(
        "cohorts/made_up_decide.html", made_up=made_up, part=part, form=form, withdraw_form=withdraw_form
    )
