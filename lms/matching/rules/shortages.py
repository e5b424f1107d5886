"""Why seats run out: the visitors who together can only go to too few places (DR-06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lms.matching.rules.barriers import Barriers
from lms.matching.rules.problem import Problem
from lms.matching.rules.proposal import HardRule, Shortage
from lms.matching.rules.violations import seats_of


def shortage_in(problem: Problem) -> Shortage | None:
    """Visitors with too few places between them, by public rules alone, without days and private grounds."""
    barriers = Barriers(problem)
    hosts = sorted(problem.hosts, key=lambda one: one.key)
    seats = {host.key: seats_of(problem, host) for host in hosts}
    reach = {
        visitor.key: [
            host.key
            for host in hosts
            if barriers.to_host(visitor, host) in (None, HardRule.PRIVATE) and seats[host.key]
        ]
        for visitor in sorted(problem.candidates, key=lambda one: one.key)
    }
    received: dict[int, list[int]] = {host.key: [] for host in hosts}
    left = [key for key in reach if not _seat(key, reach, seats, received, set())]
    if not left:
        return None
    visitors, reached = _stuck(left, reach, received)
    return Shortage(
        visitors=tuple(sorted(visitors)),
        hosts=tuple(sorted(reached)),
        seats=sum(seats[key] for key in reached),
    )


def _seat(
    key: int,
    reach: Mapping[int, Sequence[int]],
    seats: Mapping[int, int],
    received: dict[int, list[int]],
    tried: set[int],
) -> bool:
    """Give somebody a seat, asking others to move when there is none free."""
    for host in reach[key]:
        if host in tried:
            continue
        tried.add(host)
        if len(received[host]) < seats[host]:
            received[host].append(key)
            return True
        for sitting in received[host]:
            if _seat(sitting, reach, seats, received, tried):
                received[host].remove(sitting)
                received[host].append(key)
                return True
    return False


def _stuck(
    left: Sequence[int], reach: Mapping[int, Sequence[int]], received: Mapping[int, Sequence[int]]
) -> tuple[set[int], set[int]]:
    visitors, hosts, queue = set(left), set[int](), list(left)
    while queue:
        for host in reach[queue.pop()]:
            if host not in hosts:
                hosts.add(host)
                fresh = set(received[host]) - visitors
                visitors |= fresh
                queue += sorted(fresh)
    return visitors, hosts
