"""The cohorts of a director in one line each, however many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.cohorts import queries as cohorts
from lms.cohorts.models import ACTIVE, Attendance, AttendanceStatus, DayPart, Enrolment, Meeting
from lms.cohorts.rules import ENOUGH_OF_A_DAY_PART
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.reading import read_rows
from lms.insight import rules
from lms.insight.queries.directed import directed_organisations
from lms.insight.queries.milestones import list_milestones
from lms.insight.rules import CohortFigures, CohortSummary, SummariesPage
from lms.learning.models import Completion
from lms.programmes.models import Requirement

_COHORT_IDS: sa.BindParameter[Any] = sa.bindparam("cohort_ids", expanding=True)
SHOWN_ON_START = 6
PAGE_SIZE = 6


def list_cohort_summaries(session: Session, *, actor: Actor) -> Sequence[CohortSummary]:
    """The few nearest cohorts with own people, in one line each; a flat number of queries."""
    own = directed_organisations(session, actor=actor)
    return _summaries(session, own, limit=SHOWN_ON_START, offset=0)


def get_summaries_page(session: Session, *, actor: Actor, page: int) -> SummariesPage:
    """One page of the cohorts with own people, those of today first; a flat number of queries."""
    own = directed_organisations(session, actor=actor)
    pages = max(1, -(-cohorts.count_of_organisations(session, organisation_ids=own) // PAGE_SIZE))
    page = min(max(1, page), pages)
    shown = _summaries(session, own, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    return SummariesPage(shown, page, pages)


def _summaries(session: Session, own: frozenset[int], *, limit: int, offset: int) -> Sequence[CohortSummary]:
    today = clock.today()
    shown = cohorts.list_nearest_of_organisations(
        session, organisation_ids=own, day=today, limit=limit, offset=offset
    )
    keys = [cohort.id for cohort in shown]
    people, attendance = _count_people(session, keys, own), _attendance_percent(session, keys)
    milestones = list_milestones(session, version_ids={cohort.programme_version_id for cohort in shown})
    # Cohorts of one year begin on one day: their plans are the same.
    plans = {(cohort.programme_version_id, cohort.starts_on) for cohort in shown}
    planned = {
        plan: rules.planned_average(milestones[plan[0]], starts_on=plan[1], day=today) for plan in plans
    }
    return [
        CohortSummary(
            cohort,
            CohortFigures(
                reached_average=rules.average(people[cohort.id].reached, people[cohort.id].total),
                planned_average=planned[cohort.programme_version_id, cohort.starts_on],
                attendance_percent=attendance.get(cohort.id),
                own_people=people[cohort.id].own,
                total_people=people[cohort.id].total,
            ),
        )
        for cohort in shown
    ]


class _People(NamedTuple):
    """Of one cohort: how many take part, how many of them are own people, what all reached together."""

    total: int
    own: int
    reached: int


def _count_people(session: Session, cohort_ids: Sequence[int], own: frozenset[int]) -> Mapping[int, _People]:
    values = {"cohort_ids": cohort_ids, "organisation_ids": list(own)}
    rows = read_rows(session, _PEOPLE, values)
    return {row[0]: _People(row[1], int(row[2]), int(row[3])) for row in rows}


def _select_people() -> sa.Select[int, int, int, int]:
    # Counted per participant: from the requirements' side a database would walk through everybody's.
    of_one = (
        sa.select(sa.func.count(Completion.id))
        .join(Requirement, Requirement.id == Completion.requirement_id)
        .where(
            Completion.enrolment_id == Enrolment.id,
            Completion.withdrawn_at.is_(None),
            Requirement.is_on_route,
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )
    is_own = Enrolment.organisation_id.in_(sa.bindparam("organisation_ids", expanding=True))
    return (
        sa.select(
            Enrolment.cohort_id,
            sa.func.count(),
            sa.func.sum(sa.case((is_own, 1), else_=0)),
            sa.func.sum(of_one),
        )
        .where(Enrolment.cohort_id.in_(_COHORT_IDS), Enrolment.state.in_(ACTIVE))
        .group_by(Enrolment.cohort_id)
    )


def _attendance_percent(session: Session, cohort_ids: Sequence[int]) -> Mapping[int, int]:
    """The share of attended day parts over everybody in a cohort together (DR-12 to DR-14)."""
    rows = read_rows(session, _ATTENDED, {"cohort_ids": cohort_ids})
    return {row[0]: int(row[1]) * 100 // row[2] for row in rows}


def _select_attended() -> sa.Select[int, int, int]:
    was_there = sa.or_(
        Attendance.repaired_at.is_not(None),
        sa.and_(
            Attendance.status.not_in([AttendanceStatus.ABSENT, AttendanceStatus.ILL]),
            (DayPart.net_minutes - Attendance.minutes_missed) * 100
            >= ENOUGH_OF_A_DAY_PART * DayPart.net_minutes,
        ),
    )
    stopped = sa.select(Enrolment.id).where(
        Enrolment.cohort_id.in_(_COHORT_IDS), Enrolment.state.not_in(ACTIVE)
    )
    return (
        sa.select(Meeting.cohort_id, sa.func.sum(sa.case((was_there, 1), else_=0)), sa.func.count())
        .join(DayPart, DayPart.meeting_id == Meeting.id)
        .join(Attendance, Attendance.day_part_id == DayPart.id)
        # Few stop: leaving those few out costs less than looking everybody up.
        .where(
            Meeting.cohort_id.in_(_COHORT_IDS), *cohorts.IS_COUNTED, Attendance.enrolment_id.not_in(stopped)
        )
        .group_by(Meeting.cohort_id)
    )


# Made once, for every director's start page asks them.
_PEOPLE, _ATTENDED = _select_people(), _select_attended()
