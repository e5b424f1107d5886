"""All visits of a round that no hard rule forbids, with their costs and the sums they count in."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from lms.matching.models import PinKind
from lms.matching.rules.barriers import Barriers, pair
from lms.matching.rules.costs import Costs
from lms.matching.rules.explaining import fair_shares
from lms.matching.rules.problem import Candidate, Host, Problem, Visit
from lms.matching.rules.solver import Answer, Choice, Numbers, Relaxation, always
from lms.matching.rules.violations import seats_of
from lms.matching.rules.weights import SoftRule

Whole = npt.NDArray[np.int64]
SUMS = 7
VISITOR_ROW, HOST_ROW = 0, 1
FEW = 5_000
EACH = 12
Swap = tuple[int, int]
Sums = list[tuple[int, int]]
Keyed = TypeVar("Keyed", Candidate, Host)


class Market:
    """Columns are visits; rows people, seats, days and fair shares; staying at home is dearer than all."""

    def __init__(self, problem: Problem, *, few: int = FEW) -> None:
        self.problem = problem
        self.few = few
        self.barriers = Barriers(problem)
        self.costs = Costs(problem)
        self.visitors = shuffled(problem.candidates, problem.seed)
        self.hosts = shuffled(problem.hosts, problem.seed)
        self.member_of = {host.key: host.member for host in problem.hosts}
        self._limits: list[tuple[float, float]] = []
        self._soft: list[tuple[int, dict[int, int], float]] = []
        self._rows: dict[tuple[object, ...], int] = {}
        self._watched: set[Swap] = set()
        self._barred: list[set[Visit]] = []
        self.visits: list[Visit] = []
        prices: list[int] = []
        sums: list[Sums] = []
        self._open_rows()
        for visitor, host, days in self._possible():
            if days:
                self.visits += [Visit(visitor=visitor.key, host=host.key, date=day) for day in days]
                prices += [self.costs.price(visitor, host)] * len(days)
                sums += self._sums(visitor, host, days)
        self.prices: Whole = np.array(prices, dtype=np.int64)
        self._lay(sums)
        self.pinned = {pin.first for pin in problem.pins if pin.kind is not PinKind.APART}
        self.home = self._home()
        self.insisting = self.home * (1 + len(self.visitors))
        self._add_homes()

    def _open_rows(self) -> None:
        for visitor in self.visitors:
            self._row("visitor", visitor.key, least=1, most=1)
        for host in self.hosts:
            self._row("host", host.key, most=seats_of(self.problem, host))
            for day, places in sorted((host.dates or {}).items()):
                self._row("day", host.key, day, most=places)
                if host.member is not None:
                    self._row("busy", host.member, day, most=self.problem.visitors_per_host)
        self._open_fair_shares()
        weight = self.costs.weights[SoftRule.HOSTING]
        for host in self.hosts:
            if weight and host.member is not None and not host.has_hosted:
                self._soft.append((weight, {self._row("hosting", host.key, least=1): 1}, 1))

    def _open_fair_shares(self) -> None:
        weight = self.costs.weights[SoftRule.FAIRNESS]
        for family, share in sorted(fair_shares(self.problem).items()):
            if weight:
                row = self._row("family", family, most=share)
                self._soft.append((weight, {row: -1}, len(self.visitors)))

    def _row(self, *name: object, least: float = -inf, most: float = inf) -> int:
        if name not in self._rows:
            self._rows[name] = len(self._limits)
            self._limits.append((least, most))
        return self._rows[name]

    def _possible(self) -> Iterator[tuple[Candidate, Host, Sequence[int | None]]]:
        fixed = {pin.first: pin for pin in self.problem.pins if pin.kind is not PinKind.APART}
        for visitor in self.visitors:
            pin = fixed.get(visitor.key)
            for host in self.hosts:
                if pin is None:
                    yield visitor, host, self.barriers.open_days(visitor, host)
                elif pin.second == host.key:
                    days = self.barriers.open_days(visitor, host)
                    yield visitor, host, [day for day in days if pin.date in (None, day)]

    def _sums(self, visitor: Candidate, host: Host, days: Sequence[int | None]) -> Iterator[Sums]:
        """In which rows a visit counts, and how often: whatever the day, and on each of these days."""
        each = self._known(
            (("visitor", visitor.key), 1),
            (("host", host.key), 1),
            (("family", host.family), 1),
            (("hosting", host.key), 1),
        )
        for day in days:
            yield (
                each
                if day is None
                else each
                + self._known(
                    (("day", host.key, day), 1),
                    (("busy", host.member, day), 1),
                    (("busy", visitor.key, day), self.problem.visitors_per_host),
                )
            )

    def _known(self, *names: tuple[tuple[object, ...], int]) -> Sums:
        return [(self._rows[name], factor) for name, factor in names if name in self._rows]

    def _lay(self, sums: Sequence[Sums]) -> None:
        """The sums of all columns as two tables; what a column has fewer of counts in a row beyond all."""
        lengths = np.fromiter(map(len, sums), dtype=np.int64, count=len(sums))
        entries = np.array([entry for column in sums for entry in column], dtype=np.int64).reshape(-1, 2)
        columns = np.repeat(np.arange(len(sums)), lengths)
        places = np.arange(len(entries)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        self.sum_rows: Whole = np.full((len(sums), SUMS), len(self._limits), dtype=np.int64)
        self.sum_factors: Whole = np.zeros((len(sums), SUMS), dtype=np.int64)
        self.sum_rows[columns, places], self.sum_factors[columns, places] = entries[:, 0], entries[:, 1]

    def _home(self) -> int:
        """What staying at home costs: more than all soft rules could ever cost together."""
        dearest = int(self.prices.max(initial=0))
        people = len(self.visitors)
        weights = self.costs.weights
        shared = weights[SoftRule.FAIRNESS] + weights[SoftRule.HOSTING] + weights[SoftRule.SWAPS]
        wishes = [len(self.problem.wishes.get(one.key, ())) for one in self.visitors]
        longest = weights[SoftRule.WISHES] * max(wishes, default=0)
        return 1 + people * (dearest + longest + shared) + weights[SoftRule.HOSTING] * len(self.hosts)

    def _add_homes(self) -> None:
        """Staying at home with the wishes unmet; dearest of all for whom a visit is fixed."""
        for one in self.visitors:
            wishes = self.costs.weights[SoftRule.WISHES] * len(self.problem.wishes.get(one.key, ()))
            own = self.home + wishes + self.insisting * (one.key in self.pinned)
            self._soft.append((own, {self._rows["visitor", one.key]: 1}, 1))

    def hold(self, kept: Sequence[Visit], orphans: Collection[int]) -> None:
        """Put a price on whoever gets, loses or changes a visit: above all soft rules, below staying at home.

        Whose host is gone changes anyway, and pays nothing for it. Who was fixed and had no place takes none.
        """
        own = {visit.visitor: visit for visit in kept}
        changed = [visit.visitor not in orphans and own.get(visit.visitor) != visit for visit in self.visits]
        self.prices = self.prices + self.home * np.array(changed, dtype=np.int64)
        dearer = self.home * (1 + len(self.visitors))
        stays = self._soft[-len(self.visitors) :]
        self._soft[-len(self.visitors) :] = [
            (cost + dearer + self.home * (one.key in own) - self._waiver(one.key, own, orphans), rows, most)
            for one, (cost, rows, most) in zip(self.visitors, stays, strict=True)
        ]
        self.home += dearer

    def _waiver(self, key: int, own: Collection[int], orphans: Collection[int]) -> int:
        """What is not insisted on in a repair: a visit that was fixed, but is not in what holds now."""
        return self.insisting if key in self.pinned and key not in own and key not in orphans else 0

    def bar(self, together: Sequence[Visit]) -> None:
        """These visits may not all be chosen again."""
        self._barred.append(set(together))

    def start(self) -> list[int]:
        """All visits when they are few, else the cheapest of every visitor and of every host."""
        if len(self.visits) <= self.few:
            return list(range(len(self.visits)))
        picked: set[int] = set()
        order = np.argsort(self.prices, kind="stable").tolist()
        for place in (VISITOR_ROW, HOST_ROW):
            taken = [0] * len(self._limits)
            for column in order:
                row = int(self.sum_rows[column, place])
                if taken[row] < EACH:
                    taken[row] += 1
                    picked.add(column)
        return sorted(picked)

    def is_whole(self, columns: list[int]) -> bool:
        return len(columns) == len(self.visits)

    def relax(self, columns: list[int]) -> Relaxation:
        return always(self._choice(columns, ()).relax())

    def entrants(self, duals: Numbers, columns: list[int], *, below: float, most: int) -> list[int]:
        beyond = self._beyond(duals)
        beyond[columns] = np.inf
        found = np.flatnonzero(beyond < below)
        return [int(column) for column in found[np.argsort(beyond[found], kind="stable")][:most]]

    def slack(self, duals: Numbers) -> float:
        least = np.zeros(len(self._limits))
        np.minimum.at(least, self.sum_rows[:, VISITOR_ROW], self._beyond(duals))
        return float(least.sum())

    def _beyond(self, duals: Numbers) -> Numbers:
        worth = np.append(duals[: len(self._limits)], 0.0)
        found: Numbers = self.prices - (worth[self.sum_rows] * self.sum_factors).sum(axis=1)
        return found

    def choose(self, columns: list[int]) -> Answer:
        """The best choice with a price on every swap it makes; swaps are watched once they turn up."""
        while True:
            answer = always(self._choice(columns, sorted(self._watched)).solve())
            visits = self.chosen(answer, columns)
            surprises = swaps_in(self.member_of, visits) - self._watched
            if not surprises or not self.costs.weights[SoftRule.SWAPS]:
                return answer
            self._watched |= surprises

    def chosen(self, answer: Answer, columns: list[int]) -> list[Visit]:
        return [self.visits[columns[column]] for column in answer.chosen if column < len(columns)]

    def _choice(self, columns: list[int], swaps: Iterable[Swap]) -> Choice:
        choice = Choice(self.problem.seed)
        for least, most in self._limits:
            choice.add_row(least=least, most=most)
        paid = {swap: choice.add_row(most=1) for swap in swaps}
        barred = [(choice.add_row(most=len(visits) - 1), visits) for visits in self._barred]
        for column in columns:
            entries = zip(self.sum_rows[column].tolist(), self.sum_factors[column].tolist(), strict=True)
            rows = {row: factor for row, factor in entries if factor}
            swap = swap_of(self.member_of, self.visits[column])
            if swap in paid:
                rows[paid[swap]] = 1
            rows |= {row: 1 for row, visits in barred if self.visits[column] in visits}
            choice.add_column(int(self.prices[column]), rows, most=inf)
        for cost, rows, most in self._soft:
            choice.add_column(cost, rows, most=most)
        for row in paid.values():
            choice.add_column(self.costs.weights[SoftRule.SWAPS], {row: -1})
        return choice


def swap_of(member_of: Mapping[int, int | None], visit: Visit) -> Swap | None:
    """The two people who would swap if this visit were answered by one the other way."""
    member = member_of[visit.host]
    return None if member is None else pair(visit.visitor, member)


def swaps_in(member_of: Mapping[int, int | None], visits: Iterable[Visit]) -> set[Swap]:
    """Everybody who visits their own visitor."""
    times = Counter(swap_of(member_of, visit) for visit in visits)
    return {swap for swap, count in times.items() if swap and count > 1}


def shuffled(items: Sequence[Keyed], seed: int) -> list[Keyed]:
    """The same people in the seed's own order: another seed finds another of equally good answers."""
    found = sorted(items, key=lambda one: one.key)
    random.Random(seed).shuffle(found)  # noqa: S311
    return found
