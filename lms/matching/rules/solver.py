"""The door to HiGHS: choose columns of zero or one at the least cost, under rows of sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, inf

import highspy
import numpy as np

ALMOST = 1e-6


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Which columns were chosen, what they cost, and what no choice can do better than."""

    chosen: tuple[int, ...]
    cost: int
    lower_bound: int

    @property
    def is_optimal(self) -> bool:
        return self.lower_bound >= self.cost


class Choice:
    """A choice to be made: whole costs, sums between two bounds; one thread, so the answer repeats."""

    def __init__(self) -> None:
        self.costs: list[int] = []
        self.most: list[int] = []
        self.rows: list[tuple[float, float]] = []
        self.starts: list[int] = [0]
        self.columns: list[int] = []
        self.factors: list[int] = []

    def add_column(self, cost: int, most: int = 1) -> int:
        """One thing that may be chosen, at a cost, once or more often."""
        self.costs.append(cost)
        self.most.append(most)
        return len(self.costs) - 1

    def add_row(self, factors: Mapping[int, int], *, least: float = -inf, most: float = inf) -> None:
        """A sum of columns that must lie between two bounds."""
        self.rows.append((least, most))
        self.columns += factors.keys()
        self.factors += factors.values()
        self.starts.append(len(self.columns))

    def solve(self, *, nodes: int = 20_000) -> Answer | None:
        """The cheapest choice, or the best within so many nodes; none when no choice is allowed."""
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.999),
            ("mip_max_nodes", nodes),
        ):
            solver.setOptionValue(option, value)
        solver.passModel(self._model())
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = solver.getSolution().col_value
        chosen = tuple(column for column, value in enumerate(values) if value > 0.5)
        cost = sum(self.costs[column] * round(values[column]) for column in chosen)
        return Answer(chosen=chosen, cost=cost, lower_bound=_whole(info.mip_dual_bound, cost))

    def _model(self) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_ = len(self.costs)
        model.num_row_ = len(self.rows)
        model.col_cost_ = np.array(self.costs, dtype=np.double)
        model.col_lower_ = np.zeros(len(self.costs))
        model.col_upper_ = np.array(self.most, dtype=np.double)
        model.row_lower_ = _bounds([least for least, _ in self.rows])
        model.row_upper_ = _bounds([most for _, most in self.rows])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(self.starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(self.columns, dtype=np.int32)
        model.a_matrix_.value_ = np.array(self.factors, dtype=np.double)
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(self.costs)
        return model


def _bounds(values: Sequence[float]) -> np.typing.NDArray[np.double]:
    limits = np.array(values, dtype=np.double)
    limits[limits == inf] = highspy.kHighsInf
    limits[limits == -inf] = -highspy.kHighsInf
    return limits


def _whole(bound: float, cost: int) -> int:
    """Costs are whole numbers, so a bound between two of them is the upper one."""
    return min(cost, ceil(bound - ALMOST)) if bound > -highspy.kHighsInf else 0
