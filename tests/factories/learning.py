"""Ticks, texts, evidence and completions for tests."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.extensions import db
from lms.learning.models import (
    Completion,
    Evidence,
    EvidenceState,
    Progress,
    Reflection,
    TailoredDecision,
)
from lms.programmes.models import Activity, Module, Question, Requirement
from tests.factories import save

TEXT = "In week vijf bracht ik mijn vraag in en we oefenden de incidentmethode."


def requirement_of(cohort: Cohort, key: str) -> Requirement:
    """A requirement of the version on which a cohort runs, by its key."""
    statement = sa.select(Requirement).where(
        Requirement.programme_version_id == cohort.programme_version_id, Requirement.key == key
    )
    return db.session.scalars(statement).one()


def activity_of(cohort: Cohort, key: str) -> Activity:
    """An activity of the version on which a cohort runs, by its key."""
    statement = (
        sa.select(Activity)
        .join(Module, Module.id == Activity.module_id)
        .where(Module.programme_version_id == cohort.programme_version_id, Activity.key == key)
    )
    return db.session.scalars(statement).one()


def module_of(cohort: Cohort, key: str) -> Module:
    """A module of the version on which a cohort runs, by its key."""
    statement = sa.select(Module).where(
        Module.programme_version_id == cohort.programme_version_id, Module.key == key
    )
    return db.session.scalars(statement).one()


def question_of(activity: Activity) -> Question:
    """The first self-check question of an activity."""
    statement = sa.select(Question).where(Question.activity_id == activity.id).order_by(Question.position)
    return db.session.scalars(statement.limit(1)).one()


def make_progress(enrolment: Enrolment, activity: Activity, **values: Any) -> Progress:
    """A participant ticked this activity."""
    return save(
        Progress(
            **{
                "enrolment_id": enrolment.id,
                "activity_id": activity.id,
                "done_at": clock.now(),
                **values,
            }
        )
    )


def make_reflection(
    enrolment: Enrolment, activity: Activity, *, shared: bool = False, **values: Any
) -> Reflection:
    """A text that is private, unless it is shared with the trainers."""
    return save(
        Reflection(
            **{
                "enrolment_id": enrolment.id,
                "activity_id": activity.id,
                "fields": {"situation": "Een gesprek dat anders liep dan ik dacht."},
                "written_at": clock.now(),
                "shared_at": clock.now() if shared else None,
                **values,
            }
        )
    )


def make_evidence(enrolment: Enrolment, requirement: Requirement, **values: Any) -> Evidence:
    """A text that waits for a trainer."""
    return save(
        Evidence(
            **{
                "enrolment_id": enrolment.id,
                "requirement_id": requirement.id,
                "text": TEXT,
                "state": EvidenceState.WAITING,
                "handed_in_at": clock.now(),
                **values,
            }
        )
    )


def make_completion(enrolment: Enrolment, requirement: Requirement, **values: Any) -> Completion:
    """A requirement is met, by a recorded fact unless said otherwise."""
    return save(
        Completion(
            **{
                "enrolment_id": enrolment.id,
                "requirement_id": requirement.id,
                "reached_at": clock.now(),
                **values,
            }
        )
    )


def make_decision(
    enrolment: Enrolment, requirement: Requirement, proposer: Person, **values: Any
) -> TailoredDecision:
    """A proposal that waits for a second person."""
    return save(
        TailoredDecision(
            **{
                "enrolment_id": enrolment.id,
                "requirement_id": requirement.id,
                "reason": "Zij leidt al tien jaar zulke groepen en liet dat de opleiders zien in haar werk.",
                "proposed_by_id": proposer.id,
                "proposed_at": clock.now(),
                **values,
            }
        )
    )
