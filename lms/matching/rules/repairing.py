"""Going on without somebody: ways in which few others change (DR-08); nothing is reshuffled silently."""

from __future__ import annotations

from lms.matching.models import RoundKind
from lms.matching.rules.contradictions import without_contradictions
from lms.matching.rules.judging import judge, tidy
from lms.matching.rules.problem import Placing, Problem
from lms.matching.rules.proposal import Repair
from lms.matching.rules.regrouping import groups_without
from lms.matching.rules.revisiting import visits_without

MOST_OPTIONS = 5


def repair(
    problem: Problem, placing: Placing, *, gone: int | None = None, host: int | None = None
) -> tuple[Repair, ...]:
    """Ways to go on without a participant or a host; the one that changes fewest others comes first."""
    left = problem if gone is None else problem.without(gone)
    left = left if host is None else left.without_host(host)
    left, _ = without_contradictions(left)
    if problem.kind is RoundKind.SHADOW_VISITS:
        options = visits_without(left, placing)
    else:
        options = groups_without(left, placing, gone)
    told = {tidy(option): _told(left, placing, option, gone) for option in options}
    return tuple(sorted(told.values(), key=_order)[:MOST_OPTIONS])


def _order(option: Repair) -> tuple[int, int, int, int]:
    proposal = option.proposal
    return (len(proposal.unplaced), len(option.moved), len(option.touched), proposal.score)


def _told(problem: Problem, before: Placing, after: Placing, gone: int | None) -> Repair:
    if problem.kind is RoundKind.SHADOW_VISITS:
        moved, touched = _changes_of_visits(problem, before, after)
    else:
        moved, touched = _changes_of_groups(before, after, gone)
    return Repair(
        proposal=judge(problem, after), moved=tuple(sorted(moved)), touched=tuple(sorted(touched - moved))
    )


def _changes_of_groups(before: Placing, after: Placing, gone: int | None) -> tuple[set[int], set[int]]:
    """Who goes to another group, and who stays but sees somebody come or go besides the one who left."""
    seats = {key: place for place, group in enumerate(before.groups) for key in group}
    moved = set(seats) - {key for group in after.groups for key in group} - {gone}
    touched = set[int]()
    for group, origin in _origins(before, after):
        was = set(before.groups[origin]) - {gone} if origin is not None else set[int]()
        moved |= {key for key in group if seats.get(key) != origin}
        touched |= set(group) if set(group) != was else set()
    return moved, touched


def _origins(before: Placing, after: Placing) -> list[tuple[tuple[int, ...], int | None]]:
    """Each group with the one it was before: the two that share most people, every old one once."""
    shared = [
        (-len(set(group) & set(old)), place, number)
        for number, group in enumerate(after.groups)
        for place, old in enumerate(before.groups)
        if set(group) & set(old)
    ]
    origins: dict[int, int] = {}
    for _, place, number in sorted(shared):
        if number not in origins and place not in origins.values():
            origins[number] = place
    return [(group, origins.get(number)) for number, group in enumerate(after.groups)]


def _changes_of_visits(problem: Problem, before: Placing, after: Placing) -> tuple[set[int], set[int]]:
    """Whose own visit changes or falls away, and which participants receive others than before."""
    known = {one.key for one in problem.candidates}
    old = {visit for visit in before.visits if visit.visitor in known}
    changed = old ^ set(after.visits)
    members = {host.key: host.member for host in problem.hosts}
    touched = {members.get(visit.host) for visit in changed}
    return {visit.visitor for visit in changed}, {key for key in touched if key is not None}
