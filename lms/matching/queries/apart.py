"""Who is kept apart: by private lists, and by chance so that nobody can tell which (decision 0021)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from lms.cohorts.models import BELONGING, Cohort, Enrolment
from lms.cohorts.queries import list_enrolments
from lms.core import clock, signing
from lms.matching.models import RoundKind
from lms.matching.queries.facts import Pair, kept_apart, members_facts
from lms.matching.rules import snapshot
from lms.matching.rules.chance import apart_by_chance
from lms.matching.rules.problem import Problem

PURPOSE = "matching.apart"


def pairs_apart(
    session: Session, *, cohort: Cohort, enrolments: Sequence[Enrolment], problem: Problem
) -> set[Pair]:
    """Who of these is kept apart today, without a ground: nothing that is told of it may name one."""
    private = {(one, other) for one, other in kept_apart(session, enrolments=enrolments)}
    secret = signing.sign(PURPOSE, str(cohort.public_id))
    return private | apart_by_chance(problem, secret=secret, day=clock.today().toordinal())


def partners_apart(session: Session, *, cohort: Cohort) -> set[Pair]:
    """Who of a cohort is no pair today, for pairs that are formed without a round."""
    enrolments = [row for row in list_enrolments(session, cohort=cohort) if row.state in BELONGING]
    facts = members_facts(session, enrolments=enrolments)
    problem = Problem(kind=RoundKind.TRAINING_PAIRS, candidates=snapshot.candidates_in(facts))
    return pairs_apart(session, cohort=cohort, enrolments=enrolments, problem=problem)
