"""Who may give a training together (DR-02, DR-03, DR-05), and which pair looks at which."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from lms.cohorts.models import ACTIVE, Enrolment

SMALLEST, LARGEST = 2, 3


class PairFault(StrEnum):
    """Why these people cannot give a training together."""

    NUMBER = "number"
    NOT_HERE = "not_here"
    NO_DISCIPLINE = "no_discipline"
    SAME_DISCIPLINE = "same_discipline"
    NO_TRIO = "no_trio"
    MANAGER = "manager"
    APART = "apart"


def pair_fault(
    members: Sequence[Enrolment],
    *,
    taking_part: int,
    other_trios: int,
    managers: Mapping[int, Collection[int]],
    apart: Collection[tuple[int, int]] = (),
) -> PairFault | None:
    """What keeps these people from being a pair; None when they may be one.

    `managers` holds by enrolment which other enrolments are line managers of that person, `apart`
    who is not put together now, for a reason that nobody is told or by chance.
    """
    if len({member.id for member in members}) != len(members) or not SMALLEST <= len(members) <= LARGEST:
        return PairFault.NUMBER
    if any(member.state not in ACTIVE for member in members):
        return PairFault.NOT_HERE
    if len(members) == LARGEST and (taking_part % 2 == 0 or other_trios):
        return PairFault.NO_TRIO
    disciplines = [member.discipline_id for member in members]
    if None in disciplines:
        return PairFault.NO_DISCIPLINE
    if len(set(disciplines)) < len(disciplines):
        return PairFault.SAME_DISCIPLINE
    numbers = {member.id for member in members}
    is_led = any(numbers & set(managers.get(number, ())) for number in numbers)
    if is_led:
        return PairFault.MANAGER
    return PairFault.APART if any({one, other} <= numbers for one, other in apart) else None


def ring_of_observers(
    pairs: Sequence[int], *, seen: Mapping[int, int], busy: Collection[int] = ()
) -> Mapping[int, int]:
    """By pair which other pair looks at it: each looks at the next, so that nobody looks twice or never.

    `seen` are observations that stand already, `busy` the pairs that have one to do.
    """
    observed = [pair for pair in pairs if pair not in seen]
    observers = [pair for pair in pairs if pair not in busy and pair not in seen.values()]
    found: dict[int, int] = {}
    for place, pair in enumerate(observed):
        turned = [*observers[place + 1 :], *observers[: place + 1]]
        free = [other for other in turned if other != pair and other not in found.values()]
        mutual = {other for other in free if found.get(other) == pair or seen.get(other) == pair}
        choice = next((other for other in free if other not in mutual), next(iter(free), None))
        if choice is not None:
            found[pair] = choice
    return found


def same_pairs(pairs: Sequence[set[int]], groups: Sequence[set[int]]) -> Mapping[int, int]:
    """By place of a pair the group that it becomes: those that share most first, each at most once."""
    shared = sorted(
        (-len(pair & group), place, number)
        for place, pair in enumerate(pairs)
        for number, group in enumerate(groups)
        if pair & group
    )
    found: dict[int, int] = {}
    for _count, place, number in shared:
        if place not in found and number not in found.values():
            found[place] = number
    return found
