"""The reminders of a cohort: the list, one with its people, planning, changing, stopping, sending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import get_cohort
from lms.core import clock, rendering
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.unit_of_work import current_session, writes
from lms.reminders import operations, policies, queries, rules
from lms.reminders.forms import ReminderForm, reminder_form, subject_words
from lms.reminders.models import Reminder

bp = Blueprint("reminders", __name__)


@bp.get("/leergroepen/<uuid:cohort_id>/herinneringen")
@guarded_by(policies.may_plan_reminder, load=get_cohort)
def reminders_list(cohort: Cohort) -> ResponseReturnValue:
    """What is planned, went out and was stopped."""
    return render_template(
        "reminders/reminders_list.html",
        cohort=cohort,
        reminders=queries.list_reminders(current_session(), cohort=cohort),
        deliveries=queries.count_deliveries(current_session(), cohort=cohort),
        about=_about,
        moment_of=rules.moment_of,
    )


def _about(reminder: Reminder) -> str:
    return subject_words(rules.subject_of(reminder))


@bp.route("/leergroepen/<uuid:cohort_id>/herinneringen/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_plan_reminder, load=get_cohort)
@writes
def reminder_new(cohort: Cohort) -> ResponseReturnValue:
    """Plan a reminder; who would get it today can be seen before."""
    subjects = _subjects(cohort)
    form = reminder_form(subjects, days=rules.first_days(cohort.starts_on, day=clock.today()))
    people: Sequence[Enrolment] | None = None
    moment: datetime | None = None
    if form.validate_on_submit():
        plan = form.plan(subjects)
        try:
            if not _wants_preview():
                reminder = operations.plan_reminder(
                    current_session(), actor=current_actor(), cohort=cohort, **plan
                )
                flash(_("De herinnering staat gepland."), "success")
                return redirect(url_for("reminders.reminder_show", reminder_id=reminder.public_id), 303)
            moment = operations.check_plan(cohort, **plan)
            people = queries.list_who_must_act(current_session(), cohort=cohort, subject=plan["subject"])
        except DomainError as error:
            _refuse(form, error)
    page = render_template(
        "reminders/reminder_new.html", cohort=cohort, form=form, people=people, moment=moment
    )
    return page, 422 if form.errors else 200


def _subjects(cohort: Cohort) -> Sequence[rules.Subject]:
    """What this actor may remind of in a cohort."""
    actor = current_actor()
    everything = queries.list_subjects(current_session(), cohort=cohort)
    return [item for item in everything if policies.may_plan_kind(actor, cohort, item.kind)]


def _wants_preview() -> bool:
    return "preview" in request.form


def _refuse(form: ReminderForm, error: DomainError) -> None:
    """Put a refusal about the moment beside its field; another one is for the whole page."""
    if isinstance(error, rules.MomentPassedError):
        when = rendering.day(error.moment)
        form.moment.errors = [_("Dit moment is al voorbij: %(day)s. Kies een later moment.", day=when)]
        return
    if not isinstance(error, rules.NoDeadlineError):
        raise error
    form.moment.errors = [rendering.sentence_for(error)]


@bp.get("/herinneringen/<uuid:reminder_id>")
@guarded_by(policies.may_see_reminder, load=queries.get_reminder)
def reminder_show(reminder: Reminder) -> ResponseReturnValue:
    """One reminder: whom it would reach now, and who got it."""
    people = () if reminder.stopped_at else queries.list_to_remind(current_session(), reminder=reminder)
    return render_template(
        "reminders/reminder_show.html",
        reminder=reminder,
        about=_about(reminder),
        moment=rules.moment_of(reminder),
        people=people,
        deliveries=queries.list_deliveries(current_session(), reminder=reminder),
    )


@bp.route("/herinneringen/<uuid:reminder_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_change_reminder, load=queries.get_reminder)
@writes
def reminder_edit(reminder: Reminder) -> ResponseReturnValue:
    """Change what waits; what went out or was stopped stays as it was."""
    operations.must_wait(reminder)
    session, subjects = current_session(), _subjects(reminder.cohort)
    form = reminder_form(subjects, reminder)
    people: Sequence[Enrolment] | None = None
    moment: datetime | None = None
    if form.validate_on_submit():
        plan = form.plan(subjects)
        try:
            if not _wants_preview():
                operations.change_reminder(
                    session, actor=current_actor(), reminder=reminder, version=form.seen_version, **plan
                )
                flash(_("De herinnering is gewijzigd."), "success")
                return redirect(url_for("reminders.reminder_show", reminder_id=reminder.public_id), 303)
            moment = operations.check_plan(reminder.cohort, **plan)
            people = queries.list_who_must_act(session, cohort=reminder.cohort, subject=plan["subject"])
        except DomainError as error:
            _refuse(form, error)
    page = render_template(
        "reminders/reminder_edit.html", reminder=reminder, form=form, people=people, moment=moment
    )
    return page, 422 if form.errors else 200


@bp.post("/herinneringen/<uuid:reminder_id>/stoppen")
@guarded_by(policies.may_change_reminder, load=queries.get_reminder)
@writes
def reminder_stop(reminder: Reminder) -> ResponseReturnValue:
    """It no longer goes out."""
    operations.stop_reminder(current_session(), actor=current_actor(), reminder=reminder)
    flash(_("De herinnering is gestopt."), "success")
    return redirect(url_for("reminders.reminders_list", cohort_id=reminder.cohort.public_id), 303)


@bp.post("/herinneringen/<uuid:reminder_id>/versturen")
@guarded_by(policies.may_change_reminder, load=queries.get_reminder)
@writes
def reminder_send(reminder: Reminder) -> ResponseReturnValue:
    """Remind by hand who must act and was not reminded yet."""
    number = operations.send_now(current_session(), actor=current_actor(), reminder=reminder)
    told = ngettext("%(num)d persoon is herinnerd.", "%(num)d mensen zijn herinnerd.", number)
    flash(told, "success")
    return redirect(url_for("reminders.reminder_show", reminder_id=reminder.public_id), 303)
