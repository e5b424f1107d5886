"""Who is kept apart in a round: for a private ground, or by chance so that it tells nobody anything."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Enrolment
from lms.matching import queries
from lms.matching.models import Round
from lms.matching.rules import snapshot


def seal_apart(session: Session, *, round_: Round, cohort: Cohort, enrolments: Sequence[Enrolment]) -> None:
    """Add the pairs of today to those that a round keeps apart; none is taken back, for that would tell.

    Who is together already in what holds now stays together.
    """
    problem = snapshot.problem_of(round_)
    today = queries.pairs_apart(session, cohort=cohort, enrolments=enrolments, problem=problem)
    pairs = {*snapshot.apart_in(round_), *today} - _together(round_)
    round_.apart = snapshot.sealed_pairs(sorted(pairs))


def _together(round_: Round) -> set[tuple[int, int]]:
    members = {row["key"]: row["member"] for row in round_.facts["hosts"]}
    found: set[tuple[int, int]] = set()
    for row in round_.arrangements:
        if row.is_current:
            visits = [(visit["visitor"], members.get(visit["host"])) for visit in row.visits]
            found |= queries.pairs_in([*row.groups, *([one, other] for one, other in visits if other)])
    return found
