"""Pins that cannot all hold: with each other, with the sizes of groups, or with a hard rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from lms.matching.models import PinKind, RoundKind
from lms.matching.rules.barriers import Barriers
from lms.matching.rules.problem import Host, Pin, Problem
from lms.matching.rules.proposal import Contradiction, HardRule
from lms.matching.rules.sizes import planned_sizes
from lms.matching.rules.violations import seats_of


def contradictions(problem: Problem) -> tuple[Contradiction, ...]:
    """Every knot in the pins of a round, with the pins that make it."""
    known = {one.key for one in problem.candidates}
    seconds = {host.key for host in problem.hosts} if problem.kind is RoundKind.SHADOW_VISITS else known
    unknown = [pin for pin in problem.pins if pin.first not in known or pin.second not in seconds]
    unknown += [pin for pin in problem.pins if pin.first == pin.second and seconds is known]
    found = [Contradiction(rule=HardRule.UNKNOWN, pins=(pin,)) for pin in unknown]
    sound = replace(problem, pins=tuple(pin for pin in problem.pins if pin not in unknown))
    if problem.kind is RoundKind.SHADOW_VISITS:
        found += _in_visits(sound)
    else:
        found += _in_groups(sound)
    return tuple(found)


def without_contradictions(problem: Problem) -> tuple[Problem, tuple[Contradiction, ...]]:
    """The round without the pins that cannot hold, and what was wrong with them."""
    found = contradictions(problem)
    knotted = [pin for one in found for pin in one.pins]
    return replace(problem, pins=tuple(pin for pin in problem.pins if pin not in knotted)), found


def bonds(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """Everybody whom pins hold together, in sets of two or more."""
    parent: dict[int, int] = {}
    for pin in problem.pins:
        if pin.kind is not PinKind.APART:
            parent[_root(parent, pin.first)] = _root(parent, pin.second)
    sets: dict[int, list[int]] = {}
    for key in sorted(parent):
        sets.setdefault(_root(parent, key), []).append(key)
    return tuple(sorted(tuple(keys) for keys in sets.values() if len(keys) > 1))


def _root(parent: dict[int, int], key: int) -> int:
    while parent.setdefault(key, key) != key:
        key = parent[key]
    return key


def _in_groups(problem: Problem) -> Iterator[Contradiction]:
    barriers, sizes = Barriers(problem), planned_sizes(problem, len(problem.candidates))
    bound = bonds(problem)
    for keys in bound:
        pins = _within(problem, keys)
        if len(keys) > max(sizes, default=0):
            yield Contradiction(rule=HardRule.SIZE, pins=pins)
        people = [barriers.people[key] for key in keys]
        rules = {barriers.between(first, second) for first, second in combinations(people, 2)}
        yield from (Contradiction(rule=rule, pins=pins) for rule in sorted(rule for rule in rules if rule))
    fitting = [keys for keys in bound if len(keys) <= max(sizes, default=0)]
    if fitting and not _fit([len(keys) for keys in fitting], list(sizes)):
        yield Contradiction(
            rule=HardRule.SIZE, pins=_within(problem, [key for keys in fitting for key in keys])
        )


def _within(problem: Problem, keys: Sequence[int]) -> tuple[Pin, ...]:
    return tuple(pin for pin in problem.pins if pin.first in keys and pin.second in keys)


def _fit(parts: Sequence[int], room: list[int]) -> bool:
    """Whether sets of these sizes can be laid in groups of these sizes, largest first."""
    if not parts:
        return True
    first, *rest = sorted(parts, reverse=True)
    for size in sorted(set(room)):
        if size >= first:
            left = room.copy()
            left.remove(size)
            if _fit(rest, [*left, size - first]):
                return True
    return False


def _in_visits(problem: Problem) -> Iterator[Contradiction]:
    barriers = Barriers(problem)
    hosts = {host.key: host for host in problem.hosts}
    fixed = [pin for pin in problem.pins if pin.kind is not PinKind.APART]
    for pin in fixed:
        visitor, host = barriers.people[pin.first], hosts[pin.second]
        rule = barriers.to_host(visitor, host)
        if rule is HardRule.APART:
            pins = tuple(one for one in problem.pins if (one.first, one.second) == (pin.first, pin.second))
            yield Contradiction(rule=rule, pins=pins)
        elif rule:
            yield Contradiction(rule=rule, pins=(pin,))
        elif pin.date is not None and pin.date not in barriers.days(visitor, host):
            yield Contradiction(rule=HardRule.DATES, pins=(pin,))
    yield from _knots(HardRule.TWICE, _by(fixed, lambda pin: pin.first), lambda key: 1)
    seats = {key: seats_of(problem, host) for key, host in hosts.items()}
    yield from _knots(HardRule.SEATS, _by(fixed, lambda pin: pin.second), seats.__getitem__)
    yield from _on_one_day(hosts, [pin for pin in fixed if pin.date is not None])


def _on_one_day(hosts: Mapping[int, Host], dated: Sequence[Pin]) -> Iterator[Contradiction]:
    """Two visits where a day has one place, or a host who is away visiting that day."""
    for first, second in combinations(dated, 2):
        if first.date != second.date:
            continue
        places = (hosts[first.second].dates or {}).get(first.date or 0, 1)
        if first.second == second.second and places < 2:
            yield Contradiction(rule=HardRule.SEATS, pins=(first, second))
        if second.first == hosts[first.second].member or first.first == hosts[second.second].member:
            yield Contradiction(rule=HardRule.BUSY, pins=(first, second))


def _by(pins: Iterable[Pin], key_of: Callable[[Pin], int]) -> dict[int, list[Pin]]:
    found: dict[int, list[Pin]] = {}
    for pin in pins:
        found.setdefault(key_of(pin), []).append(pin)
    return found


def _knots(rule: HardRule, pins: dict[int, list[Pin]], most: Callable[[int], int]) -> Iterator[Contradiction]:
    for key, held in sorted(pins.items()):
        if len({(pin.first, pin.second) for pin in held}) > most(key):
            yield Contradiction(rule=rule, pins=tuple(held))
