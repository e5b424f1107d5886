"""The progress of one cohort as a whole, and of the director's own people in it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.agreements.queries import agreed_facts
from lms.cohorts import queries as cohorts
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.cohorts.rules import counts, minutes_attended
from lms.core import clock
from lms.insight import rules
from lms.insight.queries.milestones import list_milestones
from lms.insight.rules import (
    CohortFigures,
    CohortProgress,
    DirectorsCohort,
    ModuleCount,
    PersonInCohort,
    Presence,
    Reached,
    Registered,
)
from lms.learning import queries as learning
from lms.learning.models import Progress
from lms.learning.rules import CompletionMark
from lms.programmes.models import Activity, Module, Requirement


def get_cohort_progress(session: Session, *, seen: DirectorsCohort) -> CohortProgress:
    """The progress of one cohort as a whole, and of the director's own people in it."""
    cohort, people, today = seen.cohort, seen.people, clock.today()
    milestones = list_milestones(session, version_ids={cohort.programme_version_id})[
        cohort.programme_version_id
    ]
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
