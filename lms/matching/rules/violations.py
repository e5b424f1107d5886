"""The hard rules that a placing made by hand breaks; what the matcher makes itself breaks none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from lms.matching.models import PinKind, RoundKind
from lms.matching.rules.barriers import Barriers
from lms.matching.rules.explaining import placed_keys
from lms.matching.rules.problem import Candidate, Host, Placing, Problem, Visit
from lms.matching.rules.proposal import HardRule, Violation
from lms.matching.rules.sizes import allowed_sizes


def violations_of(problem: Problem, placing: Placing) -> tuple[Violation, ...]:
    """Every hard rule that is broken; nothing here tells one private ground from another."""
    barriers = Barriers(problem)
    if problem.kind is RoundKind.SHADOW_VISITS:
        found = [*_structure_of_visits(barriers, placing.visits), *_hosts(barriers, placing.visits)]
    else:
        found = [*_structure_of_groups(problem, placing.groups), *_in_groups(barriers, placing.groups)]
    found += _unkept_pins(problem, placing)
    return tuple(sorted(set(found), key=lambda one: (one.rule, one.keys, one.hosts)))


def _structure_of_groups(problem: Problem, groups: Sequence[Sequence[int]]) -> Iterator[Violation]:
    known = {one.key for one in problem.candidates}
    times = Counter(key for group in groups for key in group)
    yield from (Violation(rule=HardRule.UNKNOWN, keys=(key,)) for key in times if key not in known)
    yield from (Violation(rule=HardRule.TWICE, keys=(key,)) for key, count in times.items() if count > 1)
    sizes = allowed_sizes(problem, len(times))
    yield from (
        Violation(rule=HardRule.SIZE, keys=tuple(sorted(group)))
        for group in groups
        if len(group) not in sizes
    )
    if problem.kind is RoundKind.TRAINING_PAIRS:
        trios = [group for group in groups if len(group) == 3]
        if len(trios) > 1:
            yield Violation(rule=HardRule.SIZE, keys=tuple(sorted(key for group in trios for key in group)))


def _in_groups(barriers: Barriers, groups: Sequence[Sequence[int]]) -> Iterator[Violation]:
    for group in groups:
        people = [barriers.people[key] for key in sorted(set(group)) if key in barriers.people]
        for first, second in combinations(people, 2):
            rule = barriers.between(first, second)
            if rule is HardRule.PRIVATE:
                yield Violation(rule=rule, keys=tuple(one.key for one in people))
            elif rule:
                yield Violation(rule=rule, keys=(first.key, second.key))


def _structure_of_visits(barriers: Barriers, visits: Sequence[Visit]) -> Iterator[Violation]:
    hosts = {host.key: host for host in barriers.problem.hosts}
    times = Counter(visit.visitor for visit in visits)
    yield from (Violation(rule=HardRule.TWICE, keys=(key,)) for key, count in times.items() if count > 1)
    for visit in visits:
        visitor, host = barriers.people.get(visit.visitor), hosts.get(visit.host)
        if visitor is None or host is None:
            yield Violation(rule=HardRule.UNKNOWN, keys=(visit.visitor,), hosts=(visit.host,))
        elif rule := _rule_of_visit(barriers, visitor, host, visit.date):
            yield Violation(rule=rule, keys=(visitor.key,), hosts=(host.key,))


def _rule_of_visit(barriers: Barriers, visitor: Candidate, host: Host, date: int | None) -> HardRule | None:
    if rule := barriers.to_host(visitor, host):
        return rule
    return None if date in barriers.days(visitor, host) else HardRule.DATES


def _hosts(barriers: Barriers, visits: Sequence[Visit]) -> Iterator[Violation]:
    days_out = {(visit.visitor, visit.date) for visit in visits if visit.date is not None}
    for host in barriers.problem.hosts:
        received = [visit for visit in visits if visit.host == host.key]
        keys = tuple(sorted(visit.visitor for visit in received))
        days = Counter(visit.date for visit in received if visit.date is not None)
        too_full = any(count > (host.dates or {}).get(day, 0) for day, count in days.items())
        if len(received) > seats_of(barriers.problem, host) or (too_full and host.dates is not None):
            yield Violation(rule=HardRule.SEATS, keys=keys, hosts=(host.key,))
        if host.member is not None and any((host.member, day) in days_out for day in days):
            yield Violation(rule=HardRule.BUSY, keys=(host.member,), hosts=(host.key,))


def _unkept_pins(problem: Problem, placing: Placing) -> Iterator[Violation]:
    """Pins that are not kept, by people who have a place; who has none is told so anyway."""
    is_visit = problem.kind is RoundKind.SHADOW_VISITS
    if is_visit:
        held = {(visit.visitor, visit.host, visit.date) for visit in placing.visits}
    else:
        held = {(first, second, None) for group in placing.groups for first in group for second in group}
    held |= {(first, second, None) for first, second, _ in held}
    placed = placed_keys(placing)
    for pin in problem.pins:
        is_placed = pin.first in placed or (not is_visit and pin.second in placed)
        if pin.kind is not PinKind.APART and is_placed and (pin.first, pin.second, pin.date) not in held:
            keys, hosts = ((pin.first,), (pin.second,)) if is_visit else ((pin.first, pin.second), ())
            yield Violation(rule=HardRule.TOGETHER, keys=keys, hosts=hosts)


def seats_of(problem: Problem, host: Host) -> int:
    """How many visitors a host can have: what the host offers, never more than the round allows."""
    return max(0, min(host.capacity, problem.visitors_per_host))
