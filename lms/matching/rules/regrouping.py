"""Groups and pairs after somebody left: small changes around the empty chair first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from lms.matching.models import RoundKind
from lms.matching.rules.barriers import Barriers
from lms.matching.rules.contradictions import bonds
from lms.matching.rules.costs import Costs
from lms.matching.rules.explaining import broken_in_group, score_of
from lms.matching.rules.groups import place_in_groups
from lms.matching.rules.pairs import place_in_pairs
from lms.matching.rules.problem import Placing, Problem
from lms.matching.rules.sizes import allowed_sizes

BEST_OF_A_KIND = 3
TARGETS = 6
Group = tuple[int, ...]
Groups = tuple[Group, ...]


def groups_without(problem: Problem, placing: Placing, gone: int | None) -> list[Placing]:
    """Ways to go on, the best few for each number of people who move; all anew only when nothing else is."""
    known = {one.key for one in problem.candidates}
    groups = tuple(tuple(key for key in group if key in known) for group in placing.groups)
    torn = [place for place, group in enumerate(placing.groups) if gone in group]
    if not torn:
        return [Placing(groups=groups)]
    is_pairs = problem.kind is RoundKind.TRAINING_PAIRS
    ways = (_pairs_after if is_pairs else _groups_after)(problem, groups, torn[0])
    found: list[Placing] = []
    referee = Referee(problem)
    for changes in ways:
        found += referee.best(changes)
        if len(found) >= BEST_OF_A_KIND:
            break
    if not found:
        anew = (place_in_pairs if is_pairs else place_in_groups)(problem)
        found = [anew.placing, Placing(groups=_legal_rest(groups, torn[0]))]
    return found


class Referee:
    """Says of very many groups quickly whether they are allowed and what they cost."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.barriers = Barriers(problem)
        self.costs = Costs(problem)
        self.bonds = [set(keys) for keys in bonds(problem)]
        self.sizes = allowed_sizes(problem, len(problem.candidates))
        self._known: dict[Group, int | None] = {}

    def best(self, changes: Iterator[Groups]) -> list[Placing]:
        """The cheapest few that break no hard rule."""
        options = dict.fromkeys(tuple(sorted(filter(None, groups))) for groups in changes)
        judged = [(self._cost(groups), groups) for groups in options]
        legal = sorted((cost, groups) for cost, groups in judged if cost is not None)
        return [Placing(groups=groups) for _, groups in legal[:BEST_OF_A_KIND]]

    def _cost(self, groups: Groups) -> int | None:
        is_pairs = self.problem.kind is RoundKind.TRAINING_PAIRS
        if is_pairs and sum(len(group) == 3 for group in groups) > 1:
            return None
        costs = [self._cost_of(tuple(sorted(group))) for group in groups]
        known = [cost for cost in costs if cost is not None]
        return sum(known) if len(known) == len(costs) else None

    def _cost_of(self, group: Group) -> int | None:
        if group not in self._known:
            is_allowed = len(group) in self.sizes and self._is_allowed(group)
            self._known[group] = score_of(broken_in_group(self.costs, group)) if is_allowed else None
        return self._known[group]

    def _is_allowed(self, group: Group) -> bool:
        people = [self.barriers.people[key] for key in group]
        if any(self.barriers.between(first, second) for first, second in combinations(people, 2)):
            return False
        return all(keys <= set(group) or not keys & set(group) for keys in self.bonds)


def _groups_after(problem: Problem, groups: Groups, torn: int) -> Iterator[Iterator[Groups]]:
    """Nobody moves; one comes from another group; two change places; the others take in the torn group."""
    others = [place for place in range(len(groups)) if place != torn]
    comers = [(key, place) for place in others for key in groups[place]]
    yield iter([groups])
    yield (_moved(groups, {key: torn}) for key, place in comers if len(groups[place]) > problem.smallest)
    yield (_moved(groups, {key: torn, own: place}) for key, place in comers for own in groups[torn])
    near = sorted(others, key=lambda place: (len(groups[place]), place))[:TARGETS]
    if len(groups[torn]) < problem.smallest:
        targets = product(near, repeat=len(groups[torn]))
        yield (_moved(groups, dict(zip(groups[torn], chosen, strict=True))) for chosen in targets)


def _pairs_after(problem: Problem, groups: Groups, torn: int) -> Iterator[Iterator[Groups]]:
    """A trio becomes a duo; who is left joins a pair, gets a third one, or takes over another's partner."""
    yield iter([groups])
    if len(groups[torn]) == 1:
        yield _joined(groups, torn)
        yield _taken_over(groups, torn)


def _joined(groups: Groups, lonely: int) -> Iterator[Groups]:
    own = groups[lonely][0]
    for place, group in enumerate(groups):
        if len(group) == 2:
            yield _moved(groups, {own: place})
        if len(group) == 3:
            yield from (_moved(groups, {key: lonely}) for key in group)


def _taken_over(groups: Groups, lonely: int) -> Iterator[Groups]:
    own = groups[lonely][0]
    for place, group in enumerate(groups):
        for leaving in group if len(group) == 2 else ():
            yield from _joined(_moved(groups, {own: place, leaving: lonely}), lonely)


def _moved(groups: Groups, targets: dict[int, int]) -> Groups:
    rest = [[key for key in group if key not in targets] for group in groups]
    for key, place in targets.items():
        rest[place].append(key)
    return tuple(tuple(group) for group in rest)


def _legal_rest(groups: Groups, torn: int) -> Groups:
    """The other groups as they are, with nobody in the torn one."""
    return tuple(group for place, group in enumerate(groups) if place != torn)
