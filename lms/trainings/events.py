"""What happens to client trainings: ids and counts; never a text, nor anything of a group member."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms.core.events import Event
from lms.trainings.models import Moment


@dataclass(frozen=True, kw_only=True)
class ClientTrainingAdded(Event):
    """A programme has another training that pairs can give."""

    client_training_id: UUID


@dataclass(frozen=True, kw_only=True)
class ClientTrainingRevised(Event):
    """A training is described anew; what runs keeps the description with which it began."""

    client_training_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class ClientTrainingRetired(Event):
    """A training can no longer be chosen, or can be again."""

    client_training_id: UUID
    is_retired: bool


@dataclass(frozen=True, kw_only=True)
class PairFormed(Event):
    """Participants will give a training together."""

    cohort_id: UUID
    pair_id: UUID
    size: int


@dataclass(frozen=True, kw_only=True)
class PartnerJoined(Event):
    """Somebody joined a pair."""

    pair_id: UUID
    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class PartnerLeft(Event):
    """Somebody is no longer in a pair, perhaps for another one; what was written and handed in stays."""

    pair_id: UUID
    enrolment_id: UUID
    has_begun: bool
    is_moved: bool = False


@dataclass(frozen=True, kw_only=True)
class PairDissolved(Event):
    """A pair is no pair any more, taken apart by staff or because nobody is left in it."""

    cohort_id: UUID
    pair_id: UUID
    is_empty: bool = False


@dataclass(frozen=True, kw_only=True)
class GroupDeclaredUnknown(Event):
    """A partner declared that no group member is in the own caseload (DR-45)."""

    pair_id: UUID
    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanSubmitted(Event):
    """A pair asks its trainer for a go."""

    pair_id: UUID
    plan_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanDecided(Event):
    """A trainer gave a go, or a no-go; why stays with the plan."""

    pair_id: UUID
    plan_id: UUID
    is_go: bool


@dataclass(frozen=True, kw_only=True)
class TrainingMeetingMoved(Event):
    """A meeting with a group got another day or time."""

    pair_id: UUID
    meeting_id: UUID


@dataclass(frozen=True, kw_only=True)
class TrainingMeetingLogged(Event):
    """A pair wrote down how a meeting went or that it did not take place, or corrected that."""

    pair_id: UUID
    meeting_id: UUID
    is_correction: bool
    is_cancellation: bool = False


@dataclass(frozen=True, kw_only=True)
class ObservationAssigned(Event):
    """A pair will look at a meeting of another pair."""

    pair_id: UUID
    observer_pair_id: UUID
    observation_id: UUID


@dataclass(frozen=True, kw_only=True)
class ObservationDone(Event):
    """A pair looked at a meeting of another pair."""

    pair_id: UUID
    observation_id: UUID


@dataclass(frozen=True, kw_only=True)
class FeedbackOpened(Event):
    """A group may answer on one shared screen; its single answers announce nothing."""

    pair_id: UUID
    limit: int


@dataclass(frozen=True, kw_only=True)
class FeedbackClosed(Event):
    """A group has answered, or its pair counted the answers."""

    pair_id: UUID
    filled: int


@dataclass(frozen=True, kw_only=True)
class TrainingEvaluated(Event):
    """A pair finished its evaluation."""

    pair_id: UUID


@dataclass(frozen=True, kw_only=True)
class OutcomesCounted(Event):
    """A pair counted what its training brought about, or corrected that."""

    pair_id: UUID
    moment: Moment
    is_correction: bool


@dataclass(frozen=True, kw_only=True)
class OwnPartHandedIn(Event):
    """A partner handed in the own part as evidence."""

    pair_id: UUID
    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class FollowUpReminded(Event):
    """A pair was reminded to count the outcomes once more."""

    pair_id: UUID
    moment: Moment
