"""The door to HiGHS: choose columns of zero or one at the least cost, under rows of sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, inf
from typing import TypeVar

import highspy
import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.double]
Found = TypeVar("Found")
ALMOST = 1e-6
NODES = 5_000


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Which columns were chosen, what they cost, and what no choice can do better than."""

    chosen: tuple[int, ...]
    cost: int
    lower_bound: int

    @property
    def is_optimal(self) -> bool:
        return self.lower_bound >= self.cost


@dataclass(frozen=True, kw_only=True)
class Relaxation:
    """What the choice would cost if columns could be chosen in part, and what each row is worth then."""

    cost: float
    duals: Numbers


class Choice:
    """A choice to be made, in whole costs; one thread and a limit in nodes, so the answer repeats."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self.costs: list[int] = []
        self.most: list[float] = []
        self.least_of_row: list[float] = []
        self.most_of_row: list[float] = []
        self.starts: list[int] = [0]
        self.rows: list[int] = []
        self.factors: list[int] = []

    def add_row(self, *, least: float = -inf, most: float = inf) -> int:
        """A sum of columns that must lie between two bounds."""
        self.least_of_row.append(least)
        self.most_of_row.append(most)
        return len(self.most_of_row) - 1

    def add_column(self, cost: int, rows: Mapping[int, int], *, most: float = 1) -> int:
        """One thing that may be chosen, at a cost, and how often it counts in which rows.

        What the rows limit already is better left open, for then its worth stands wholly in the rows.
        """
        self.costs.append(cost)
        self.most.append(most)
        self.rows += rows.keys()
        self.factors += rows.values()
        self.starts.append(len(self.rows))
        return len(self.costs) - 1

    def solve(self, *, nodes: int = NODES) -> Answer | None:
        """The cheapest choice, or the best within so many nodes; none when no choice is allowed."""
        solver = self._run(is_whole=True, nodes=nodes)
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = solver.getSolution().col_value
        chosen = tuple(column for column, value in enumerate(values) if value > 0.5)
        cost = sum(self.costs[column] * round(values[column]) for column in chosen)
        bound = info.mip_dual_bound
        is_known = bound > -highspy.kHighsInf
        return Answer(chosen=chosen, cost=cost, lower_bound=min(cost, whole(bound)) if is_known else 0)

    def relax(self) -> Relaxation | None:
        """The same choice in parts; none when even that is not allowed."""
        solver = self._run(is_whole=False, nodes=0)
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        duals = np.array(solver.getSolution().row_dual)
        return Relaxation(cost=solver.getInfo().objective_function_value, duals=duals)

    def _run(self, *, is_whole: bool, nodes: int) -> highspy.Highs:
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        options = {
            "output_flag": False,
            "threads": 1,
            "random_seed": self.seed % 2**31,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 0.999,
            "mip_max_nodes": nodes,
        }
        for option, value in options.items():
            solver.setOptionValue(option, value)
        solver.passModel(self._model(is_whole=is_whole))
        solver.run()
        return solver

    def _model(self, *, is_whole: bool) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_ = len(self.costs)
        model.num_row_ = len(self.most_of_row)
        model.col_cost_ = np.array(self.costs, dtype=np.double)
        model.col_lower_ = np.zeros(len(self.costs))
        model.col_upper_ = np.array(self.most, dtype=np.double)
        model.row_lower_ = np.array(self.least_of_row, dtype=np.double)
        model.row_upper_ = np.array(self.most_of_row, dtype=np.double)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.array(self.starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(self.rows, dtype=np.int32)
        model.a_matrix_.value_ = np.array(self.factors, dtype=np.double)
        if is_whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * len(self.costs)
        return model


def always(found: Found | None) -> Found:
    """The answer to a choice that always has one, for everybody may be left out at a price."""
    if found is None:
        raise ValueError("a choice in which everybody may be left out has no answer")
    return found


def whole(bound: float) -> int:
    """Costs are whole numbers, so a bound between two of them is the upper one."""
    return ceil(bound - ALMOST)
