"""Going on without somebody: ways in which few others change (DR-08); nothing is reshuffled silently."""

from __future__ import annotations

from collections.abc import Iterator

from lms.matching.models import RoundKind
from lms.matching.rules.judging import Solution, account
from lms.matching.rules.problem import Placing, Problem
from lms.matching.rules.proposal import Repair
from lms.matching.rules.violations import violations_of

MOST_OPTIONS = 5
Groups = tuple[tuple[int, ...], ...]


def repair(
    problem: Problem, placing: Placing, *, gone: int | None = None, host: int | None = None
) -> tuple[Repair, ...]:
    """Ways to go on without a participant or a host; the one that changes fewest others comes first."""
    left = problem if gone is None else problem.without(gone)
    left = left if host is None else left.without_host(host)
    if problem.kind is RoundKind.SHADOW_VISITS:
        found = _of_visits(left, placing)
    else:
        found = _of_groups(left, placing, gone)
    options = {option.proposal.placing: option for option in found}
    return tuple(sorted(options.values(), key=_order)[:MOST_OPTIONS])


def _order(option: Repair) -> tuple[int, int, int, int]:
    proposal = option.proposal
    return (len(proposal.unplaced), len(option.moved), len(option.touched), proposal.score)


def _of_groups(problem: Problem, placing: Placing, gone: int | None) -> Iterator[Repair]:
    before = tuple(tuple(key for key in group if key != gone) for group in placing.groups)
    for after in (before, *_one_move(before)):
        kept = tuple(group for group in after if group)
        if not violations_of(problem, Placing(groups=kept)):
            yield _told(problem, before, after)


def _one_move(groups: Groups) -> Iterator[Groups]:
    for source, members in enumerate(groups):
        for key in members:
            for target in range(len(groups)):
                if target != source:
                    changed = [list(group) for group in groups]
                    changed[source].remove(key)
                    changed[target].append(key)
                    yield tuple(tuple(group) for group in changed)


def _told(problem: Problem, before: Groups, after: Groups) -> Repair:
    seats = {key: place for place, group in enumerate(before) for key in group}
    moved = sorted(key for place, group in enumerate(after) for key in group if seats[key] != place)
    changed = [place for place, group in enumerate(after) if set(group) != set(before[place])]
    touched = sorted(key for place in changed for key in after[place] if key not in moved)
    placing = Placing(groups=tuple(group for group in after if group))
    return Repair(
        proposal=account(problem, Solution(placing=placing)), moved=tuple(moved), touched=tuple(touched)
    )


def _of_visits(problem: Problem, placing: Placing) -> Iterator[Repair]:
    hosts = {host.key for host in problem.hosts}
    people = {one.key for one in problem.candidates}
    kept = tuple(visit for visit in placing.visits if visit.visitor in people and visit.host in hosts)
    yield Repair(proposal=account(problem, Solution(placing=Placing(visits=kept))), moved=(), touched=())
