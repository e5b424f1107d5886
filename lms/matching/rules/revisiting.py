"""Visits after a visitor or host left: solved anew with a price on every visit that changes."""

from __future__ import annotations

from lms.matching.rules.costs import Costs
from lms.matching.rules.market import Market
from lms.matching.rules.pricing import best
from lms.matching.rules.problem import Placing, Problem, Visit
from lms.matching.rules.violations import seats_of, violations_of

OPTIONS = 4
FEW_OPTIONS = 2
MANY = 100
TAKERS = 2


def visits_without(problem: Problem, placing: Placing) -> list[Placing]:
    """Ways to go on: fewest without a place, then fewest visits that change, then the least cost."""
    hosts = {host.key for host in problem.hosts}
    people = {one.key for one in problem.candidates}
    kept = tuple(visit for visit in placing.visits if visit.visitor in people and visit.host in hosts)
    orphans = {visit.visitor for visit in placing.visits if visit.visitor in people} - {
        visit.visitor for visit in kept
    }
    if not orphans:
        return [Placing(visits=kept), *_takers(problem, kept)]
    return _placed_again(problem, kept, orphans)


def _placed_again(problem: Problem, kept: tuple[Visit, ...], orphans: set[int]) -> list[Placing]:
    market = Market(problem)
    market.hold(kept, orphans)
    found: list[Placing] = []
    for _ in range(OPTIONS if len(problem.candidates) <= MANY else FEW_OPTIONS):
        answer, columns = best(market)
        visits = market.chosen(answer, columns)
        found.append(Placing(visits=tuple(visits)))
        placed = [visit for visit in visits if visit.visitor in orphans]
        if not placed:
            break
        market.bar(placed)
    return found


def _takers(problem: Problem, kept: tuple[Visit, ...]) -> list[Placing]:
    """A seat came free: the few who would gain most by moving to it, for nobody has to."""
    costs = Costs(problem)
    received = [visit.host for visit in kept]
    free = [host for host in problem.hosts if received.count(host.key) < seats_of(problem, host)]
    gains = []
    for visit in kept:
        visitor, now = costs.people[visit.visitor], costs.hosts[visit.host]
        for host in free:
            gain = costs.price(visitor, now) - costs.price(visitor, host)
            if gain > 0:
                gains.append((-gain, visit.visitor, host.key))
    found = []
    for _, key, place in sorted(gains)[: 4 * TAKERS]:
        rest = [visit for visit in kept if visit.visitor != key]
        dates = costs.hosts[place].dates
        days = [None] if dates is None else sorted(dates)
        options = [Placing(visits=(*rest, Visit(visitor=key, host=place, date=day))) for day in days]
        found += [option for option in options if not violations_of(problem, option)][:1]
    return found[:TAKERS]
