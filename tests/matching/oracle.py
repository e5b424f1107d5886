"""A second opinion in the simplest words: what is allowed, and the best of all arrangements of a few."""

import random
from collections.abc import Iterator, Sequence
from itertools import product

from lms.matching.models import PinKind, RoundKind
from lms.matching.rules.explaining import broken_rules, score_of
from lms.matching.rules.problem import Candidate, Placing, Problem, Visit
from lms.matching.rules.sizes import planned_sizes

Score = tuple[int, int]


def is_kept_apart(problem: Problem, first: Candidate, second: Candidate) -> bool:
    """Whether a hard rule stands between two people in one group or pair."""
    both = {(first.key, second.key), (second.key, first.key)}
    if first.key in second.managers or second.key in first.managers or both & problem.vetoes:
        return True
    if any(pin.kind is PinKind.APART and (pin.first, pin.second) in both for pin in problem.pins):
        return True
    if problem.kind is RoundKind.INTERVISION_GROUPS:
        return False
    is_pinned = any(pin.kind is PinKind.TOGETHER and (pin.first, pin.second) in both for pin in problem.pins)
    has_met = any(problem.met.get(two) for two in both)
    return first.discipline == second.discipline or (has_met and not is_pinned)


def faults_of(problem: Problem, placing: Placing) -> list[str]:
    """Every hard rule that an arrangement breaks, in words."""
    if problem.kind is RoundKind.SHADOW_VISITS:
        return [fault for visit in placing.visits for fault in faults_of_visit(problem, placing, visit)]
    people = {one.key: one for one in problem.candidates}
    placed = [key for group in placing.groups for key in group]
    faults = ["twice"] if len(placed) != len(set(placed)) else []
    wanted = sorted(planned_sizes(problem, len(placed)))
    faults += ["size"] if sorted(len(group) for group in placing.groups) != wanted else []
    return faults + [
        f"{first} with {second}"
        for group in placing.groups
        for first in group
        for second in group
        if first < second and is_kept_apart(problem, people[first], people[second])
    ]


def faults_of_visit(problem: Problem, placing: Placing, visit: Visit) -> list[str]:
    """Every hard rule that one visit breaks."""
    visitor = next(one for one in problem.candidates if one.key == visit.visitor)
    host = next(one for one in problem.hosts if one.key == visit.host)
    received = [other for other in placing.visits if other.host == visit.host]
    same_day = [other for other in received if other.date == visit.date]
    first_day = (problem.today or 0) + host.notice_days
    member = next((one for one in problem.candidates if one.key == host.member), visitor)
    checks = {
        "twice": len([other for other in placing.visits if other.visitor == visit.visitor]) > 1,
        "organisation": visitor.family == host.family,
        "private": member is not visitor and is_private(problem, visitor, member),
        "earlier": (visitor.key, host.key) in problem.visited,
        "seats": len(received) > min(host.capacity, problem.visitors_per_host),
        "travel": visitor.reach is not None and host.place not in {None, *visitor.reach},
        "access": bool(visitor.needs - host.offers),
    }
    if host.dates is not None:
        checks |= {
            "day": visit.date not in host.dates,
            "own day": visitor.dates is not None and visit.date not in visitor.dates,
            "host's day": member.dates is not None and visit.date not in member.dates,
            "full day": len(same_day) > host.dates.get(visit.date or 0, 0),
            "notice": problem.today is not None and (visit.date or 0) < first_day,
            "busy": any(out.visitor == host.member and out.date == visit.date for out in placing.visits),
        }
    return [name for name, is_broken in checks.items() if is_broken]


def is_private(problem: Problem, first: Candidate, second: Candidate) -> bool:
    """Whether one manages or vetoes the other."""
    both = {(first.key, second.key), (second.key, first.key)}
    return first.key in second.managers or second.key in first.managers or bool(both & problem.vetoes)


def standing(problem: Problem, placing: Placing) -> Score:
    """How good an arrangement is: people without a place first, then the score."""
    placed = {key for group in placing.groups for key in group} | {visit.visitor for visit in placing.visits}
    return (len(problem.candidates) - len(placed), score_of(broken_rules(problem, placing)))


def some_legal(problem: Problem, chance: random.Random) -> Placing:
    """A legal arrangement without a plan: in a random order all take a random place that is allowed."""
    people = list(problem.candidates)
    chance.shuffle(people)
    if problem.kind is RoundKind.SHADOW_VISITS:
        return legal_visits(problem, people, chance)
    for absent in range(len(people)):
        groups: list[list[Candidate]] = [[] for _ in planned_sizes(problem, len(people) - absent)]
        sizes = planned_sizes(problem, len(people) - absent)
        for one in people[: len(people) - absent]:
            open_to = [
                group
                for group, size in zip(groups, sizes, strict=True)
                if len(group) < size and not any(is_kept_apart(problem, one, other) for other in group)
            ]
            if open_to:
                chance.choice(open_to).append(one)
        if sum(sizes) == sum(len(group) for group in groups):
            return Placing(groups=tuple(tuple(one.key for one in group) for group in groups))
        chance.shuffle(people)
    return Placing()


def legal_visits(problem: Problem, people: Sequence[Candidate], chance: random.Random) -> Placing:
    visits: tuple[Visit, ...] = ()
    for one in people:
        hosts = chance.sample(problem.hosts, min(6, len(problem.hosts)))
        for host in hosts:
            days = [None] if host.dates is None else sorted(host.dates)
            visit = Visit(visitor=one.key, host=host.key, date=chance.choice(days) if days else None)
            if days and not faults_of(problem, Placing(visits=(*visits, visit))):
                visits = (*visits, visit)
                break
    return Placing(visits=visits)


def partitions(keys: tuple[int, ...], sizes: Sequence[int]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every way to divide people over groups of these sizes; the same division may come more than once."""
    if not sizes:
        yield ()
        return
    for mask in product((False, True), repeat=len(keys)):
        group = tuple(key for key, is_in in zip(keys, mask, strict=True) if is_in)
        if len(group) == sizes[0]:
            rest = tuple(key for key in keys if key not in group)
            for others in partitions(rest, sizes[1:]):
                yield (group, *others)


def best_of_all(problem: Problem) -> Score:
    """The best standing there is, found by looking at everything."""
    keys = tuple(one.key for one in problem.candidates)
    if problem.kind is RoundKind.SHADOW_VISITS:
        return min(standing(problem, placing) for placing in all_visits(problem))
    found = [(len(keys), standing(problem, Placing())[1])]
    for absent in range(len(keys)):
        sizes = planned_sizes(problem, len(keys) - absent)
        for chosen in partitions(keys, (absent, *sizes)) if sizes else ():
            placing = Placing(groups=chosen[1:])
            if not faults_of(problem, placing):
                found.append(standing(problem, placing))
        if min(found)[0] == absent:
            break
    return min(found)


def all_visits(problem: Problem) -> Iterator[Placing]:
    choices = []
    for one in problem.candidates:
        own: list[Visit | None] = [None]
        for host in problem.hosts:
            for day in [None] if host.dates is None else sorted(host.dates):
                visit = Visit(visitor=one.key, host=host.key, date=day)
                if not faults_of(problem, Placing(visits=(visit,))):
                    own.append(visit)
        choices.append(own)
    for chosen in product(*choices):
        placing = Placing(visits=tuple(visit for visit in chosen if visit))
        if not faults_of(problem, placing):
            yield placing
