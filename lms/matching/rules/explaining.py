"""The account of a placing: what is broken and what that costs, and per person why this match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from lms.matching.models import RoundKind
from lms.matching.rules.barriers import Barriers
from lms.matching.rules.costs import Costs, is_met_by_host, is_met_by_person
from lms.matching.rules.problem import Candidate, Host, Placing, Problem, Visit, Wish
from lms.matching.rules.proposal import Broken, Reason, Why
from lms.matching.rules.weights import SoftRule


def broken_rules(problem: Problem, placing: Placing) -> tuple[Broken, ...]:
    """Every soft rule and wish that is not met, dearest first; their costs add up to the score."""
    costs = Costs(problem)
    if problem.kind is RoundKind.SHADOW_VISITS:
        found = [*_of_visits(costs, placing.visits), *_of_hosts(costs, placing.visits)]
    else:
        found = [broken for group in placing.groups for broken in broken_in_group(costs, group)]
    placed = placed_keys(placing)
    found += [
        broken for one in problem.candidates if one.key not in placed for broken in _of_wishes(costs, one.key)
    ]
    return tuple(sorted(found, key=lambda one: (-one.cost, one.rule, one.keys, one.hosts)))


def score_of(broken: Iterable[Broken]) -> int:
    """What everything that is broken costs together."""
    return sum(one.cost for one in broken)


def costs_by_rule(broken: Iterable[Broken]) -> Mapping[SoftRule, int]:
    """What each broken rule costs in all, to lay proposals side by side."""
    totals: Counter[SoftRule] = Counter()
    for one in broken:
        totals[one.rule] += one.cost
    return {rule: totals[rule] for rule in SoftRule if totals[rule]}


def placed_keys(placing: Placing) -> set[int]:
    """Everybody who has a place; a host's place is not one."""
    members = {key for group in placing.groups for key in group}
    return members | {visit.visitor for visit in placing.visits}


def broken_in_group(costs: Costs, keys: Sequence[int]) -> list[Broken]:
    """What is broken within one group or pair."""
    group = [costs.people[key] for key in sorted(keys) if key in costs.people]
    found = [
        Broken(rule=rule, keys=(first.key, second.key), cost=cost)
        for place, first in enumerate(group)
        for second in group[place + 1 :]
        for rule, cost in costs.of_two(first, second)
    ]
    if spread := costs.of_spread(group):
        found.append(Broken(rule=SoftRule.SPREAD, keys=tuple(one.key for one in group), cost=spread))
    for one in group:
        found += _of_wishes(costs, one.key, others=[other for other in group if other.key != one.key])
    return found


def _of_wishes(
    costs: Costs, key: int, *, others: Sequence[Candidate] = (), host: Host | None = None
) -> list[Broken]:
    weight = costs.weights[SoftRule.WISHES]
    passed = costs.passed_over(key, others, host) if weight else ()
    return [Broken(rule=SoftRule.WISHES, keys=(key,), cost=weight, wish=wish) for wish in passed]


def _of_visits(costs: Costs, visits: Sequence[Visit]) -> list[Broken]:
    found = []
    for visit in visits:
        visitor, host = costs.people.get(visit.visitor), costs.hosts.get(visit.host)
        if visitor is None or host is None:
            continue
        found += [
            Broken(rule=rule, keys=(visitor.key,), hosts=(host.key,), cost=cost)
            for rule, cost in costs.of_visit(visitor, host)
        ]
        found += _of_wishes(costs, visitor.key, host=host)
    return found + _of_swaps(costs, visits)


def _of_swaps(costs: Costs, visits: Sequence[Visit]) -> list[Broken]:
    weight = costs.weights[SoftRule.SWAPS]
    members = {
        (visit.visitor, costs.hosts[visit.host].member) for visit in visits if visit.host in costs.hosts
    }
    swaps = sorted(
        (visitor, member)
        for visitor, member in members
        if member is not None and visitor < member and (member, visitor) in members
    )
    return [Broken(rule=SoftRule.SWAPS, keys=swap, cost=weight) for swap in swaps if weight]


def _of_hosts(costs: Costs, visits: Sequence[Visit]) -> list[Broken]:
    found = [
        Broken(rule=SoftRule.FAIRNESS, keys=(), hosts=hosts, organisation=family, cost=cost)
        for family, hosts, cost in _excesses(costs, visits)
    ]
    visited = {visit.host for visit in visits}
    weight = costs.weights[SoftRule.HOSTING]
    found += [
        Broken(rule=SoftRule.HOSTING, keys=(host.member,), hosts=(host.key,), cost=weight)
        for host in costs.problem.hosts
        if weight and host.member is not None and not host.has_hosted and host.key not in visited
    ]
    return found


def _excesses(costs: Costs, visits: Sequence[Visit]) -> list[tuple[int, tuple[int, ...], int]]:
    hosting: dict[int, list[int]] = {}
    for visit in visits:
        if visit.host in costs.hosts:
            hosting.setdefault(costs.hosts[visit.host].family, []).append(visit.host)
    fair = fair_shares(costs.problem)
    weight = costs.weights[SoftRule.FAIRNESS]
    return [
        (family, tuple(sorted(set(hosts))), weight * (len(hosts) - fair[family]))
        for family, hosts in sorted(hosting.items())
        if weight and len(hosts) > fair[family]
    ]


def fair_shares(problem: Problem) -> dict[int, int]:
    """How many visitors each family can receive before it does more than its share; never less than one."""
    senders = Counter(one.family for one in problem.candidates)
    return {
        family: max(1, senders[family] - problem.balance.get(family, 0))
        for family in {host.family for host in problem.hosts}
    }


def whys(problem: Problem, placing: Placing) -> dict[int, tuple[Why, ...]]:
    """Per placed person why this is a good match, in keys only."""
    costs, barriers = Costs(problem), Barriers(problem)
    found = {
        key: tuple(_why_in_group(costs, barriers, key, group))
        for group in placing.groups
        for key in group
        if key in costs.people
    }
    found |= {
        visit.visitor: tuple(
            _why_visit(costs, barriers, costs.people[visit.visitor], costs.hosts[visit.host])
        )
        for visit in placing.visits
        if visit.visitor in costs.people and visit.host in costs.hosts
    }
    return dict(sorted(found.items()))


def _why_in_group(costs: Costs, barriers: Barriers, key: int, group: Sequence[int]) -> list[Why]:
    own = costs.people[key]
    others = [costs.people[other] for other in sorted(group) if other != key and other in costs.people]
    facts = (
        (Reason.PINNED, [one.key for one in others if barriers.is_pinned(key, one.key)]),
        (Reason.OTHER_ORGANISATION, [one.key for one in others if one.family != own.family]),
        (Reason.OTHER_DISCIPLINE, [one.key for one in others if _differ(one.discipline, own.discipline)]),
        (Reason.OTHER_ROLE, [one.key for one in others if _differ(one.role, own.role)]),
        (Reason.SHARED_GOAL, [one.key for one in others if one.goals & own.goals]),
        (Reason.NEW_PARTNER, [one.key for one in others if _is_new(costs, key, one.key)]),
    )
    found = [Why(reason=reason, keys=tuple(keys)) for reason, keys in facts if keys]
    return found + _why_wished(costs, key, lambda wish: any(is_met_by_person(wish, one) for one in others))


def _why_visit(costs: Costs, barriers: Barriers, visitor: Candidate, host: Host) -> list[Why]:
    facts = (
        (Reason.PINNED, barriers.is_pinned(visitor.key, host.key)),
        (Reason.OTHER_ORGANISATION, host.family != visitor.family),
        (Reason.NEW_ORGANISATION, bool(visitor.seen) and host.family not in visitor.seen),
        (Reason.OTHER_DISCIPLINE, _differ(visitor.discipline, host.discipline)),
        (Reason.OTHER_ROLE, _differ(visitor.role, host.role)),
        (Reason.SHARED_GOAL, bool(visitor.goals & host.themes)),
    )
    found = [Why(reason=reason, keys=(host.key,)) for reason, holds in facts if holds]
    return found + _why_wished(costs, visitor.key, lambda wish: is_met_by_host(wish, host))


def _why_wished(costs: Costs, key: int, is_met: Callable[[Wish], bool]) -> list[Why]:
    ranked = enumerate(costs.problem.wishes.get(key, ()), 1)
    return [Why(reason=Reason.WISH, wish=wish, rank=rank) for rank, wish in ranked if is_met(wish)][:1]


def _is_new(costs: Costs, first: int, second: int) -> bool:
    return bool(costs.problem.met) and not costs.times_met(first, second)


def _differ(first: int | None, second: int | None) -> bool:
    return first is not None and second is not None and first != second
