"""Readers of cohorts, enrolments, meetings and the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.accounts.models import Hat
from lms.cohorts import rules
from lms.cohorts.models import ACTIVE, BELONGING, Admission, Attendance, Cohort, DayPart, Enrolment, Meeting
from lms.cohorts.rules import AttendanceFigures
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.programmes.models import Programme, ProgrammeVersion


def _with_programme() -> ORMOption:
    return joinedload(Cohort.programme_version).joinedload(ProgrammeVersion.programme)


def _enrolment_options() -> Sequence[ORMOption]:
    return (
        joinedload(Enrolment.person),
        joinedload(Enrolment.organisation),
        joinedload(Enrolment.discipline),
        joinedload(Enrolment.job_role),
        joinedload(Enrolment.cohort)
        .joinedload(Cohort.programme_version)
        .joinedload(ProgrammeVersion.programme),
    )


def get_cohort(session: Session, *, cohort_id: UUID) -> Cohort:
    """A cohort with its programme and its enrolments."""
    statement = (
        sa.select(Cohort)
        .where(Cohort.public_id == cohort_id)
        .options(_with_programme(), selectinload(Cohort.enrolments))
    )
    cohort = session.scalars(statement).one_or_none()
    if cohort is None:
        raise NotFoundError
    return cohort


def get_cohort_to_change(session: Session, *, cohort_id: UUID) -> Cohort:
    """A cohort with its programme, its enrolments and the organisations that it admits."""
    cohort = get_cohort(session, cohort_id=cohort_id)
    list_admissions(session, cohort=cohort)
    return cohort


def list_admissions(session: Session, *, cohort: Cohort) -> Sequence[Admission]:
    """The organisations that a cohort admits, by name; they are loaded on the cohort too."""
    statement = (
        sa.select(Cohort)
        .where(Cohort.id == cohort.id)
        .options(selectinload(Cohort.admissions).joinedload(Admission.organisation))
        .execution_options(populate_existing=True)
    )
    loaded = session.scalars(statement).one()
    return sorted(loaded.admissions, key=lambda row: row.organisation.name)


def list_cohorts_for(session: Session, *, actor: Actor) -> Sequence[Cohort]:
    """The cohorts in which the actor learns or teaches, or whose programme the actor coordinates."""
    own = sa.select(Enrolment.cohort_id).where(
        Enrolment.person_id == actor.person_id, Enrolment.state.in_(BELONGING)
    )
    statement = (
        sa.select(Cohort)
        .join(Cohort.programme_version)
        .join(ProgrammeVersion.programme)
        .where(
            sa.or_(
                Cohort.id.in_(own),
                Cohort.public_id.in_(actor.scopes(Hat.TRAINER)),
                Programme.public_id.in_(actor.scopes(Hat.COORDINATOR)),
            )
        )
        .options(
            contains_eager(Cohort.programme_version).contains_eager(ProgrammeVersion.programme),
            selectinload(Cohort.enrolments),
        )
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    )
    return session.scalars(statement).all()


def list_cohorts_of_organisation(session: Session, *, organisation_ids: Collection[int]) -> Sequence[Cohort]:
    """The cohorts in which people of these organisations take part, newest first."""
    taking_part = sa.select(Enrolment.cohort_id).where(
        Enrolment.organisation_id.in_(organisation_ids), Enrolment.state.in_(ACTIVE)
    )
    statement = (
        sa.select(Cohort)
        .where(Cohort.id.in_(taking_part))
        .options(_with_programme(), selectinload(Cohort.enrolments))
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    )
    return session.scalars(statement).all()


def list_versions_to_plan(session: Session, *, actor: Actor) -> Sequence[ProgrammeVersion]:
    """The published versions of the programmes that the actor coordinates, newest first."""
    statement = (
        sa.select(ProgrammeVersion)
        .join(ProgrammeVersion.programme)
        .where(
            ProgrammeVersion.published_at.is_not(None),
            Programme.public_id.in_(actor.scopes(Hat.COORDINATOR)),
        )
        .options(contains_eager(ProgrammeVersion.programme))
        .order_by(Programme.title, ProgrammeVersion.number.desc())
    )
    return session.scalars(statement).all()


def list_enrolments(session: Session, *, cohort: Cohort) -> Sequence[Enrolment]:
    """Everybody who is or was enrolled, by family name."""
    statement = sa.select(Enrolment).where(Enrolment.cohort_id == cohort.id).options(*_enrolment_options())
    return _by_name(session.scalars(statement).all())


def get_enrolment(session: Session, *, enrolment_id: UUID) -> Enrolment:
    """An enrolment with its person, organisation, discipline, job role and cohort."""
    statement = sa.select(Enrolment).where(Enrolment.public_id == enrolment_id).options(*_enrolment_options())
    enrolment = session.scalars(statement).one_or_none()
    if enrolment is None:
        raise NotFoundError
    return enrolment


def list_own_enrolments(session: Session, *, actor: Actor) -> Sequence[Enrolment]:
    """The actor's enrolments of any state, the newest cohort first."""
    statement = (
        sa.select(Enrolment)
        .join(Enrolment.cohort)
        .where(Enrolment.person_id == actor.person_id)
        .options(*_enrolment_options())
        .order_by(Cohort.starts_on.desc(), Enrolment.id.desc())
    )
    return session.scalars(statement).all()


def find_current_enrolment(session: Session, *, actor: Actor) -> Enrolment | None:
    """The newest enrolment with which the actor takes part, if any."""
    own = list_own_enrolments(session, actor=actor)
    return next((enrolment for enrolment in own if enrolment.state in ACTIVE), None)


def get_meeting(session: Session, *, meeting_id: UUID) -> Meeting:
    """A meeting with its day parts and its cohort."""
    statement = (
        sa.select(Meeting)
        .where(Meeting.public_id == meeting_id)
        .options(
            joinedload(Meeting.cohort)
            .joinedload(Cohort.programme_version)
            .joinedload(ProgrammeVersion.programme),
            selectinload(Meeting.day_parts),
        )
    )
    meeting = session.scalars(statement).one_or_none()
    if meeting is None:
        raise NotFoundError
    return meeting


def list_meetings(session: Session, *, cohort: Cohort) -> Sequence[Meeting]:
    """All meetings of a cohort with their day parts, in order of time."""
    statement = (
        sa.select(Meeting)
        .where(Meeting.cohort_id == cohort.id)
        .options(selectinload(Meeting.day_parts))
        .order_by(Meeting.held_on, Meeting.id)
    )
    return session.scalars(statement).all()


def list_coming_meetings(session: Session, *, cohort: Cohort, day: date, limit: int) -> Sequence[Meeting]:
    """The next meetings from a day on that are not cancelled, with their day parts."""
    statement = (
        sa.select(Meeting)
        .where(Meeting.cohort_id == cohort.id, Meeting.held_on >= day, Meeting.cancelled_at.is_(None))
        .options(selectinload(Meeting.day_parts))
        .order_by(Meeting.held_on, Meeting.id)
        .limit(limit)
    )
    return session.scalars(statement).all()


def list_unregistered_day_parts(session: Session, *, actor: Actor) -> Sequence[DayPart]:
    """Ended day parts without a register, of the cohorts that the actor teaches; the oldest first."""
    statement = (
        sa.select(DayPart)
        .join(DayPart.meeting)
        .join(Meeting.cohort)
        .where(
            Cohort.public_id.in_(actor.scopes(Hat.TRAINER)),
            DayPart.ends_at <= clock.now(),
            DayPart.registered_at.is_(None),
            DayPart.cancelled_at.is_(None),
            Meeting.cancelled_at.is_(None),
        )
        .options(contains_eager(DayPart.meeting).contains_eager(Meeting.cohort))
        .order_by(DayPart.starts_at, DayPart.id)
    )
    return session.scalars(statement).all()


def get_day_part(session: Session, *, day_part_id: UUID) -> DayPart:
    """A day part with its meeting, the other day parts of that day, and its cohort."""
    statement = (
        sa.select(DayPart)
        .where(DayPart.public_id == day_part_id)
        .options(
            joinedload(DayPart.meeting).options(
                joinedload(Meeting.cohort)
                .joinedload(Cohort.programme_version)
                .joinedload(ProgrammeVersion.programme),
                selectinload(Meeting.day_parts),
            )
        )
    )
    day_part = session.scalars(statement).one_or_none()
    if day_part is None:
        raise NotFoundError
    return day_part


def list_attendances(session: Session, *, day_part: DayPart) -> Mapping[int, Attendance]:
    """What the register of a day part says, by enrolment, with its corrections."""
    statement = (
        sa.select(Attendance)
        .where(Attendance.day_part_id == day_part.id)
        .options(selectinload(Attendance.corrections))
    )
    return {row.enrolment_id: row for row in session.scalars(statement)}


def counted_day_parts(session: Session, *, cohort: Cohort) -> Sequence[DayPart]:
    """The day parts that count: not cancelled, nor in a cancelled meeting (DR-12); with their meeting."""
    statement = (
        sa.select(DayPart)
        .join(DayPart.meeting)
        .where(Meeting.cohort_id == cohort.id, Meeting.cancelled_at.is_(None), DayPart.cancelled_at.is_(None))
        .options(contains_eager(DayPart.meeting))
        .order_by(DayPart.starts_at, DayPart.id)
    )
    return session.scalars(statement).all()


def list_cohort_attendances(session: Session, *, cohort: Cohort) -> Sequence[Attendance]:
    """Everything the registers of a cohort say."""
    statement = sa.select(Attendance).join(Attendance.enrolment).where(Enrolment.cohort_id == cohort.id)
    return session.scalars(statement).all()


def attendance_figures(session: Session, *, cohort: Cohort) -> Mapping[int, AttendanceFigures]:
    """The three figures of everybody who is or was enrolled, by enrolment; always three queries."""
    day_parts = {row.id: row for row in counted_day_parts(session, cohort=cohort)}
    days = {key: row.meeting.held_on for key, row in day_parts.items()}
    rows: dict[int, list[Attendance]] = defaultdict(list)
    for attendance in list_cohort_attendances(session, cohort=cohort):
        rows[attendance.enrolment_id].append(attendance)
    people = (
        sa.select(Enrolment.id, Enrolment.joined_on, ProgrammeVersion.attendance_norm)
        .join(Enrolment.cohort)
        .join(Cohort.programme_version)
        .where(Enrolment.cohort_id == cohort.id)
    )
    return {
        enrolment_id: rules.attendance_of(
            joined_on, day_parts=day_parts, days=days, attendances=rows[enrolment_id], norm=norm
        )
        for enrolment_id, joined_on, norm in session.execute(people)
    }


def attended_minutes(session: Session, *, cohort: Cohort) -> Mapping[int, int]:
    """How many minutes everybody was there, by enrolment."""
    day_parts = {row.id: row for row in counted_day_parts(session, cohort=cohort)}
    minutes: dict[int, int] = defaultdict(int)
    for row in list_cohort_attendances(session, cohort=cohort):
        if row.day_part_id in day_parts:
            minutes[row.enrolment_id] += rules.minutes_attended(
                row.status,
                minutes_missed=row.minutes_missed,
                net_minutes=day_parts[row.day_part_id].net_minutes,
            )
    return minutes


def _by_name(enrolments: Sequence[Enrolment]) -> Sequence[Enrolment]:
    return sorted(enrolments, key=lambda row: (row.person.sort_name.casefold(), row.id))
