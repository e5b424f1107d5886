"""Why something about a training is refused; the words stand in the manifest or beside the field."""

from __future__ import annotations

from collections.abc import Sequence

from lms.core.errors import DomainError
from lms.trainings.rules import Gap, OutcomeFault, PairFault


class TrainingNameTakenError(DomainError):
    """The programme has a training of this name."""

    status = 422


class NoSuchTrainingError(DomainError):
    """This training does not belong to the programme, or cannot be chosen any more."""

    status = 422


class PairUnfitError(DomainError):
    """These people cannot give a training together; carries why."""

    status = 422

    def __init__(self, fault: PairFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class AlreadyPairedError(DomainError):
    """Somebody of them is in a pair already."""


class PairDissolvedError(DomainError):
    """The pair is no pair any more."""


class TrainingBegunError(DomainError):
    """After a go a pair is not taken apart."""


class PlanFixedError(DomainError):
    """The plan waits for the trainer or was approved; it does not change now."""


class PlanIncompleteError(DomainError):
    """The plan misses something; carries what."""

    status = 422

    def __init__(self, gaps: Sequence[Gap]) -> None:
        super().__init__("incomplete")
        self.gaps = gaps


class PlanNotWaitingError(DomainError):
    """Somebody was first: the plan no longer waits for a go."""


class RemarkTooShortError(DomainError):
    """A no-go tells what is still missing."""

    status = 422


class PastMidnightError(DomainError):
    """A meeting ends on the day on which it begins."""

    status = 422


class TooManyMinutesError(DomainError):
    """The parts take longer than the meeting."""

    status = 422


class NotAPartnerError(DomainError):
    """Who leads a part is in the pair."""

    status = 422


class NotRunningError(DomainError):
    """There is no go yet."""


class MeetingLoggedError(DomainError):
    """What is in the log is not moved any more."""


class NotHeldYetError(DomainError):
    """The log is of meetings that were held."""

    status = 422


class TooManyPresentError(DomainError):
    """More people came than were in the group."""

    status = 422


class QuotedError(DomainError):
    """An example of an observation has no quotes in it."""

    status = 422


class ObservedAlreadyError(DomainError):
    """An observation is done once."""


class NoObserverError(DomainError):
    """There is no running pair left to look at another."""


class FeedbackClosedError(DomainError):
    """The group has answered."""


class FeedbackOnScreenError(DomainError):
    """The group answers on the shared screen; its pair does not add counts of its own."""


class FeedbackGoneError(DomainError):
    """The link of the shared screen does not work any more."""

    status = 410


class FeedbackFullError(DomainError):
    """As many forms were filled in as there are group members."""


class NotEndedError(DomainError):
    """Not every meeting is in the log."""


class EvaluatedAlreadyError(DomainError):
    """A finished evaluation no longer changes."""


class EvaluationTooEarlyError(DomainError):
    """An evaluation is finished once the group has answered and something is written."""

    status = 422


class OutcomesWrongError(DomainError):
    """The counts cannot be of this group; carries why."""

    status = 422

    def __init__(self, fault: OutcomeFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class MeasuredOnError(DomainError):
    """The measuring day does not belong to this moment, or is still to come."""

    status = 422


class NoEndCountError(DomainError):
    """What came of it later is compared with the end, which was not counted."""


class DenominatorFixedError(DomainError):
    """Later counts are of as many people as those of the end."""

    status = 422


class NotEvaluatedError(DomainError):
    """The own part follows on the evaluation and the outcomes of the end."""


class NoRequirementError(DomainError):
    """The programme of this cohort asks no evidence of a training."""
