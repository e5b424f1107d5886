"""What a round must know of a cohort when it is opened: people, line managers, private grounds, history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.queries import organisation_tops
from lms.accounts.rules.sign_in import email_key
from lms.agreements.models import LearningAgreement
from lms.cohorts.models import Enrolment
from lms.matching.models import Arrangement, LearningGoals, LineManager, Round, RoundKind, Seat, Veto

Pair = tuple[int, int]


def members_facts(session: Session, *, enrolments: Sequence[Enrolment]) -> list[dict[str, Any]]:
    """What counts of these people, by key; never a name."""
    tops = organisation_tops(session)
    managers = line_managers(session, enrolments=enrolments)
    goals = _learning_goals(session, enrolments)
    return [
        {
            "key": row.id,
            "organisation": row.organisation_id,
            "family": tops[row.organisation_id],
            "discipline": row.discipline_id,
            "role": row.job_role_id,
            "managers": sorted(managers.get(row.id, ())),
            "goals": goals.get(row.id, []),
            "dates": None,
            "seen": [],
        }
        for row in sorted(enrolments, key=lambda row: row.id)
    ]


def _learning_goals(session: Session, enrolments: Sequence[Enrolment]) -> Mapping[int, list[int]]:
    statement = sa.select(LearningGoals.enrolment_id, LearningGoals.disciplines).where(
        LearningGoals.enrolment_id.in_([row.id for row in enrolments])
    )
    return {who: sorted(goals) for who, goals in session.execute(statement)}


def line_managers(session: Session, *, enrolments: Sequence[Enrolment]) -> Mapping[int, frozenset[int]]:
    """Who of these are whose line managers: from the agreements, and as staff wrote it down (DR-05)."""
    known = [row.id for row in enrolments]
    by_address = {row.person.email_key: row.id for row in enrolments}
    agreed = sa.select(LearningAgreement.enrolment_id, LearningAgreement.manager_email, sa.null()).where(
        LearningAgreement.enrolment_id.in_(known), LearningAgreement.replaced_at.is_(None)
    )
    entered = sa.select(LineManager.enrolment_id, sa.null(), LineManager.manager_id).where(
        LineManager.enrolment_id.in_(known)
    )
    found: dict[int, set[int]] = {}
    row: Any
    for row in session.execute(sa.union_all(agreed, entered)):
        who, address, number = row
        manager = by_address.get(email_key(address)) if number is None else number
        if manager is not None and manager != who:
            found.setdefault(who, set()).add(manager)
    return {who: frozenset(managers) for who, managers in found.items()}


def kept_apart(session: Session, *, enrolments: Sequence[Enrolment]) -> list[list[int]]:
    """Pairs of these people that private lists keep apart; whose list it was is lost here on purpose."""
    known = {row.id for row in enrolments}
    statement = sa.select(Veto).where(Veto.enrolment_id.in_(known))
    pairs = {
        ordered(row.enrolment_id, other)
        for row in session.scalars(statement)
        for other in names_in(row.people)
        if other in known and other != row.enrolment_id
    }
    return [list(pair) for pair in sorted(pairs)]


def names_in(people: str) -> list[int]:
    """The enrolments in an unsealed list."""
    return [int(part) for part in people.split() if part.isdigit()]


def met_before(session: Session, *, cohort_id: int, kind: RoundKind) -> list[list[int]]:
    """Who was together in published arrangements of this kind, and in how many rounds."""
    seats = (
        sa.select(Arrangement.round_id, Seat.arrangement_id, Seat.group_number, Seat.enrolment_id)
        .join(Seat.arrangement)
        .join(Arrangement.round)
        .where(Round.cohort_id == cohort_id, Round.kind == kind, Seat.group_number.is_not(None))
    )
    together: dict[tuple[int, int, int | None], set[int]] = {}
    for round_id, arrangement_id, number, who in session.execute(seats):
        together.setdefault((round_id, arrangement_id, number), set()).add(who)
    rounds = {
        (place[0], ordered(*pair)) for place, group in together.items() for pair in combinations(group, 2)
    }
    return [[*pair, times] for pair, times in sorted(Counter(pair for _round, pair in rounds).items())]


def ordered(first: int, second: int) -> Pair:
    """Two people as a pair without a direction."""
    return (first, second) if first < second else (second, first)


def pairs_in(groups: Iterable[Sequence[int]]) -> set[Pair]:
    """Everybody who is together with somebody."""
    return {ordered(*pair) for group in groups for pair in combinations(group, 2)}
