"""How long the matcher takes for 14, 60 and 300 people, and how far it can be from the best there is."""

import time
from collections.abc import Iterator

from lms.matching.models import RoundKind
from lms.matching.rules.problem import Problem
from lms.matching.rules.proposal import Proposal
from lms.matching.rules.proposing import propose
from lms.matching.rules.repairing import repair
from tests.matching.people import cohort, with_days

SIZES = ((14, 6, 0.2), (60, 12, 1.0), (300, 40, 10.0))
SEEDS = (1, 2, 3)
LINE = "{:<34} {:>6} {:>8} {:>8} {:>7} {:>7} {:>5} {:>9} {:>8}   {}"


def main() -> None:
    """The slowest of three cohorts of each size, judged by processor time: it uses one core."""
    print(
        LINE.format(
            "round", "people", "seconds", "cpu", "score", "bound", "gap", "proof", "repair", "promise"
        )
    )
    for people, organisations, most_seconds in SIZES:
        for name, problems in rounds(people, organisations):
            slowest = max((timed(problem) for problem in problems), key=lambda found: found[1])
            print(report(name, people, most_seconds, *slowest), flush=True)


def rounds(people: int, organisations: int) -> Iterator[tuple[str, list[Problem]]]:
    for kind in RoundKind:
        problems = [cohort(kind, people, organisations, seed=seed) for seed in SEEDS]
        yield kind.value, problems
        if kind is RoundKind.SHADOW_VISITS:
            yield f"{kind.value}, with days and notice", [with_days(problem) for problem in problems]


def timed(problem: Problem) -> tuple[float, float, float, Proposal]:
    started, busy = time.perf_counter(), time.process_time()
    proposal = propose(problem)
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    started = time.process_time()
    repair(problem, proposal.placing, gone=1)
    return seconds, busy, time.process_time() - started, proposal


def report(
    name: str, people: int, most: float, seconds: float, busy: float, repaired: float, found: Proposal
) -> str:
    gap = (found.score - found.lower_bound) / max(found.score, 1)
    verdict = "reached" if busy <= most else f"NOT REACHED ({most:g} s)"
    left = f", {len(found.unplaced)} left over" if found.unplaced else ""
    return LINE.format(
        name,
        people,
        f"{seconds:.2f}",
        f"{busy:.2f}",
        found.score,
        found.lower_bound,
        f"{gap:.1%}",
        found.proof.value,
        f"{repaired:.2f}",
        verdict + left,
    )


if __name__ == "__main__":
    main()
