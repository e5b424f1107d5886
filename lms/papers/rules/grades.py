"""Arithmetic of judgements: levels become a grade, a grade and its conditions an outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lms.papers.models import Outcome
from lms.programmes.models import Level

TENTH = Decimal("0.1")
PASS = Decimal("5.5")


@dataclass(frozen=True)
class Choice:
    """A criterion's weight and whether it is a knock-out, with the level that was chosen, if any."""

    weight: int
    is_must_pass: bool
    level: Level | None


def half_up(value: Decimal) -> Decimal:
    """One decimal; exactly half goes up: 5,45 becomes 5,5 (DR-30)."""
    return value.quantize(TENTH, rounding=ROUND_HALF_UP)


def provisional_grade(choices: Iterable[Choice]) -> Decimal | None:
    """The weighted grade over the criteria chosen so far; None before the first choice.

    Computed in whole tenths, so that no intermediate rounding can lift or lower it.
    """
    chosen = [(c.weight, c.level.points) for c in choices if c.level is not None and c.weight > 0]
    weight = sum(w for w, _ in chosen)
    if weight == 0:
        return None
    points = sum(w * p for w, p in chosen)
    return Decimal((20 * points + weight) // (2 * weight)) / 10


def is_complete(choices: Sequence[Choice]) -> bool:
    """Whether every criterion has a level."""
    return bool(choices) and all(c.level is not None for c in choices)


def is_knocked_out(choice: Choice) -> bool:
    """Whether a criterion that must be sufficient is not."""
    return choice.is_must_pass and choice.level is Level.INSUFFICIENT


@dataclass(frozen=True)
class Judgement:
    """What a finished form means: a grade unless the paper goes back, and the outcome."""

    grade: Decimal | None
    outcome: Outcome


def goes_back(*, has_unmet: bool, was_returned: bool) -> bool:
    """A paper that misses an entry condition goes back ungraded, but only once."""
    return has_unmet and not was_returned


def judge(choices: Sequence[Choice], *, has_unmet: bool, was_returned: bool) -> Judgement:
    """Passed is a grade of 5,5 or more, no knock-out on insufficient, and all entry conditions met."""
    if goes_back(has_unmet=has_unmet, was_returned=was_returned):
        return Judgement(None, Outcome.RETURNED)
    grade = provisional_grade(choices)
    passed = (
        grade is not None
        and is_complete(choices)
        and grade >= PASS
        and not has_unmet
        and not any(is_knocked_out(c) for c in choices)
    )
    return Judgement(grade, Outcome.PASSED if passed else Outcome.FAILED)
