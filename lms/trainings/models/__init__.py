"""Client trainings: the catalogue, the pairs that give them, their plans, and what came of them."""

from __future__ import annotations

from lms.trainings.models.catalogue import ClientTraining, OutcomeCategory, TrainingEdition
from lms.trainings.models.pairs import Moment, PairMember, TrainingPair
from lms.trainings.models.plans import MeetingPart, PlanState, TrainingMeeting, TrainingPlan
from lms.trainings.models.results import (
    Behaviour,
    Evaluation,
    FeedbackTally,
    GroupFeedback,
    MeetingLog,
    OutcomeCount,
    OutcomeMeasurement,
    ScaleQuestion,
    TrainingObservation,
)
from lms.trainings.models.sums import OutcomeSum

__all__ = [
    "Behaviour",
    "ClientTraining",
    "Evaluation",
    "FeedbackTally",
    "GroupFeedback",
    "MeetingLog",
    "MeetingPart",
    "Moment",
    "OutcomeCategory",
    "OutcomeCount",
    "OutcomeMeasurement",
    "OutcomeSum",
    "PairMember",
    "PlanState",
    "ScaleQuestion",
    "TrainingEdition",
    "TrainingMeeting",
    "TrainingObservation",
    "TrainingPair",
    "TrainingPlan",
]
