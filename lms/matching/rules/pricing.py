"""Choosing well among very many columns by looking at few of them, with a bound that holds for all."""

from __future__ import annotations

from typing import Protocol, TypeVar

from lms.matching.rules.solver import ALMOST, Answer, Numbers, Relaxation, whole

Column = TypeVar("Column")
ROUNDS = 25
ENTRANTS = 2_000
WIDEST = 12_000


class Menu(Protocol[Column]):
    """What there is to choose from; columns that are not on the table yet are found by their price."""

    def start(self) -> list[Column]:
        """Columns enough to begin with."""

    def is_whole(self, columns: list[Column]) -> bool:
        """Whether these are all columns there are."""

    def relax(self, columns: list[Column]) -> Relaxation:
        """The cost of choosing in parts, and what each row is worth."""

    def choose(self, columns: list[Column]) -> Answer:
        """The cheapest choice among these columns."""

    def entrants(self, duals: Numbers, columns: list[Column], *, below: float, most: int) -> list[Column]:
        """Other columns that cost less than this beyond what their rows are worth, cheapest first."""

    def slack(self, duals: Numbers) -> float:
        """How far a choice with columns never looked at could come below the cost in parts; 0 or less."""


def best(menu: Menu[Column]) -> tuple[Answer, list[Column]]:
    """The best choice and the columns it was made from; optimal when the answer says so.

    No choice that is better than the one found can hold a column dearer than the gap that is left,
    so adding all cheaper ones makes the answer exact. When those are too many the gap is told instead.
    """
    columns = menu.start()
    if menu.is_whole(columns):
        return menu.choose(columns), columns
    relaxed, columns = _priced(menu, columns)
    answer = menu.choose(columns)
    bound = whole(relaxed.cost + menu.slack(relaxed.duals))
    room = WIDEST - len(columns)
    if answer.cost > bound and room > 0:
        wider = menu.entrants(relaxed.duals, columns, below=answer.cost - bound + ALMOST, most=room + 1)
        if len(wider) <= room:
            columns = columns + wider
            answer = menu.choose(columns)
            bound = max(bound, answer.lower_bound)
    return Answer(chosen=answer.chosen, cost=answer.cost, lower_bound=min(answer.cost, bound)), columns


def _priced(menu: Menu[Column], columns: list[Column]) -> tuple[Relaxation, list[Column]]:
    relaxed = menu.relax(columns)
    for _ in range(ROUNDS):
        if relaxed.cost <= ALMOST:
            break
        fresh = menu.entrants(relaxed.duals, columns, below=-ALMOST, most=ENTRANTS)
        if not fresh:
            break
        columns = columns + fresh
        relaxed = menu.relax(columns)
    return relaxed, columns
