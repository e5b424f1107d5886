"""Readers for rounds: the wishes and hosts that go in, and the visits that came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import get_enrolment
from lms.matching.queries import PublishedVisit
from lms.shadowing.models import Host, Visit, Wish


def list_wishes(session: Session, *, cohort: Cohort) -> Sequence[Wish]:
    """What everybody in a cohort wishes, with the preferred hosts in order."""
    statement = (
        sa.select(Wish)
        .join(Wish.enrolment)
        .where(Enrolment.cohort_id == cohort.id)
        .options(selectinload(Wish.hosts))
        .order_by(Wish.enrolment_id)
    )
    return session.scalars(statement).all()


def count_wishes(session: Session, *, cohort: Cohort) -> int:
    """How many people of a cohort wrote a wish."""
    statement = (
        sa.select(sa.func.count())
        .select_from(Wish)
        .join(Wish.enrolment)
        .where(Enrolment.cohort_id == cohort.id)
    )
    return session.scalar(statement) or 0


def enrolments_of_hosts(session: Session, *, hosts: Sequence[Host]) -> Mapping[int, Enrolment]:
    """By host how she or he takes part, if at all."""
    statement = (
        sa.select(Host.id, Enrolment)
        .join(
            Enrolment,
            sa.and_(Enrolment.cohort_id == Host.cohort_id, Enrolment.person_id == Host.person_id),
        )
        .where(Host.id.in_([host.id for host in hosts]))
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def find_round_hosts(session: Session, *, rows: Sequence[PublishedVisit]) -> Mapping[int, UUID]:
    """By visitor the host of a published visit: by our own reference, or by the participant who hosts."""
    found = {row.visitor_id: row.host_reference for row in rows if row.host_reference is not None}
    members = {row.host_id for row in rows if row.host_reference is None}
    statement = (
        sa.select(Enrolment.id, Host.public_id)
        .join(Host, sa.and_(Host.cohort_id == Enrolment.cohort_id, Host.person_id == Enrolment.person_id))
        .where(Enrolment.id.in_([number for number in members if number is not None]))
    )
    by_member = {row[0]: row[1] for row in session.execute(statement)}
    return found | {
        row.visitor_id: by_member[row.host_id]
        for row in rows
        if row.host_id in by_member and row.visitor_id not in found
    }


def list_round_visits(session: Session, *, round_id: UUID) -> Sequence[Visit]:
    """The visits that came out of a round."""
    statement = (
        sa.select(Visit).where(Visit.round_id == round_id).options(joinedload(Visit.host)).order_by(Visit.id)
    )
    return session.scalars(statement).all()


def get_visitor(session: Session, *, enrolment_id: int) -> Enrolment:
    """A participant by the number under which the matcher knows people."""
    public_id = session.execute(
        sa.select(Enrolment.public_id).where(Enrolment.id == enrolment_id)
    ).scalar_one()
    return get_enrolment(session, enrolment_id=public_id)
