"""One meeting: its page, planning it, changing its words, moving it and calling it off."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts import operations, policies
from lms.cohorts.models import Cohort, DayPart, Meeting, MeetingKind
from lms.cohorts.operations.meetings import (
    ImpossibleDayPartsError,
    OutsideCohortError,
    SkippedHourError,
    check_cancel,
    check_move,
    check_times,
    planned_day_parts,
)
from lms.cohorts.queries import get_cohort, get_meeting, get_meeting_with_people, list_modules
from lms.core import rendering
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.forms import BaseForm, choice
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes
from lms.planning import queries, rules
from lms.planning.forms.agenda import AGENDA_LABELS
from lms.planning.forms.meetings import (
    KIND_LABELS,
    WHOLE,
    MeetingCancelForm,
    MeetingEditForm,
    MeetingMoveForm,
    MeetingNewForm,
)
from lms.planning.views.blueprint import blueprint
from lms.planning.views.clashes import Clashes, clashes


@blueprint.get("/bijeenkomsten/<uuid:meeting_id>")
@guarded_by(policies.may_see_meeting, load=get_meeting_with_people)
def meeting_show(meeting: Meeting) -> ResponseReturnValue:
    """One meeting: when, where, what happens in it, and what it was before."""
    agenda = queries.list_agenda(current_session(), meeting=meeting)
    return render_template(
        "planning/meeting_show.html",
        meeting=meeting,
        agenda=agenda,
        sums=rules.sums_of(agenda),
        agenda_labels=AGENDA_LABELS,
        cohort=meeting.cohort,
        kind_labels=KIND_LABELS,
        is_registered=_is_registered(meeting),
    )


@blueprint.route("/leergroepen/<uuid:cohort_id>/bijeenkomsten/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_plan_meeting, load=get_cohort)
@writes
def meeting_new(cohort: Cohort) -> ResponseReturnValue:
    """Plan a meeting."""
    form = MeetingNewForm()
    _offer_modules(form, cohort)
    status, conflicts = 422 if form.is_submitted() else 200, Clashes()
    if form.validate_on_submit():
        try:
            check_times(cohort, MeetingKind(form.kind.data), form.times()["held_on"], form.plans())
            conflicts = clashes(cohort, form, kind=MeetingKind(form.kind.data))
            if not conflicts.is_any or form.is_seen:
                return _plan(cohort, form)
            form.show_once()
        except DomainError as error:
            status = _refuse_times(form, error)
    return render_template("planning/meeting_new.html", form=form, cohort=cohort, conflicts=conflicts), status


@blueprint.route("/bijeenkomsten/<uuid:meeting_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_change_meeting, load=get_meeting)
@writes
def meeting_edit(meeting: Meeting) -> ResponseReturnValue:
    """Change the words of a meeting."""
    form = MeetingEditForm(obj=meeting, data={"module_key": meeting.module_key or ""})
    _offer_modules(form, meeting.cohort)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.change_meeting(
                current_session(),
                actor=current_actor(),
                meeting=meeting,
                version=form.version.number,
                **form.words(),
            )
            flash(_("De bijeenkomst is bijgewerkt."))
            return redirect(url_for("planning.meeting_show", meeting_id=meeting.public_id), 303)
        except DomainError as error:
            status = refuse(form, error)
            form.version.follow(meeting.version)
    return render_template(
        "planning/meeting_edit.html", form=form, meeting=meeting, cohort=meeting.cohort
    ), status


@blueprint.route("/bijeenkomsten/<uuid:meeting_id>/verzetten", methods=["GET", "POST"])
@guarded_by(policies.may_change_meeting, load=get_meeting)
@writes
def meeting_move(meeting: Meeting) -> ResponseReturnValue:
    """Move a meeting, after what follows from it was shown."""
    form = MeetingMoveForm(data=_times_of(meeting))
    status, is_shown, conflicts = 422 if form.is_submitted() else 200, False, Clashes()
    if form.validate_on_submit():
        try:
            check_move(meeting, version=form.version.number, **form.times())
            if form.is_seen:
                return _move(meeting, form)
            form.show_once()
            status, is_shown = 200, True
            conflicts = clashes(meeting.cohort, form, kind=meeting.kind, key=meeting.id)
        except DomainError as error:
            status = _refuse_times(form, error)
            form.version.follow(meeting.version)
    return render_template(
        "planning/meeting_move.html",
        form=form,
        meeting=meeting,
        cohort=meeting.cohort,
        is_shown=is_shown,
        conflicts=conflicts,
        is_registered=_is_registered(meeting),
        listeners=queries.count_listeners(current_session(), cohort=meeting.cohort),
    ), status


@blueprint.route("/bijeenkomsten/<uuid:meeting_id>/afgelasten", methods=["GET", "POST"])
@guarded_by(policies.may_change_meeting, load=get_meeting)
@writes
def meeting_cancel(meeting: Meeting) -> ResponseReturnValue:
    """Call a meeting off, or one of its day parts, after what follows from it was shown."""
    form = MeetingCancelForm()
    open_parts = {str(part.public_id): part for part in meeting.day_parts if part.cancelled_at is None}
    form.part.choices = [
        choice(WHOLE, _("De hele bijeenkomst")),
        *(choice(key, _part_words(part)) for key, part in open_parts.items() if len(open_parts) > 1),
    ]
    status, is_shown = 422 if form.is_submitted() else 200, False
    chosen = open_parts.get(form.part.data)
    if form.validate_on_submit():
        try:
            check_cancel(meeting, chosen)
            if form.is_seen_of(meeting):
                return _cancel(meeting, chosen, form.reason.data or "")
            form.show_once(meeting)
            status, is_shown = 200, True
        except DomainError as error:
            status = refuse(form, error)
    return render_template(
        "planning/meeting_cancel.html",
        form=form,
        meeting=meeting,
        cohort=meeting.cohort,
        is_shown=is_shown,
        chosen=chosen,
        is_registered=_is_registered(meeting),
        listeners=queries.count_listeners(current_session(), cohort=meeting.cohort),
    ), status


def _plan(cohort: Cohort, form: MeetingNewForm) -> ResponseReturnValue:
    meeting = operations.plan_meeting(
        current_session(), actor=current_actor(), cohort=cohort, **form.words(), **form.times()
    )
    flash(_("De bijeenkomst staat gepland."))
    return redirect(url_for("planning.meeting_show", meeting_id=meeting.public_id), 303)


def _move(meeting: Meeting, form: MeetingMoveForm) -> ResponseReturnValue:
    operations.move_meeting(
        current_session(),
        actor=current_actor(),
        meeting=meeting,
        reason=form.reason.data or "",
        version=form.version.number,
        **form.times(),
    )
    flash(_("De bijeenkomst is verzet. Wie meedoet krijgt bericht."))
    return redirect(url_for("planning.meeting_show", meeting_id=meeting.public_id), 303)


def _cancel(meeting: Meeting, day_part: DayPart | None, reason: str) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    if day_part is None:
        operations.cancel_meeting(session, actor=actor, meeting=meeting, reason=reason)
        flash(_("De bijeenkomst is afgelast. De dagdelen tellen niet meer mee."))
    else:
        operations.cancel_day_part(session, actor=actor, day_part=day_part, reason=reason)
        flash(_("Het dagdeel is afgelast. Het telt niet meer mee."))
    return redirect(url_for("planning.meeting_show", meeting_id=meeting.public_id), 303)


def _part_words(day_part: DayPart) -> str:
    start, end = rendering.time(day_part.starts_at), rendering.time(day_part.ends_at)
    return str(_("Alleen het dagdeel van %(start)s tot %(end)s uur", start=start, end=end))


def _is_registered(meeting: Meeting) -> bool:
    return any(part.registered_at for part in meeting.day_parts)


def _offer_modules(form: MeetingEditForm, cohort: Cohort) -> None:
    modules = list_modules(current_session(), cohort=cohort)
    form.module_key.choices = [
        choice("", _("Geen module")),
        *(choice(row.key, row.title) for row in modules),
    ]


def _times_of(meeting: Meeting) -> dict[str, Any]:
    return {
        "held_on": meeting.held_on,
        "location": meeting.location,
        "day_parts": [plan._asdict() for plan in planned_day_parts(meeting)],
        "version": meeting.version,
    }


def _refuse_times(form: BaseForm, error: DomainError) -> int:
    if isinstance(error, OutsideCohortError):
        return refuse(form, error, form["held_on"])
    if isinstance(error, ImpossibleDayPartsError | SkippedHourError):
        return refuse(form, error, form["day_parts"][0].form.starts)
    return refuse(form, error)
