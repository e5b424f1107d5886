"""What the small world holds of client trainings."""

from __future__ import annotations

from typing import Any

from lms.cohorts.models import Cohort, Enrolment
from lms.trainings.models import PlanState
from tests.factories.cohorts import make_enrolment
from tests.factories.trainings import (
    make_ended,
    make_observation,
    make_pair,
    make_plan,
    make_running,
    make_training,
    meetings_of,
    plan_of,
    programme_of,
)


def of_trainings(cohort: Cohort, own: Enrolment) -> dict[str, Any]:
    """The participant's own training has ended; another pair asks for a go, a third is to be looked at."""
    pair = make_ended(cohort, own, make_enrolment(cohort))
    running = make_running(cohort)
    loose = make_pair(cohort, make_enrolment(cohort), make_enrolment(cohort))
    meeting = meetings_of(pair)[0]
    asking = make_plan(loose, state=PlanState.SUBMITTED)
    observation = make_observation(running, pair)
    return {
        "pair_id": pair.public_id,
        "trainings.pair_dissolve.pair_id": loose.public_id,
        "trainings.plan_id": plan_of(pair).public_id,
        "trainings.plan_decide.plan_id": asking.public_id,
        "trainings.meeting_id": meeting.public_id,
        "observation_id": observation.public_id,
        "training_id": make_training(cohort).public_id,
        "trainings.programme_id": programme_of(cohort).public_id,
        "trainings.moment": "einde",
    }
