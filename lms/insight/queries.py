"""Readers for directors: whole cohorts as numbers, own people with the agreed facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Membership, Organisation
from lms.certification.models import DocumentKind
from lms.certification.queries import certificates_of_cohort
from lms.cohorts import queries as cohorts
from lms.cohorts.models import (
    ACTIVE,
    Attendance,
    AttendanceStatus,
    Cohort,
    DayPart,
    Enrolment,
    Meeting,
)
from lms.cohorts.rules import ENOUGH_OF_A_DAY_PART
from lms.core import clock
from lms.core.authorisation import Actor
from lms.insight import rules
from lms.insight.rules import (
    CohortProgress,
    CohortSummary,
    DirectorsCohort,
    ModuleCount,
    OwnPerson,
    Reached,
)
from lms.learning import queries as learning
from lms.learning.models import Completion
from lms.programmes.models import Requirement

SHOWN_ON_START = 6


def directed_organisations(session: Session, *, actor: Actor) -> frozenset[int]:
    """The organisations that the actor directs, with the departments below them."""
    directed = set(actor.organisations(Hat.DIRECTOR))
    parents = session.execute(sa.select(Organisation.id, Organisation.parent_id)).all()
    while below := {row.id for row in parents if row.parent_id in directed} - directed:
        directed |= below
    return frozenset(directed)


def get_directors_cohort(session: Session, *, cohort_id: UUID, actor: Actor) -> DirectorsCohort:
    """A cohort with what the policy needs to know. Raises NotFoundError."""
    cohort = cohorts.get_cohort(session, cohort_id=cohort_id)
    return DirectorsCohort(
        cohort=cohort,
        organisation_ids=directed_organisations(session, actor=actor),
        participating_ids=frozenset(e.organisation_id for e in cohort.enrolments if e.state in ACTIVE),
    )


def list_directed_cohorts(session: Session, *, actor: Actor) -> tuple[Sequence[Cohort], frozenset[int]]:
    """The cohorts in which own people take part, newest first, and the director's organisations."""
    own = directed_organisations(session, actor=actor)
    return cohorts.list_cohorts_of_organisation(session, organisation_ids=own), own


def list_cohort_summaries(
    session: Session, *, actor: Actor, limit: int = SHOWN_ON_START
) -> Sequence[CohortSummary]:
    """The cohorts in one line each; a flat number of queries."""
    found, own = list_directed_cohorts(session, actor=actor)
    shown = cohorts.running_first(found)[:limit]
    keys = [cohort.id for cohort in shown]
    milestones = _milestones(session, {cohort.programme_version_id for cohort in shown})
    reached = _count_reached(session, keys)
    attendance = _attendance_percent(session, keys)
    today = clock.today()
    summaries = []
    for cohort in shown:
        active = [row for row in cohort.enrolments if row.state in ACTIVE]
        planned = milestones.get(cohort.programme_version_id, [])
        summaries.append(
            CohortSummary(
                cohort=cohort,
                reached_average=rules.average(reached.get(cohort.id, 0), len(active)),
                planned_average=rules.planned_average(planned, starts_on=cohort.starts_on, day=today),
                attendance_percent=attendance.get(cohort.id),
                own_people=sum(row.organisation_id in own for row in active),
                total_people=len(active),
            )
        )
    return summaries


def get_cohort_progress(session: Session, *, seen: DirectorsCohort) -> CohortProgress:
    """The progress of one cohort as a whole, and of the director's own people in it."""
    cohort = seen.cohort
    people = [e for e in cohorts.list_enrolments(session, cohort=cohort) if e.state in ACTIVE]
    milestones = _milestones(session, {cohort.programme_version_id})[cohort.programme_version_id]
    reached = _reached(session, cohort, people, milestones)
    own = _employed_here(session, people, seen.organisation_ids)
    documents = certificates_of_cohort(session, cohort=cohort)
    certified = {key for key, row in documents.items() if row.kind is DocumentKind.CERTIFICATE}
    today = clock.today()
    return CohortProgress(
        summary=CohortSummary(
            cohort=cohort,
            reached_average=rules.average(len(reached), len(people)),
            planned_average=rules.planned_average(milestones, starts_on=cohort.starts_on, day=today),
            attendance_percent=_attendance_percent(session, [cohort.id]).get(cohort.id),
            own_people=len(own),
            total_people=len(people),
        ),
        line=rules.milestone_line(
            milestones,
            reached,
            people=len(people),
            starts_on=cohort.starts_on,
            ends_on=cohort.ends_on,
            today=today,
        ),
        milestones=rules.count_milestones(milestones, reached),
        modules=[
            ModuleCount(module.title, done, busy)
            for module, done, busy in learning.module_progress(session, cohort=cohort)
        ],
        organisations=len({e.organisation_id for e in people}),
        certificates=len(certified),
        own_people=_own_people(
            session,
            own,
            cohort=cohort,
            reached=rules.per_participant(reached),
            milestones=len(milestones),
            certified=certified,
        ),
    )


def _own_people(
    session: Session,
    own: Sequence[Enrolment],
    *,
    cohort: Cohort,
    reached: Mapping[int, int],
    milestones: int,
    certified: Collection[int],
) -> Sequence[OwnPerson]:
    day_parts = cohorts.counted_day_parts(session, cohort=cohort)
    attended = cohorts.attended_minutes(session, cohort=cohort)
    planned = rules.hours(sum(part.net_minutes for part in day_parts))
    return [
        OwnPerson(
            enrolment=row,
            hours=rules.hours(attended.get(row.id, 0)),
            planned_hours=planned,
            reached=reached.get(row.id, 0),
            milestones=milestones,
            has_certificate=row.id in certified,
        )
        for row in own
    ]


def _milestones(session: Session, version_ids: Collection[int]) -> Mapping[int, list[Requirement]]:
    statement = (
        sa.select(Requirement)
        .where(Requirement.programme_version_id.in_(version_ids), Requirement.is_on_route)
        .order_by(Requirement.position)
    )
    found: dict[int, list[Requirement]] = {key: [] for key in version_ids}
    for row in session.scalars(statement):
        found[row.programme_version_id].append(row)
    return found


def _reached(
    session: Session, cohort: Cohort, people: Sequence[Enrolment], milestones: Sequence[Requirement]
) -> Sequence[Reached]:
    counted, on_route = {e.id for e in people}, {item.id for item in milestones}
    return [
        Reached(enrolment_id, requirement_id, clock.local(reached_at).date())
        for enrolment_id, requirement_id, reached_at in learning.list_completions(session, cohort=cohort)
        if enrolment_id in counted and requirement_id in on_route
    ]


def _count_reached(session: Session, cohort_ids: Sequence[int]) -> Mapping[int, int]:
    statement = (
        sa.select(Enrolment.cohort_id, sa.func.count(Completion.id))
        .join(Completion, Completion.enrolment_id == Enrolment.id)
        .join(Requirement, Requirement.id == Completion.requirement_id)
        .where(
            Enrolment.cohort_id.in_(cohort_ids),
            Enrolment.state.in_(ACTIVE),
            Completion.withdrawn_at.is_(None),
            Requirement.is_on_route,
        )
        .group_by(Enrolment.cohort_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _attendance_percent(session: Session, cohort_ids: Sequence[int]) -> Mapping[int, int]:
    """The share of attended day parts over everybody in a cohort together (DR-12, DR-14)."""
    was_there = sa.and_(
        Attendance.status.in_([AttendanceStatus.PRESENT, AttendanceStatus.LATE]),
        (DayPart.net_minutes - Attendance.minutes_missed) * 100 >= ENOUGH_OF_A_DAY_PART * DayPart.net_minutes,
    )
    statement = (
        sa.select(Meeting.cohort_id, sa.func.sum(sa.case((was_there, 1), else_=0)), sa.func.count())
        .join(DayPart, DayPart.meeting_id == Meeting.id)
        .join(Attendance, Attendance.day_part_id == DayPart.id)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .where(
            Meeting.cohort_id.in_(cohort_ids),
            Meeting.cancelled_at.is_(None),
            DayPart.cancelled_at.is_(None),
            Enrolment.state.in_(ACTIVE),
            Enrolment.joined_on <= Meeting.held_on,
        )
        .group_by(Meeting.cohort_id)
    )
    return {row[0]: int(row[1]) * 100 // row[2] for row in session.execute(statement)}


def _employed_here(
    session: Session, people: Sequence[Enrolment], organisation_ids: frozenset[int]
) -> Sequence[Enrolment]:
    """Who takes part for these organisations and still works there; leaving closes the view that day."""
    own = [row for row in people if row.organisation_id in organisation_ids]
    day = clock.today()
    statement = sa.select(Membership.person_id).where(
        Membership.person_id.in_([row.person_id for row in own]),
        Membership.organisation_id.in_(organisation_ids),
        Membership.starts_on <= day,
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
    )
    still_here = Counter(session.scalars(statement))
    return [row for row in own if still_here[row.person_id]]
