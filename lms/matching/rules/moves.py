"""Moving one person by hand, and what of it would change for others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.matching.models import RoundKind
from lms.matching.rules.problem import Placing, Problem, Visit


class MoveKind(StrEnum):
    """Where somebody can go."""

    TO_GROUP = "to_group"
    SWAP = "swap"
    NEW_GROUP = "new_group"
    TO_HOST = "to_host"
    OUT = "out"


class ImpossibleMoveError(ValueError):
    """There is no such person, group or host in this arrangement."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """One person to a group (by its place), in exchange with somebody, to a host, to a new group, or out."""

    key: int
    kind: MoveKind
    target: int | None = None
    date: int | None = None


def moved(problem: Problem, placing: Placing, move: Move) -> Placing:
    """The arrangement after the move; a group that nobody is left in disappears."""
    if move.key not in {one.key for one in problem.candidates}:
        raise ImpossibleMoveError
    if problem.kind is RoundKind.SHADOW_VISITS:
        return Placing(visits=tuple(_visits_after(problem, placing, move)))
    return Placing(groups=tuple(tuple(group) for group in _groups_after(placing, move) if group))


def _groups_after(placing: Placing, move: Move) -> list[list[int]]:
    groups = [list(group) for group in placing.groups]
    if move.kind is MoveKind.SWAP:
        return _swapped(groups, move)
    rest = [[key for key in group if key != move.key] for group in groups]
    if move.kind is MoveKind.TO_GROUP and move.target is not None and 0 <= move.target < len(rest):
        rest[move.target].append(move.key)
    elif move.kind is MoveKind.NEW_GROUP:
        rest.append([move.key])
    elif move.kind is not MoveKind.OUT:
        raise ImpossibleMoveError
    return rest


def _swapped(groups: Sequence[Sequence[int]], move: Move) -> list[list[int]]:
    placed = {key for group in groups for key in group}
    if move.target is None or not {move.key, move.target} <= placed:
        raise ImpossibleMoveError
    other = {move.key: move.target, move.target: move.key}
    return [[other.get(key, key) for key in group] for group in groups]


def _visits_after(problem: Problem, placing: Placing, move: Move) -> list[Visit]:
    rest = [visit for visit in placing.visits if visit.visitor != move.key]
    if move.kind is MoveKind.OUT:
        return rest
    if move.kind is MoveKind.TO_HOST and move.target in {host.key for host in problem.hosts}:
        return sorted(
            [*rest, Visit(visitor=move.key, host=move.target, date=move.date)], key=lambda one: one.visitor
        )
    own = next((visit for visit in placing.visits if visit.visitor == move.key), None)
    theirs = next((visit for visit in rest if visit.visitor == move.target), None)
    if move.kind is not MoveKind.SWAP or own is None or theirs is None:
        raise ImpossibleMoveError
    rest = [visit for visit in rest if visit != theirs]
    exchanged = [
        Visit(visitor=move.key, host=theirs.host, date=theirs.date),
        Visit(visitor=theirs.visitor, host=own.host, date=own.date),
    ]
    return sorted([*rest, *exchanged], key=lambda one: one.visitor)


def possible_moves(problem: Problem, placing: Placing, key: int) -> list[Move]:
    """Everywhere that somebody could go from here, whatever it costs."""
    if problem.kind is RoundKind.SHADOW_VISITS:
        return _possible_visits(problem, placing, key)
    here = place_of(placing, key)
    to_groups = [
        Move(key=key, kind=MoveKind.TO_GROUP, target=place)
        for place in range(len(placing.groups))
        if place != here
    ]
    swaps = [
        Move(key=key, kind=MoveKind.SWAP, target=other)
        for place, group in enumerate(placing.groups)
        for other in group
        if here is not None and place != here
    ]
    alone = here is not None and len(placing.groups[here]) == 1
    others = [] if alone else [Move(key=key, kind=MoveKind.NEW_GROUP)]
    return [*to_groups, *swaps, *others, *([] if here is None else [Move(key=key, kind=MoveKind.OUT)])]


def _possible_visits(problem: Problem, placing: Placing, key: int) -> list[Move]:
    own = next((visit for visit in placing.visits if visit.visitor == key), None)
    to_hosts = [
        Move(key=key, kind=MoveKind.TO_HOST, target=host.key, date=day)
        for host in problem.hosts
        for day in (sorted(host.dates) if host.dates is not None else [None])
        if own is None or (own.host, own.date) != (host.key, day)
    ]
    swaps = [
        Move(key=key, kind=MoveKind.SWAP, target=visit.visitor)
        for visit in placing.visits
        if own is not None and visit.visitor != key and visit.host != own.host
    ]
    return [*to_hosts, *swaps, *([] if own is None else [Move(key=key, kind=MoveKind.OUT)])]


def place_of(placing: Placing, key: int) -> int | None:
    """In which group somebody is, by its place; nowhere is none."""
    return next((place for place, group in enumerate(placing.groups) if key in group), None)


def companions(placing: Placing, hosts: Mapping[int, int | None]) -> dict[int, frozenset[object]]:
    """With whom everybody is: what differs between two arrangements is what people must hear of."""
    found: dict[int, set[object]] = {}
    for group in placing.groups:
        for key in group:
            found.setdefault(key, set()).update(other for other in group if other != key)
    for visit in placing.visits:
        found.setdefault(visit.visitor, set()).add(("to", visit.host, visit.date))
        member = hosts.get(visit.host)
        if member is not None:
            found.setdefault(member, set()).add(("from", visit.visitor, visit.date))
    return {key: frozenset(others) for key, others in found.items()}


def changed_people(before: Placing, after: Placing, hosts: Mapping[int, int | None]) -> frozenset[int]:
    """Who is with other people than before, or on another day."""
    old, new = companions(before, hosts), companions(after, hosts)
    return frozenset(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))


def in_order(groups: Iterable[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Groups without regard to the order in which they or their people are named."""
    return tuple(sorted(tuple(sorted(group)) for group in groups))


def aligned(before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> list[list[int]]:
    """The groups of after, each at the place of the group of before with which it shares most people."""
    left = [list(group) for group in after]
    found: list[list[int]] = []
    for group in before:
        nearest = max(left, key=lambda one: len(set(one) & set(group)), default=None)
        if nearest is not None and set(nearest) & set(group):
            left.remove(nearest)
            found.append(nearest)
    return [*found, *left]
