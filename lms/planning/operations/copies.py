"""A new cohort after the example of another one, without its people."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from lms.cohorts import operations as cohorts
from lms.cohorts.models import Cohort, Meeting
from lms.cohorts.operations.meetings import planned_day_parts
from lms.cohorts.queries import list_admitted, list_meetings, list_trainers
from lms.core.authorisation import Actor
from lms.core.events import publish
from lms.planning import queries, rules
from lms.planning.events import CohortCopied
from lms.planning.models import PlannedMeeting
from lms.planning.operations.plans import draft_plan
from lms.programmes.models import ProgrammeVersion


def copy_cohort(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    programme_version: ProgrammeVersion,
    name: str,
    academic_year: str,
    starts_on: date,
    with_trainers: bool,
) -> Cohort:
    """Copy a cohort to another first day: organisations, perhaps trainers, and its plan as a proposal."""
    copy = cohorts.plan_cohort(
        session,
        actor=actor,
        programme_version=programme_version,
        name=name,
        academic_year=academic_year,
        starts_on=starts_on,
        ends_on=starts_on + (cohort.ends_on - cohort.starts_on),
        target_size=cohort.target_size,
        maximum_size=cohort.maximum_size,
    )
    for organisation in list_admitted(session, cohort=cohort):
        cohorts.admit_organisation(session, actor=actor, cohort=copy, organisation=organisation)
    if with_trainers:
        for person in list_trainers(session, cohort=cohort):
            cohorts.assign_trainer(session, actor=actor, cohort=copy, person=person)
    plan = queries.find_plan(session, cohort=cohort)
    items = [row for row in plan.planned if not row.is_left_out] if plan else _items_of(session, cohort)
    if items:
        draft_plan(session, actor=actor, cohort=copy, starts_on=starts_on, items=items)
    publish(
        session,
        CohortCopied(actor=actor, cohort_id=copy.public_id, from_cohort_id=cohort.public_id),
    )
    return copy


def _items_of(session: Session, cohort: Cohort) -> list[PlannedMeeting]:
    """The meetings of a cohort that was planned by hand, counted in weeks from the first one."""
    meetings = [row for row in list_meetings(session, cohort=cohort) if row.cancelled_at is None]
    if not meetings:
        return []
    monday = meetings[0].held_on - timedelta(days=meetings[0].held_on.weekday())
    return [_item(row, monday) for row in meetings]


def _item(meeting: Meeting, monday: date) -> PlannedMeeting:
    return PlannedMeeting(
        kind=meeting.kind,
        title=meeting.title,
        module_key=meeting.module_key,
        week=(meeting.held_on - monday).days // 7,
        weekday=meeting.held_on.weekday(),
        day_parts=rules.written(planned_day_parts(meeting)),
        location=meeting.location,
    )
