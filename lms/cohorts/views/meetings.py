"""When a cohort meets: the list, planning, changing and calling off."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts import operations, policies, queries
from lms.cohorts.forms import MeetingCancelForm, MeetingEditForm
from lms.cohorts.models import Cohort, Meeting
from lms.cohorts.operations.meetings import ImpossibleDayPartsError, OutsideCohortError, planned_day_parts
from lms.cohorts.views.blueprint import blueprint, refuse
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.forms import choice
from lms.core.unit_of_work import current_session, writes


@blueprint.get("/leergroepen/<uuid:cohort_id>/bijeenkomsten")
@guarded_by(policies.may_see_cohort, load=queries.get_cohort)
def meetings_list(cohort: Cohort) -> ResponseReturnValue:
    """Every meeting of a cohort: what comes first, what was after it."""
    meetings = queries.list_meetings(current_session(), cohort=cohort)
    today = clock.today()
    return render_template(
        "cohorts/meetings_list.html",
        cohort=cohort,
        coming=[row for row in meetings if row.held_on >= today],
        past=[row for row in reversed(meetings) if row.held_on < today],
        is_staff=policies.is_staff_of(current_actor(), cohort),
    )


@blueprint.route("/leergroepen/<uuid:cohort_id>/bijeenkomsten/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_plan_meeting, load=queries.get_cohort)
@writes
def meeting_new(cohort: Cohort) -> ResponseReturnValue:
    """Plan a meeting."""
    form = _meeting_form(cohort)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.plan_meeting(current_session(), actor=current_actor(), cohort=cohort, **form.facts())
            flash(_("De bijeenkomst staat gepland."))
            return redirect(url_for("cohorts.meetings_list", cohort_id=cohort.public_id), 303)
        except DomainError as error:
            status = _refuse(form, error)
    return render_template("cohorts/meeting_new.html", form=form, cohort=cohort), status


@blueprint.route("/bijeenkomsten/<uuid:meeting_id>", methods=["GET", "POST"])
@guarded_by(policies.may_change_meeting, load=queries.get_meeting)
@writes
def meeting_edit(meeting: Meeting) -> ResponseReturnValue:
    """Change a meeting."""
    form = _meeting_form(meeting.cohort, meeting)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.change_meeting(
                current_session(),
                actor=current_actor(),
                meeting=meeting,
                version=form.version.number,
                **form.facts(),
            )
            flash(_("De bijeenkomst is bijgewerkt."))
            return redirect(url_for("cohorts.meetings_list", cohort_id=meeting.cohort.public_id), 303)
        except DomainError as error:
            status = _refuse(form, error)
            form.version.follow(meeting.version)
    return render_template(
        "cohorts/meeting_edit.html",
        form=form,
        meeting=meeting,
        cohort=meeting.cohort,
        cancel_form=MeetingCancelForm(formdata=None),
    ), status


@blueprint.post("/bijeenkomsten/<uuid:meeting_id>/afgelasten")
@guarded_by(policies.may_change_meeting, load=queries.get_meeting)
@writes
def meeting_cancel(meeting: Meeting) -> ResponseReturnValue:
    """Call a meeting off."""
    operations.cancel_meeting(current_session(), actor=current_actor(), meeting=meeting)
    flash(_("De bijeenkomst is afgelast. Haar dagdelen tellen niet meer mee."))
    return redirect(url_for("cohorts.meetings_list", cohort_id=meeting.cohort.public_id), 303)


def _meeting_form(cohort: Cohort, meeting: Meeting | None = None) -> MeetingEditForm:
    form = MeetingEditForm(data=_facts_of(meeting) if meeting else None)
    modules = queries.list_modules(current_session(), cohort=cohort)
    form.module_key.choices = [
        choice("", _("Geen module")),
        *(choice(row.key, row.title) for row in modules),
    ]
    return form


def _facts_of(meeting: Meeting) -> dict[str, Any]:
    return {
        "title": meeting.title,
        "module_key": meeting.module_key or "",
        "held_on": meeting.held_on,
        "location": meeting.location,
        "day_parts": [plan._asdict() for plan in planned_day_parts(meeting)],
        "version": meeting.version,
    }


def _refuse(form: MeetingEditForm, error: DomainError) -> int:
    if isinstance(error, OutsideCohortError):
        return refuse(form, error, form.held_on)
    if isinstance(error, ImpossibleDayPartsError):
        return refuse(form, error, form.day_parts[0].form.starts)
    return refuse(form, error)
