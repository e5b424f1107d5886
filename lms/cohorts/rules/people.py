"""The make-up of a cohort, and what an enrolment may become."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lms.accounts.models import Person
from lms.cohorts.models import (
    BELONGING,
    Cohort,
    Enrolment,
    EnrolmentState,
)

LARGEST_COHORT = 60
"""More people than this are more than one cohort."""


@dataclass(frozen=True)
class Composition:
    """How a cohort is made up: municipal beside partner, by organisation and by discipline."""

    total: int
    target: int
    municipal: int
    partner: int
    per_organisation: Sequence[tuple[str, int]]
    per_discipline: Sequence[tuple[str, int]]

    @property
    def open_places(self) -> int:
        """How many people still fit in the target."""
        return max(0, self.target - self.total)

    @property
    def dominant(self) -> str | None:
        """The organisation that holds more than half of the cohort, which DR-06 warns about."""
        return next((name for name, count in self.per_organisation if count * 2 > self.total), None)


def composition(enrolments: Iterable[Enrolment], *, target: int = 14) -> Composition:
    """The make-up of everybody who belongs to a cohort; who stopped or postponed is not counted."""
    people = [enrolment for enrolment in enrolments if enrolment.state in BELONGING]
    municipal = sum(enrolment.organisation.kind.is_municipal for enrolment in people)
    return Composition(
        total=len(people),
        target=target,
        municipal=municipal,
        partner=len(people) - municipal,
        per_organisation=_counted(enrolment.organisation.name for enrolment in people),
        per_discipline=_counted(enrolment.discipline.name for enrolment in people if enrolment.discipline),
    )


def by_name(enrolments: Iterable[Enrolment]) -> Sequence[Enrolment]:
    """In order of family name, without regard to case or prefix."""
    return sorted(enrolments, key=lambda row: (row.person.sort_name, row.id))


def size_of(enrolments: Iterable[Enrolment]) -> int:
    """How many people are invited or take part."""
    return sum(enrolment.state in BELONGING for enrolment in enrolments)


def _counted(names: Iterable[str]) -> Sequence[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))


_NEXT: Mapping[EnrolmentState, frozenset[EnrolmentState]] = {
    EnrolmentState.INVITED: frozenset(
        {EnrolmentState.IN_TRAINING, EnrolmentState.STOPPED, EnrolmentState.POSTPONED}
    ),
    EnrolmentState.IN_TRAINING: frozenset(
        {
            EnrolmentState.PASSED,
            EnrolmentState.RESIT,
            EnrolmentState.FAILED,
            EnrolmentState.STOPPED,
            EnrolmentState.POSTPONED,
        }
    ),
    EnrolmentState.RESIT: frozenset(
        {EnrolmentState.PASSED, EnrolmentState.FAILED, EnrolmentState.STOPPED, EnrolmentState.POSTPONED}
    ),
    EnrolmentState.PASSED: frozenset({EnrolmentState.IN_TRAINING}),
    EnrolmentState.FAILED: frozenset({EnrolmentState.RESIT, EnrolmentState.IN_TRAINING}),
    EnrolmentState.STOPPED: frozenset({EnrolmentState.IN_TRAINING}),
    EnrolmentState.POSTPONED: frozenset({EnrolmentState.IN_TRAINING, EnrolmentState.STOPPED}),
}
_WITHOUT_REASON = frozenset(
    {
        (EnrolmentState.INVITED, EnrolmentState.IN_TRAINING),
        (EnrolmentState.IN_TRAINING, EnrolmentState.PASSED),
        (EnrolmentState.RESIT, EnrolmentState.PASSED),
    }
)


def may_become(state: EnrolmentState, to_state: EnrolmentState) -> bool:
    """Whether an enrolment in this state can go to that one."""
    return to_state in _NEXT[state]


def states_by_hand(state: EnrolmentState) -> Sequence[EnrolmentState]:
    """What a person may choose next; passing only ever follows from a certificate."""
    return [
        to_state
        for to_state in EnrolmentState
        if to_state in _NEXT[state] and EnrolmentState.PASSED not in (state, to_state)
    ]


def needs_reason(state: EnrolmentState, to_state: EnrolmentState) -> bool:
    """Whether this change of state asks for a written reason."""
    return (state, to_state) not in _WITHOUT_REASON


def starts_again(state: EnrolmentState, to_state: EnrolmentState) -> bool:
    """Whether this change is the moment from which somebody takes part."""
    waiting = (EnrolmentState.INVITED, EnrolmentState.STOPPED, EnrolmentState.POSTPONED)
    return to_state is EnrolmentState.IN_TRAINING and state in waiting


@dataclass(frozen=True)
class CohortTrainer:
    """Somebody who teaches a cohort."""

    cohort: Cohort
    person: Person
