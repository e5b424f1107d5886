"""The year of a cohort: a proposal, days chosen by hand, and publishing it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.cohorts.models import Cohort
from lms.cohorts.queries import get_cohort
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes
from lms.planning import operations, policies, queries, rules
from lms.planning.forms.meetings import KIND_LABELS
from lms.planning.forms.plans import (
    PlanDaysForm,
    PlanDraftForm,
    PlanStepForm,
    day_name,
    days_form_for,
    place_name,
    skip_name,
)
from lms.planning.models import CohortPlan, PlannedMeeting
from lms.planning.operations.plans import placed
from lms.planning.rules import Conflict, ConflictKind, HolidayCalendar, PlacedItem, Slot
from lms.planning.views.blueprint import blueprint
from lms.planning.views.calendar import known_calendar


@dataclass(frozen=True)
class ProposalRow:
    """One meeting of a proposal, where it lies, and what clashes with it."""

    planned: PlannedMeeting
    placed: PlacedItem | None
    conflicts: Sequence[Conflict] = ()


@blueprint.route("/leergroepen/<uuid:cohort_id>/planning", methods=["GET", "POST"])
@guarded_by(policies.may_plan_year, load=get_cohort)
@writes
def plan_show(cohort: Cohort) -> ResponseReturnValue:
    """The proposal for the year of a cohort, or the form to make one."""
    plan = queries.find_plan(current_session(), cohort=cohort)
    form = PlanDraftForm(data={"starts_on": cohort.starts_on}) if plan is None else _days_form(plan)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _keep(cohort, plan, form)
            flash(_("Het voorstel is berekend. Er is nog niets gepland."))
            return redirect(url_for("planning.plan_show", cohort_id=cohort.public_id), 303)
        except DomainError as error:
            status = refuse(form, error)
    if plan is None:
        return render_template("planning/plan_show.html", cohort=cohort, plan=None, form=form), status
    return _page(cohort, plan, form), status


@blueprint.post("/leergroepen/<uuid:cohort_id>/planning/publiceren")
@guarded_by(policies.may_plan_year, load=get_cohort)
@writes
def plan_publish(cohort: Cohort) -> ResponseReturnValue:
    """Plan every meeting of the proposal at once."""
    plan, form = queries.find_plan(current_session(), cohort=cohort), PlanStepForm()
    if plan is None:
        return redirect(url_for("planning.plan_show", cohort_id=cohort.public_id), 303)
    count = operations.publish_plan(
        current_session(),
        actor=current_actor(),
        cohort=cohort,
        plan=plan,
        calendar=known_calendar(),
        version=form.version.number,
    )
    flash(ngettext("%(num)s bijeenkomst staat gepland.", "%(num)s bijeenkomsten staan gepland.", count))
    return redirect(url_for("planning.year_show", cohort_id=cohort.public_id), 303)


@blueprint.post("/leergroepen/<uuid:cohort_id>/planning/weggooien")
@guarded_by(policies.may_plan_year, load=get_cohort)
@writes
def plan_drop(cohort: Cohort) -> ResponseReturnValue:
    """Throw the proposal away."""
    plan = queries.find_plan(current_session(), cohort=cohort)
    if plan is not None:
        operations.drop_plan(current_session(), actor=current_actor(), cohort=cohort, plan=plan)
        flash(_("Het voorstel is weg."))
    return redirect(url_for("planning.plan_show", cohort_id=cohort.public_id), 303)


def _keep(cohort: Cohort, plan: CohortPlan | None, form: PlanDraftForm | PlanDaysForm) -> None:
    session, actor = current_session(), current_actor()
    if plan is None or not isinstance(form, PlanDaysForm):
        operations.draft_plan(session, actor=actor, cohort=cohort, starts_on=form.first_day())
        return
    operations.choose_days(
        session,
        actor=actor,
        cohort=cohort,
        plan=plan,
        starts_on=form.first_day(),
        chosen=form.chosen(plan),
        left_out=form.left_out(plan),
        locations=form.locations(plan),
        calendar=known_calendar(),
        version=form.version.number,
    )


def _days_form(plan: CohortPlan) -> PlanDaysForm:
    days = placed(plan, calendar=known_calendar())
    data: dict[str, object] = {"starts_on": plan.starts_on, "version": plan.version}
    for row in plan.planned:
        data[day_name(row)] = days[row.id].held_on if row.id in days else None
        data[skip_name(row)] = row.is_left_out
        data[place_name(row)] = row.location
    return days_form_for(plan)(data=data)


def _page(cohort: Cohort, plan: CohortPlan, form: PlanDraftForm | PlanDaysForm) -> str:
    calendar = known_calendar()
    rows = _rows(cohort, plan, calendar)
    days = [row.placed.held_on for row in rows if row.placed is not None] or [plan.starts_on]
    conflicts = [conflict for row in rows for conflict in row.conflicts]
    return render_template(
        "planning/plan_show.html",
        cohort=cohort,
        plan=plan,
        form=form,
        rows=rows,
        full_weeks=queries.list_full_weeks(
            current_session(),
            cohort=cohort,
            planned=queries.proposed_by(plan, {row.planned.id: row.placed for row in rows if row.placed}),
        ),
        names={"day": day_name, "skip": skip_name, "place": place_name},
        kind_labels=KIND_LABELS,
        cohort_names=queries.name_cohorts(current_session(), actor=current_actor(), conflicts=conflicts),
        clashing=sum(1 for row in rows if row.conflicts),
        is_possible=all(conflict.kind is not ConflictKind.OUTSIDE for conflict in conflicts),
        unknown_years=calendar.unknown_years(min(days), max(days)),
        school_years=calendar.school_years,
        step_form=PlanStepForm(formdata=None, data={"version": plan.version}),
    )


def _rows(cohort: Cohort, plan: CohortPlan, calendar: HolidayCalendar) -> Sequence[ProposalRow]:
    """The meetings of a plan in order of their day; what is left out comes last."""
    days = placed(plan, calendar=calendar)
    slots = {row.id: _slots(cohort, row, days[row.id]) for row in plan.planned if row.id in days}
    around = queries.surroundings_of(
        current_session(),
        cohort=cohort,
        days=[item.held_on for item in days.values()],
        locations={row.location for row in plan.planned},
        calendar=calendar,
    )
    own = [slot for parts in slots.values() for slot in parts]
    ours = [slot for slot in around.slots if plan.published_at is None or slot.cohort_id != cohort.id]
    around = rules.Surroundings(**{**vars(around), "slots": [*ours, *own]})
    rows = [
        ProposalRow(row, days.get(row.id), _conflicts(row, slots.get(row.id, ()), around))
        for row in plan.planned
    ]
    return sorted(rows, key=lambda row: row.placed.held_on if row.placed else date.max)


def _slots(cohort: Cohort, row: PlannedMeeting, item: PlacedItem) -> Sequence[Slot]:
    return [
        Slot(
            key=row.public_id,
            cohort_id=cohort.id,
            title=row.title,
            starts_at=clock.at(item.held_on, plan.starts.hour, plan.starts.minute),
            ends_at=clock.at(item.held_on, plan.ends.hour, plan.ends.minute),
            location=row.location,
        )
        for plan in rules.plans_of(row.day_parts)
    ]


def _conflicts(row: PlannedMeeting, slots: Sequence[Slot], around: rules.Surroundings) -> Sequence[Conflict]:
    return rules.distinct(
        [conflict for slot in slots for conflict in rules.conflicts_of(slot, around, kind=row.kind)]
    )
