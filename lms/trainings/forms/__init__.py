"""What people fill in about trainings; fields become plain values here."""

from __future__ import annotations

from lms.trainings.forms import labels
from lms.trainings.forms.catalogue import ClientTrainingForm, RetireForm
from lms.trainings.forms.plans import DecisionForm, DeclarationForm, MeetingForm, MoveForm, PlanForm
from lms.trainings.forms.results import (
    FINISH,
    HAND_IN,
    EvaluationForm,
    FeedbackCountForm,
    FeedbackOpenForm,
    LogForm,
    ObservationForm,
    OutcomeForm,
    OwnPartForm,
    ScreenForm,
    feedback_count_form,
    outcome_form,
)
from lms.trainings.forms.staff import JoinForm, PairForm

__all__ = [
    "FINISH",
    "HAND_IN",
    "ClientTrainingForm",
    "DecisionForm",
    "DeclarationForm",
    "EvaluationForm",
    "FeedbackCountForm",
    "FeedbackOpenForm",
    "JoinForm",
    "LogForm",
    "MeetingForm",
    "MoveForm",
    "ObservationForm",
    "OutcomeForm",
    "OwnPartForm",
    "PairForm",
    "PlanForm",
    "RetireForm",
    "ScreenForm",
    "feedback_count_form",
    "labels",
    "outcome_form",
]
