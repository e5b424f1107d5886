"""Shadow visits, solved exactly: as many visitors as can be placed, and then at the least cost."""

from __future__ import annotations

from dataclasses import dataclass, field

from lms.matching.models import PinKind
from lms.matching.rules.barriers import Barriers
from lms.matching.rules.costs import Costs
from lms.matching.rules.explaining import fair_shares
from lms.matching.rules.judging import Solution
from lms.matching.rules.problem import Candidate, Host, Placing, Problem, Visit
from lms.matching.rules.proposal import Proof
from lms.matching.rules.solver import Answer, Choice
from lms.matching.rules.violations import seats_of
from lms.matching.rules.weights import SoftRule


@dataclass(kw_only=True)
class Board:
    """The visits that could be, each a column of the choice to make."""

    problem: Problem
    visits: list[Visit] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)

    def columns(self, **wanted: int | None) -> list[int]:
        return [
            column
            for column, visit in enumerate(self.visits)
            if all(getattr(visit, name) == value for name, value in wanted.items())
        ]


def place_visits(problem: Problem) -> Solution:
    """The best visits there are: first nobody without a place who could have one, then the least cost."""
    board = lay_out(problem)
    most = _solve(board, None)
    placed = len([column for column in most.chosen if column < len(board.visits)]) if most else 0
    least_unplaced = len(problem.candidates) - placed
    best = _solve(board, placed) if placed else None
    if best is None:
        proof = Proof.EXHAUSTIVE if not board.visits else Proof.NONE
        return Solution(placing=Placing(), least_unplaced=least_unplaced, proof=proof)
    visits = tuple(board.visits[column] for column in best.chosen if column < len(board.visits))
    return Solution(
        placing=Placing(visits=visits),
        lower_bound=best.lower_bound + _unmet(problem),
        least_unplaced=least_unplaced,
        proof=Proof.SOLVER if best.is_optimal else Proof.NONE,
    )


def lay_out(problem: Problem) -> Board:
    """Every visit that no hard rule forbids, with its own cost."""
    barriers, costs, board = Barriers(problem), Costs(problem), Board(problem=problem)
    fixed = {pin.first: (pin.second, pin.date) for pin in problem.pins if pin.kind is not PinKind.APART}
    for visitor in sorted(problem.candidates, key=lambda one: one.key):
        for host in sorted(problem.hosts, key=lambda one: one.key):
            pin = fixed.get(visitor.key)
            if (pin is None or pin[0] == host.key) and barriers.to_host(visitor, host) is None:
                for day in barriers.days(visitor, host):
                    if pin is None or pin[1] in (None, day):
                        board.visits.append(Visit(visitor=visitor.key, host=host.key, date=day))
                        board.costs.append(_cost(costs, visitor, host))
    return board


def _cost(costs: Costs, visitor: Candidate, host: Host) -> int:
    """What the visit costs more than leaving somebody at home, whose wishes are all unmet."""
    own = sum(cost for _, cost in costs.of_visit(visitor, host))
    passed = len(costs.passed_over(visitor.key, host=host))
    unmet = len(costs.problem.wishes.get(visitor.key, ()))
    return own + costs.weights[SoftRule.WISHES] * (passed - unmet)


def _unmet(problem: Problem) -> int:
    return problem.weight(SoftRule.WISHES) * sum(
        len(problem.wishes.get(one.key, ())) for one in problem.candidates
    )


def _solve(board: Board, placed: int | None) -> Answer | None:
    """The cheapest choice with so many visits; without a number: the most visits that can be."""
    choice = Choice()
    for cost in board.costs:
        choice.add_column(-1 if placed is None else cost)
    _add_people(choice, board)
    if placed is not None:
        choice.add_row(dict.fromkeys(range(len(board.visits)), 1), least=placed)
        _add_soft_rules(choice, board)
    return choice.solve() if board.visits else None


def _add_people(choice: Choice, board: Board) -> None:
    problem = board.problem
    for one in problem.candidates:
        choice.add_row(dict.fromkeys(board.columns(visitor=one.key), 1), most=1)
    for host in problem.hosts:
        columns = board.columns(host=host.key)
        choice.add_row(dict.fromkeys(columns, 1), most=seats_of(problem, host))
        for day, places in sorted((host.dates or {}).items()):
            received = [column for column in columns if board.visits[column].date == day]
            choice.add_row(dict.fromkeys(received, 1), most=places)
            if host.member is None:
                continue
            away = board.columns(visitor=host.member, date=day)
            most = seats_of(problem, host)
            choice.add_row(dict.fromkeys(received, 1) | dict.fromkeys(away, most), most=most)


def _add_soft_rules(choice: Choice, board: Board) -> None:
    problem = board.problem
    hosts = {host.key: host for host in problem.hosts}
    received: dict[int, list[int]] = {}
    for column, visit in enumerate(board.visits):
        received.setdefault(hosts[visit.host].family, []).append(column)
    if weight := problem.weight(SoftRule.FAIRNESS):
        for family, share in sorted(fair_shares(problem).items()):
            columns = received.get(family, [])
            excess = choice.add_column(weight, most=len(problem.candidates))
            choice.add_row(dict.fromkeys(columns, 1) | {excess: -1}, most=share)
    if weight := problem.weight(SoftRule.HOSTING):
        for host in problem.hosts:
            if host.member is not None and not host.has_hosted:
                idle = choice.add_column(weight)
                choice.add_row(dict.fromkeys(board.columns(host=host.key), 1) | {idle: 1}, least=1)
    if weight := problem.weight(SoftRule.SWAPS):
        _add_swaps(choice, board, weight)


def _add_swaps(choice: Choice, board: Board, weight: int) -> None:
    members = {host.key: host.member for host in board.problem.hosts if host.member is not None}
    between: dict[tuple[int, int], list[int]] = {}
    for column, visit in enumerate(board.visits):
        if visit.host in members:
            between.setdefault((visit.visitor, members[visit.host]), []).append(column)
    for (visitor, member), columns in between.items():
        back = between.get((member, visitor), [])
        if visitor < member and back:
            swap = choice.add_column(weight)
            choice.add_row(dict.fromkeys([*columns, *back], 1) | {swap: -1}, most=1)
