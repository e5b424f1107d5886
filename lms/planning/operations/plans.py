"""The year of a cohort: proposed, changed by hand, thrown away or published at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from lms.cohorts.models import Cohort, MeetingKind
from lms.cohorts.operations import plan_meeting
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish
from lms.planning import queries, rules
from lms.planning.events import PlanChanged, PlanDrafted, PlanDropped, PlanPublished
from lms.planning.models import CohortPlan, PlanItem, PlannedMeeting
from lms.planning.rules import HolidayCalendar, PlacedItem, ToPlace


class NothingToPlanError(DomainError):
    """There is no plan by weeks, or everything is left out."""


class PlanKnownError(DomainError):
    """The cohort has a plan already."""


class PlanPublishedError(DomainError):
    """The plan is published; its meetings live their own life."""


class DayOutsideCohortError(DomainError):
    """A meeting of the plan lies before the first or after the last day of the cohort."""


def draft_plan(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    starts_on: date,
    items: Sequence[PlanItem | PlannedMeeting] | None = None,
) -> CohortPlan:
    """Make a proposal for the year of a cohort, from the plan of its version or from other items."""
    if queries.find_plan(session, cohort=cohort) is not None:
        raise PlanKnownError
    if items is None:
        items = queries.list_plan_items(session, version_id=cohort.programme_version_id)
    if not items:
        raise NothingToPlanError
    plan = CohortPlan(cohort_id=cohort.id, starts_on=starts_on)
    plan.planned = [
        PlannedMeeting(
            kind=item.kind,
            title=item.title,
            module_key=item.module_key,
            week=item.week,
            weekday=item.weekday,
            day_parts=item.day_parts,
            location=item.location if isinstance(item, PlannedMeeting) else "",
        )
        for item in items
    ]
    session.add(plan)
    session.flush()
    publish(session, PlanDrafted(actor=actor, cohort_id=cohort.public_id, plan_id=plan.public_id))
    return plan


def placed(plan: CohortPlan, *, calendar: HolidayCalendar) -> Mapping[int, PlacedItem]:
    """The day of every meeting of a plan that is not left out, by the number of that meeting."""
    items = [
        ToPlace(
            key=row.id,
            week=row.week,
            weekday=row.weekday,
            starts=rules.plans_of(row.day_parts)[0].starts,
            ends=rules.plans_of(row.day_parts)[-1].ends,
            pinned_on=row.pinned_on,
        )
        for row in plan.planned
        if not row.is_left_out
    ]
    return {row.key: row for row in rules.propose(items, starts_on=plan.starts_on, calendar=calendar)}


def choose_days(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    plan: CohortPlan,
    starts_on: date,
    chosen: Mapping[int, date | None],
    left_out: Collection[int],
    locations: Mapping[int, str],
    calendar: HolidayCalendar,
    version: int,
) -> None:
    """Keep what the coordinator chose: a day other than the proposed one is pinned, an empty one is free.

    With another first day the whole proposal moves, and only pinned days stay.
    """
    _refuse_published(plan, version)
    proposed = placed(plan, calendar=calendar)
    plan.starts_on = starts_on
    for row in plan.planned:
        day = chosen.get(row.id)
        shown = proposed[row.id].held_on if row.id in proposed else None
        if day is None:
            row.pinned_on = None
        elif day != shown:
            row.pinned_on = day
        row.is_left_out = row.id in left_out
        row.location = locations.get(row.id, row.location)
    placed(plan, calendar=calendar)
    flag_modified(plan, "starts_on")
    publish(session, PlanChanged(actor=actor, cohort_id=cohort.public_id, plan_id=plan.public_id))


def drop_plan(session: Session, *, actor: Actor, cohort: Cohort, plan: CohortPlan) -> None:
    """Throw a proposal away."""
    if plan.published_at is not None:
        raise PlanPublishedError
    session.delete(plan)
    publish(session, PlanDropped(actor=actor, cohort_id=cohort.public_id, plan_id=plan.public_id))


def publish_plan(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    plan: CohortPlan,
    calendar: HolidayCalendar,
    version: int,
) -> int:
    """Plan all meetings at once; the second of two who do so is refused."""
    _refuse_published(plan, version)
    days = placed(plan, calendar=calendar)
    going = sorted((row for row in plan.planned if row.id in days), key=lambda row: days[row.id].held_on)
    if not going:
        raise NothingToPlanError
    if any(not _fits(cohort, row, days[row.id].held_on) for row in going):
        raise DayOutsideCohortError
    plan.published_at = clock.now()
    session.flush()
    for row in going:
        meeting = plan_meeting(
            session,
            actor=actor,
            cohort=cohort,
            title=row.title,
            kind=row.kind,
            module_key=row.module_key,
            held_on=days[row.id].held_on,
            day_parts=rules.plans_of(row.day_parts),
            location=row.location,
            in_plan=True,
        )
        row.meeting_id = meeting.id
    publish(
        session,
        PlanPublished(actor=actor, cohort_id=cohort.public_id, plan_id=plan.public_id, meetings=len(going)),
    )
    return len(going)


def _fits(cohort: Cohort, row: PlannedMeeting, day: date) -> bool:
    """Only a reunion comes after the last day of the cohort."""
    return cohort.starts_on <= day and (day <= cohort.ends_on or row.kind is MeetingKind.REUNION)


def _refuse_published(plan: CohortPlan, version: int) -> None:
    if plan.published_at is not None:
        raise PlanPublishedError
    if plan.version != version:
        raise ConflictError
