"""What happens to papers: opening, handing in, judging, releasing, reopening."""

from __future__ import annotations

from lms.papers.operations.grading import (
    AlreadyFinalError,
    AssessmentConflictError,
    AssessmentIncompleteError,
    NotFinalisedError,
    NothingToReopenError,
    ReasonMissingError,
    finalise_assessment,
    judge_form,
    release_grades,
    reopen_grade,
    save_assessment,
)
from lms.papers.operations.handing_in import (
    AlreadyJudgedError,
    HandInClosedError,
    NotATrainerError,
    NotOpenYetError,
    SeatTakenError,
    TooCloseError,
    WindowOrderError,
    assign_assessor,
    change_assignment,
    hand_in_paper,
    open_assignment,
)

__all__ = [
    "AlreadyFinalError",
    "AlreadyJudgedError",
    "AssessmentConflictError",
    "AssessmentIncompleteError",
    "HandInClosedError",
    "NotATrainerError",
    "NotFinalisedError",
    "NotOpenYetError",
    "NothingToReopenError",
    "ReasonMissingError",
    "SeatTakenError",
    "TooCloseError",
    "WindowOrderError",
    "assign_assessor",
    "change_assignment",
    "finalise_assessment",
    "hand_in_paper",
    "judge_form",
    "open_assignment",
    "release_grades",
    "reopen_grade",
    "save_assessment",
]
