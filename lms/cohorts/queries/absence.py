"""Readers of what people said of their own day parts, and of what makes a missed one good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from lms.accounts.queries.reader import COORDINATED, READER, TAUGHT
from lms.cohorts import rules
from lms.cohorts.models import (
    ACTIVE,
    Attendance,
    AttendanceAlert,
    AttendanceCorrection,
    AttendanceProposal,
    CatchUpState,
    CatchUpTask,
    Cohort,
    DayPart,
    Enrolment,
    EnrolmentState,
    MadeUpSession,
    MadeUpState,
    Meeting,
)
from lms.cohorts.queries.enrolments import get_enrolment
from lms.cohorts.queries.meetings import get_day_part
from lms.cohorts.rules import FOR_PARTICIPANT, PersonalDayPart
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.programmes.models import Programme, ProgrammeVersion

OPEN_MADE_UP = (MadeUpState.PROPOSED, MadeUpState.CONFIRMED)


def select_personal(
    enrolment: Enrolment,
) -> sa.Select[DayPart, Attendance, AttendanceProposal, CatchUpTask, MadeUpSession]:
    """Day parts beside all that is said of them for one participant."""

    def own(table: type[Any]) -> sa.ColumnElement[bool]:
        return sa.and_(table.day_part_id == DayPart.id, table.enrolment_id == enrolment.id)

    return (
        sa.select(DayPart, Attendance, AttendanceProposal, CatchUpTask, MadeUpSession)
        .outerjoin(Attendance, own(Attendance))
        .outerjoin(AttendanceProposal, own(AttendanceProposal))
        .outerjoin(CatchUpTask, own(CatchUpTask))
        .outerjoin(MadeUpSession, sa.and_(own(MadeUpSession), MadeUpSession.state.in_(OPEN_MADE_UP)))
    )


def get_personal_day_part(session: Session, *, enrolment: Enrolment, day_part: DayPart) -> PersonalDayPart:
    """One day part as it stands for one participant."""
    row = session.execute(select_personal(enrolment).where(DayPart.id == day_part.id)).one()
    _part, attendance, proposal, task, made_up = row
    return PersonalDayPart(day_part, enrolment, attendance, proposal, task, made_up)


def get_own_day_part(session: Session, *, day_part_id: UUID, actor: Actor) -> PersonalDayPart:
    """A day part of the actor's own cohort, as it stands for the actor."""
    day_part = get_day_part(session, day_part_id=day_part_id)
    enrolment = session.scalars(
        sa.select(Enrolment)
        .where(
            Enrolment.cohort_id == day_part.meeting.cohort_id,
            Enrolment.person_id == actor.person_id,
            Enrolment.state.in_(ACTIVE),
        )
        .options(joinedload(Enrolment.cohort), joinedload(Enrolment.person))
    ).one_or_none()
    if enrolment is None:
        raise NotFoundError
    return get_personal_day_part(session, enrolment=enrolment, day_part=day_part)


def get_somebodys_day_part(session: Session, *, enrolment_id: UUID, day_part_id: UUID) -> PersonalDayPart:
    """A day part of somebody's own cohort, as it stands for that person."""
    enrolment = get_enrolment(session, enrolment_id=enrolment_id)
    day_part = get_day_part(session, day_part_id=day_part_id)
    if day_part.meeting.cohort_id != enrolment.cohort_id or enrolment.state not in ACTIVE:
        raise NotFoundError
    return get_personal_day_part(session, enrolment=enrolment, day_part=day_part)


def list_own_proposals(
    session: Session, *, enrolment: Enrolment, day_parts: Sequence[DayPart]
) -> Mapping[int, AttendanceProposal]:
    """What a participant said of some day parts, by day part."""
    statement = sa.select(AttendanceProposal).where(
        AttendanceProposal.enrolment_id == enrolment.id,
        AttendanceProposal.day_part_id.in_([part.id for part in day_parts]),
    )
    return {row.day_part_id: row for row in session.scalars(statement)}


def _of_somebody(table: Any) -> Sequence[ORMOption]:
    """The person, the cohort with its programme, and the day part with its meeting."""
    return (
        joinedload(table.day_part).joinedload(DayPart.meeting),
        joinedload(table.enrolment).options(
            joinedload(Enrolment.person),
            joinedload(Enrolment.organisation),
            joinedload(Enrolment.cohort)
            .joinedload(Cohort.programme_version)
            .joinedload(ProgrammeVersion.programme),
        ),
    )


def get_catch_up_task(session: Session, *, task_id: UUID) -> CatchUpTask:
    """A catch-up task with its person, cohort, day part and file."""
    statement = (
        sa.select(CatchUpTask)
        .where(CatchUpTask.public_id == task_id)
        .options(
            *_of_somebody(CatchUpTask),
            joinedload(CatchUpTask.file),
            joinedload(CatchUpTask.given_by),
            joinedload(CatchUpTask.judged_by),
        )
    )
    task = session.scalars(statement).one_or_none()
    if task is None:
        raise NotFoundError
    return task


# For a statement of everybody's start page: the catch-up tasks that wait for this participant.
WAITING_CATCH_UP = sa.select(CatchUpTask.public_id, CatchUpTask.due_on).where(
    CatchUpTask.enrolment_id == sa.bindparam("enrolment_id"), CatchUpTask.state.in_(FOR_PARTICIPANT)
)


def list_repaired(session: Session, *, enrolment: Enrolment) -> Sequence[PersonalDayPart]:
    """The day parts of one participant for which a task was approved, whatever the register says now."""
    statement = (
        select_personal(enrolment)
        .join(DayPart.meeting)
        .where(Attendance.repaired_at.is_not(None))
        .options(contains_eager(DayPart.meeting))
        .order_by(DayPart.id)
    )
    return [PersonalDayPart(row[0], enrolment, *row[1:]) for row in session.execute(statement)]


def list_tasks_in(
    session: Session, *, day_part: DayPart, enrolment_ids: Sequence[int], states: Collection[CatchUpState]
) -> Sequence[CatchUpTask]:
    """The tasks of these people for a day part that stand so, with whom and which cohort they concern."""
    if not enrolment_ids:
        return ()
    statement = (
        sa.select(CatchUpTask)
        .where(
            CatchUpTask.day_part_id == day_part.id,
            CatchUpTask.enrolment_id.in_(enrolment_ids),
            CatchUpTask.state.in_(states),
        )
        .options(joinedload(CatchUpTask.enrolment).joinedload(Enrolment.cohort))
    )
    return session.scalars(statement.order_by(CatchUpTask.id)).all()


def list_catch_up_tasks(session: Session, *, cohort: Cohort) -> Sequence[CatchUpTask]:
    """All catch-up tasks of a cohort with who they are for, the oldest day part first."""
    statement = (
        sa.select(CatchUpTask)
        .join(CatchUpTask.day_part)
        .join(DayPart.meeting)
        .where(Meeting.cohort_id == cohort.id)
        .options(
            joinedload(CatchUpTask.day_part).joinedload(DayPart.meeting),
            joinedload(CatchUpTask.enrolment).options(
                joinedload(Enrolment.person), joinedload(Enrolment.organisation)
            ),
        )
        .order_by(DayPart.starts_at, CatchUpTask.id)
    )
    return session.scalars(statement).all()


def list_proposed_made_ups(session: Session, *, cohort: Cohort) -> Sequence[MadeUpSession]:
    """What participants say to have attended elsewhere and waits for staff, the oldest first."""
    statement = (
        sa.select(MadeUpSession)
        .join(MadeUpSession.enrolment)
        .where(Enrolment.cohort_id == cohort.id, MadeUpSession.state == MadeUpState.PROPOSED)
        .options(
            joinedload(MadeUpSession.day_part).joinedload(DayPart.meeting),
            joinedload(MadeUpSession.enrolment).joinedload(Enrolment.person),
        )
        .order_by(MadeUpSession.id)
    )
    return session.scalars(statement).all()


def _select_absences_to_handle() -> sa.Select[UUID, str, int]:
    waits = sa.union_all(
        sa.select(CatchUpTask.enrolment_id).where(CatchUpTask.state.in_(rules.FOR_STAFF)),
        sa.select(MadeUpSession.enrolment_id).where(MadeUpSession.state == MadeUpState.PROPOSED),
    ).subquery()
    counted = (
        sa.select(Enrolment.cohort_id, sa.func.count().label("number"))
        .join(waits, waits.c.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id != READER)
        .group_by(Enrolment.cohort_id)
        .subquery()
    )
    return (
        sa.select(Cohort.public_id, Cohort.name, counted.c.number)
        .join(counted, counted.c.cohort_id == Cohort.id)
        .join(Cohort.programme_version)
        .join(ProgrammeVersion.programme)
        .where(sa.or_(Cohort.public_id.in_(TAUGHT), Programme.public_id.in_(COORDINATED)))
    )


# For a statement of every trainer's start page: per cohort what waits for its staff, which are tasks asked
# for or handed in and meetings attended elsewhere.
ABSENCES_TO_HANDLE = _select_absences_to_handle()


def get_made_up_session(session: Session, *, made_up_id: UUID) -> MadeUpSession:
    """A meeting attended elsewhere, with its person, cohort and day part."""
    statement = (
        sa.select(MadeUpSession)
        .where(MadeUpSession.public_id == made_up_id)
        .options(
            *_of_somebody(MadeUpSession),
            joinedload(MadeUpSession.attended_part)
            .joinedload(DayPart.meeting)
            .joinedload(Meeting.cohort)
            .joinedload(Cohort.programme_version)
            .joinedload(ProgrammeVersion.programme),
        )
    )
    made_up = session.scalars(statement).one_or_none()
    if made_up is None:
        raise NotFoundError
    return made_up


def find_latest_correction(session: Session, *, attendance: Attendance) -> AttendanceCorrection | None:
    """The newest change of one entry of the register, if any."""
    statement = (
        sa.select(AttendanceCorrection)
        .where(AttendanceCorrection.attendance_id == attendance.id)
        .order_by(AttendanceCorrection.id.desc())
        .limit(1)
    )
    return session.scalars(statement).one_or_none()


def list_watched(
    session: Session, *, cohort_id: int | UUID, states: Collection[EnrolmentState]
) -> Sequence[Enrolment]:
    """Whose attendance in a cohort can still come to an edge, with the cohort and its norm."""
    key = Cohort.public_id if isinstance(cohort_id, UUID) else Cohort.id
    statement = (
        sa.select(Enrolment)
        .join(Enrolment.cohort)
        .where(key == cohort_id, Enrolment.state.in_(states))
        .options(joinedload(Enrolment.cohort).joinedload(Cohort.programme_version))
        .order_by(Enrolment.id)
    )
    return session.scalars(statement).all()


def list_standing_alerts(session: Session, *, cohort: Cohort) -> Mapping[int, Sequence[AttendanceAlert]]:
    """The warnings that stand in a cohort, by enrolment."""
    statement = (
        sa.select(AttendanceAlert)
        .join(Enrolment, Enrolment.id == AttendanceAlert.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id, AttendanceAlert.lifted_at.is_(None))
        .order_by(AttendanceAlert.id)
    )
    found: dict[int, list[AttendanceAlert]] = defaultdict(list)
    for alert in session.scalars(statement):
        found[alert.enrolment_id].append(alert)
    return found
