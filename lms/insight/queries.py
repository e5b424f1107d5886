"""Readers for directors: whole cohorts as numbers, own people with the agreed facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from lms.accounts.models import Hat, Membership, Organisation, Person
from lms.agreements.queries import agreed_facts
from lms.certification.models import Certificate, DocumentKind
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
from lms.cohorts.rules import ENOUGH_OF_A_DAY_PART, counts, minutes_attended
from lms.core import clock
from lms.core.alphabet import alphabetical
from lms.core.authorisation import Actor
from lms.core.reading import read_rows
from lms.insight import rules
from lms.insight.rules import (
    CohortFigures,
    CohortProgress,
    CohortSummary,
    DirectorsCohort,
    ModuleCount,
    PersonInCohort,
    Presence,
    Reached,
    Registered,
    SummariesPage,
)
from lms.learning import queries as learning
from lms.learning.models import Completion, Progress
from lms.learning.rules import CompletionMark
from lms.programmes.models import Activity, Module, ProgrammeVersion, Requirement

_COHORT_IDS: sa.BindParameter[Any] = sa.bindparam("cohort_ids", expanding=True)
SHOWN_ON_START = 6
PAGE_SIZE = 6


def _select_directed() -> sa.Select[int]:
    directed = (
        sa.select(Organisation.id)
        .where(Organisation.id.in_(sa.bindparam("organisation_ids", expanding=True)))
        .cte("directed", recursive=True)
    )
    below = sa.select(Organisation.id).join(directed, Organisation.parent_id == directed.c.id)
    return sa.select(directed.union(below).c.id)


# Made once, for every page of a director asks it.
_DIRECTED = _select_directed()


def directed_organisations(session: Session, *, actor: Actor) -> frozenset[int]:
    """The organisations that the actor directs, with the departments below them."""
    values = {"organisation_ids": list(actor.organisations(Hat.DIRECTOR))}
    return frozenset(row[0] for row in read_rows(session, _DIRECTED, values))


def get_directors_cohort(session: Session, *, cohort_id: UUID, actor: Actor) -> DirectorsCohort | None:
    """A cohort with everybody who takes part, as the director comes to it; None if there is none."""
    statement = (
        sa.select(Cohort)
        .where(Cohort.public_id == cohort_id)
        .options(joinedload(Cohort.programme_version).joinedload(ProgrammeVersion.programme))
    )
    cohort = session.scalars(statement).one_or_none()
    if cohort is None:
        return None
    organisation_ids = directed_organisations(session, actor=actor)
    return DirectorsCohort(
        cohort=cohort,
        organisation_ids=organisation_ids,
        people=_list_people(session, cohort, organisation_ids),
    )


def _list_people(
    session: Session, cohort: Cohort, organisation_ids: frozenset[int]
) -> Sequence[PersonInCohort]:
    """Everybody who takes part, with two facts: works here today, and has a certificate that stands.

    Another employer closes the director's view that day; the certificate and the enrolment stay.
    """
    day = clock.today()
    works_here = sa.exists().where(
        Membership.person_id == Enrolment.person_id,
        Membership.organisation_id.in_(organisation_ids),
        Membership.starts_on <= day,
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
    )
    certified = sa.exists().where(
        Certificate.enrolment_id == Enrolment.id,
        Certificate.kind == DocumentKind.CERTIFICATE,
        Certificate.revoked_at.is_(None),
    )
    statement = (
        sa.select(Enrolment, works_here, certified)
        .join(Enrolment.person)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(ACTIVE))
        .options(contains_eager(Enrolment.person), joinedload(Enrolment.discipline))
        .order_by(alphabetical(Person.family_name), alphabetical(Person.given_name), Enrolment.id)
    )
    return [
        PersonInCohort(
            row, is_own=bool(here) and row.organisation_id in organisation_ids, has_certificate=bool(has)
        )
        for row, here, has in session.execute(statement)
    ]


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
    milestones = _milestones(session, {cohort.programme_version_id for cohort in shown})
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


def get_cohort_progress(session: Session, *, seen: DirectorsCohort) -> CohortProgress:
    """The progress of one cohort as a whole, and of the director's own people in it."""
    cohort, people, today = seen.cohort, seen.people, clock.today()
    milestones = _milestones(session, {cohort.programme_version_id})[cohort.programme_version_id]
    completions = learning.list_completions(session, cohort=cohort)
    reached = _reached(completions, people, milestones)
    presence = _presence(session, cohort, people)
    return CohortProgress(
        figures=CohortFigures(
            reached_average=rules.average(len(reached), len(people)),
            planned_average=rules.planned_average(milestones, starts_on=cohort.starts_on, day=today),
            attendance_percent=presence.percent,
            own_people=sum(item.is_own for item in people),
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
        modules=_modules(session, cohort),
        organisations=len({item.enrolment.organisation_id for item in people}),
        certificates=sum(item.has_certificate for item in people),
        tailored_decisions=sum(mark.decision_id is not None for mark in completions),
        own_people=rules.own_people(
            people,
            reached=rules.per_participant(reached),
            milestones=len(milestones),
            presence=presence,
            agreed=agreed_facts(session, enrolments=[item.enrolment for item in people if item.is_own]),
        ),
    )


def _presence(session: Session, cohort: Cohort, people: Sequence[PersonInCohort]) -> Presence:
    """What counts of everybody: who joined later is measured from then on, and by what was made up before."""
    parts, lines = cohorts.read_register(session, cohort=cohort)
    joined = {item.enrolment.id: item.enrolment.joined_on for item in people}
    lines = [row for row in lines if row.enrolment_id in joined]
    told = {(row.enrolment_id, row.day_part_id) for row in lines}
    registered = [
        Registered(
            enrolment_id=row.enrolment_id,
            minutes=minutes_attended(
                row.status,
                minutes_missed=row.minutes_missed,
                net_minutes=parts[row.day_part_id].net_minutes,
            ),
            is_attended=counts(row, net_minutes=parts[row.day_part_id].net_minutes),
        )
        for row in lines
    ]
    planned = {
        key: sum(part.net_minutes for part in parts.values() if part.held_on >= day or (key, part.id) in told)
        for key, day in joined.items()
    }
    return rules.presence_of(registered, planned_minutes=planned)


def _modules(session: Session, cohort: Cohort) -> Sequence[ModuleCount]:
    """Per module how many finished what it asks, and how many are on their way, by their own ticks."""
    asked = sa.select(Module.id, Module.title, Activity.id, Activity.is_required).join(
        Activity, Activity.module_id == Module.id
    )
    activities = session.execute(
        asked.where(Module.programme_version_id == cohort.programme_version_id).order_by(
            Module.position, Activity.position
        )
    ).all()
    ticked = session.execute(
        sa.select(Progress.enrolment_id, Progress.activity_id)
        .join(Enrolment, Enrolment.id == Progress.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(ACTIVE), Progress.done_at.is_not(None))
    ).all()
    return rules.count_modules(
        [(row[0], row[1], row[2], row[3]) for row in activities], [(row[0], row[1]) for row in ticked]
    )


_MILESTONES = (
    sa.select(Requirement)
    .where(
        Requirement.programme_version_id.in_(sa.bindparam("version_ids", expanding=True)),
        Requirement.is_on_route,
    )
    .order_by(Requirement.position)
)


def _milestones(session: Session, version_ids: Collection[int]) -> Mapping[int, list[Requirement]]:
    found: dict[int, list[Requirement]] = {key: [] for key in version_ids}
    for row in session.scalars(_MILESTONES, {"version_ids": list(version_ids)}):
        found[row.programme_version_id].append(row)
    return found


def _reached(
    completions: Sequence[CompletionMark],
    people: Sequence[PersonInCohort],
    milestones: Sequence[Requirement],
) -> Sequence[Reached]:
    counted, on_route = {item.enrolment.id for item in people}, {item.id for item in milestones}
    return [
        Reached(mark.enrolment_id, mark.requirement_id, clock.local(mark.reached_at).date())
        for mark in completions
        if mark.enrolment_id in counted and mark.requirement_id in on_route
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
