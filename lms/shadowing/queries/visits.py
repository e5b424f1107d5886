"""Readers of visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.cohorts.models import Cohort, Enrolment
from lms.core.errors import NotFoundError
from lms.programmes.models import ProgrammeVersion, Requirement, RequirementKind
from lms.shadowing.models import Host, HostSlot, Visit, VisitChange, VisitReflection, VisitState
from lms.shadowing.rules import HOLDING, OPEN


def _around_enrolment() -> Sequence[Any]:
    return (
        joinedload(Enrolment.person),
        joinedload(Enrolment.organisation),
        joinedload(Enrolment.discipline),
        joinedload(Enrolment.job_role),
        joinedload(Enrolment.cohort)
        .joinedload(Cohort.programme_version)
        .joinedload(ProgrammeVersion.programme),
    )


def around_visit() -> Sequence[Any]:
    """What every page of one visit shows."""
    return (
        joinedload(Visit.enrolment).options(*_around_enrolment()),
        joinedload(Visit.host).joinedload(Host.organisation),
        joinedload(Visit.host).joinedload(Host.person),
        joinedload(Visit.slot),
        joinedload(Visit.signature),
        joinedload(Visit.observation),
        joinedload(Visit.reflection).joinedload(VisitReflection.shared_with),
        joinedload(Visit.term),
        joinedload(Visit.replaces),
        joinedload(Visit.replaced_by),
        selectinload(Visit.changes).joinedload(VisitChange.changed_by),
    )


def _in_lists() -> Sequence[Any]:
    return (
        joinedload(Visit.enrolment).joinedload(Enrolment.person),
        joinedload(Visit.enrolment).joinedload(Enrolment.organisation),
        joinedload(Visit.enrolment).joinedload(Enrolment.cohort),
        joinedload(Visit.host).joinedload(Host.organisation),
        joinedload(Visit.host).joinedload(Host.person),
        joinedload(Visit.signature),
        joinedload(Visit.reflection),
    )


def get_visit(session: Session, *, visit_id: UUID) -> Visit:
    """A visit with visitor, host, history and what was written."""
    statement = sa.select(Visit).where(Visit.public_id == visit_id).options(*around_visit())
    visit = session.scalars(statement).one_or_none()
    if visit is None:
        raise NotFoundError
    return visit


def lock_visit(session: Session, *, visit: Visit) -> None:
    """Hold a visit and read again how it stands, so that two answers take turns."""
    columns = ["state", "starts_at", "ends_at", "sequence", "version", "reported_at"]
    session.refresh(visit, columns, with_for_update={"key_share": True})


def get_reflection(session: Session, *, reflection_id: UUID) -> VisitReflection:
    """A reflection with its visit and its writer."""
    statement = (
        sa.select(VisitReflection)
        .where(VisitReflection.public_id == reflection_id)
        .options(
            joinedload(VisitReflection.visit).options(*_in_lists()), joinedload(VisitReflection.shared_with)
        )
    )
    reflection = session.scalars(statement).one_or_none()
    if reflection is None:
        raise NotFoundError
    return reflection


def list_visits_of(session: Session, *, enrolment: Enrolment) -> Sequence[Visit]:
    """The visits of a participant, the first day first."""
    statement = (
        sa.select(Visit)
        .where(Visit.enrolment_id == enrolment.id)
        .options(*_in_lists())
        .order_by(Visit.starts_at, Visit.id)
    )
    return session.scalars(statement).all()


def list_diary(session: Session, *, enrolment: Enrolment) -> Sequence[Visit]:
    """The visits of a participant, as visitor and as host (1 query)."""
    statement = (
        sa.select(Visit)
        .join(Visit.host)
        .where(
            sa.or_(
                Visit.enrolment_id == enrolment.id,
                sa.and_(Host.cohort_id == enrolment.cohort_id, Host.person_id == enrolment.person_id),
            )
        )
        .options(*_in_lists())
        .order_by(Visit.starts_at, Visit.id)
    )
    return session.scalars(statement).all()


def list_hosted_by(session: Session, *, host: Host) -> Sequence[Visit]:
    """The visits to a host, the first day first."""
    statement = (
        sa.select(Visit)
        .where(Visit.host_id == host.id)
        .options(*_in_lists())
        .order_by(Visit.starts_at, Visit.id)
    )
    return session.scalars(statement).all()


def list_cohort_visits(session: Session, *, cohort: Cohort) -> Sequence[Visit]:
    """The visits of everybody in a cohort, the first day first."""
    statement = (
        sa.select(Visit)
        .join(Visit.enrolment)
        .where(Enrolment.cohort_id == cohort.id)
        .options(*_in_lists())
        .order_by(Visit.starts_at, Visit.id)
    )
    return session.scalars(statement).all()


def list_own_between(
    session: Session, *, person_id: int | None, since: datetime, until: datetime
) -> Sequence[Visit]:
    """The visits of somebody as visitor or as host that a calendar shows (1 query)."""
    shown = (VisitState.ACCEPTED, VisitState.DONE, VisitState.CANCELLED)
    statement = (
        sa.select(Visit)
        .join(Visit.enrolment)
        .join(Visit.host)
        .where(
            sa.or_(Enrolment.person_id == person_id, Host.person_id == person_id),
            Visit.starts_at.between(since, until),
            Visit.state.in_(shown),
        )
        .options(*_in_lists())
    )
    return session.scalars(statement).all()


def list_between(
    session: Session,
    *,
    enrolment: Enrolment,
    starts_at: datetime,
    ends_at: datetime,
    except_id: int | None = None,
) -> Sequence[int]:
    """The visits that a participant has in this time, as visitor or as host."""
    own_host = sa.select(Host.id).where(
        Host.cohort_id == enrolment.cohort_id, Host.person_id == enrolment.person_id
    )
    statement = sa.select(Visit.id).where(
        sa.or_(Visit.enrolment_id == enrolment.id, Visit.host_id.in_(own_host)),
        Visit.state.in_(HOLDING),
        Visit.starts_at < ends_at,
        Visit.ends_at > starts_at,
    )
    return [number for number in session.scalars(statement) if number != except_id]


def count_on_slot(session: Session, *, slot: HostSlot, except_id: int | None = None) -> int:
    """How many seats of a day are taken."""
    statement = sa.select(Visit.id).where(Visit.slot_id == slot.id, Visit.state.in_(HOLDING))
    return sum(number != except_id for number in session.scalars(statement))


def count_for_host(session: Session, *, host: Host, except_id: int | None = None) -> Sequence[datetime]:
    """When the visits begin that hold a seat with this host."""
    statement = sa.select(Visit.id, Visit.starts_at).where(Visit.host_id == host.id, Visit.state.in_(HOLDING))
    return [starts_at for number, starts_at in session.execute(statement) if number != except_id]


def count_of_visitor(session: Session, *, enrolment: Enrolment) -> int:
    """How many requests of a participant wait for an answer."""
    statement = sa.select(sa.func.count()).where(Visit.enrolment_id == enrolment.id, Visit.state.in_(OPEN))
    return session.scalar(statement) or 0


def list_to_remind(session: Session, *, moment: datetime, within: timedelta) -> Sequence[Visit]:
    """The agreed visits that begin within this time, held so that one worker reminds."""
    statement = (
        sa.select(Visit)
        .where(
            Visit.state == VisitState.ACCEPTED,
            Visit.starts_at > moment,
            Visit.starts_at <= moment + within,
            sa.or_(Visit.reminded_day_at.is_(None), Visit.reminded_week_at.is_(None)),
        )
        .order_by(Visit.id)
        .with_for_update(skip_locked=True, key_share=True, of=Visit)
    )
    return session.scalars(statement).all()


def list_to_ask(session: Session, *, moment: datetime) -> Sequence[Visit]:
    """The agreed visits that are over and whose host was not yet asked how it was."""
    statement = (
        sa.select(Visit)
        .where(
            Visit.state == VisitState.ACCEPTED,
            Visit.ends_at <= moment,
            Visit.report_asked_at.is_(None),
        )
        .order_by(Visit.id)
        .with_for_update(skip_locked=True, key_share=True, of=Visit)
    )
    return session.scalars(statement).all()


def list_requirements(session: Session, *, cohort: Cohort, about: str) -> Sequence[Requirement]:
    """The requirements by evidence of a cohort whose names begin with this, in their order."""
    statement = (
        sa.select(Requirement)
        .join(Cohort, Cohort.programme_version_id == Requirement.programme_version_id)
        .where(
            Cohort.id == cohort.id,
            Requirement.kind == RequirementKind.EVIDENCE,
            Requirement.key.startswith(about, autoescape=True),
        )
        .order_by(Requirement.position)
    )
    return session.scalars(statement).all()
