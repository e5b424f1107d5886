"""Readers of agendas, and of the net minutes that somebody attended of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.cohorts.models import Attendance, DayPart, Enrolment, Meeting
from lms.cohorts.rules import minutes_attended
from lms.planning import rules
from lms.planning.models import AgendaItem, AgendaKind


def list_agenda(session: Session, *, meeting: Meeting) -> Sequence[AgendaItem]:
    """What happens in a meeting, in its order."""
    statement = (
        sa.select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaItem.part, AgendaItem.position, AgendaItem.id)
    )
    return session.scalars(statement).all()


def counted_minutes(session: Session, *, enrolment: Enrolment) -> Mapping[AgendaKind, int]:
    """The net minutes per kind that somebody attended, of agenda items that count (DR-50, DR-51).

    Only what the register says is attended counts; a day part without an agenda gives nothing.
    """
    total: dict[AgendaKind, int] = defaultdict(int)
    for items, attendance, available in _attended_agendas(session, enrolment):
        attended = minutes_attended(
            attendance.status, minutes_missed=attendance.minutes_missed, net_minutes=available
        )
        sums = rules.attended_per_kind(items, attended=attended, available=available)
        for kind, minutes in sums.items():
            total[kind] += minutes
    return dict(total)


def _attended_agendas(
    session: Session, enrolment: Enrolment
) -> Sequence[tuple[Sequence[AgendaItem], Attendance, int]]:
    """Per registered day part with an agenda: its items, the register's row, and the minutes there were."""
    number = (
        sa.func.row_number().over(partition_by=DayPart.meeting_id, order_by=(DayPart.starts_at, DayPart.id))
    ).label("number")
    numbered = (
        sa.select(DayPart.id, number)
        .join(DayPart.meeting)
        .where(Meeting.cohort_id == enrolment.cohort_id)
        .subquery()
    )
    statement = (
        sa.select(AgendaItem, Attendance, DayPart.net_minutes)
        .join(numbered, numbered.c.id == DayPart.id)
        .join(Attendance, Attendance.day_part_id == DayPart.id)
        .join(DayPart.meeting)
        .join(
            AgendaItem,
            sa.and_(AgendaItem.meeting_id == DayPart.meeting_id, AgendaItem.part == numbered.c.number),
        )
        .where(
            Attendance.enrolment_id == enrolment.id,
            DayPart.cancelled_at.is_(None),
            Meeting.cancelled_at.is_(None),
        )
        .order_by(Attendance.id, AgendaItem.id)
    )
    rows: Sequence[Any] = session.execute(statement).all()
    return [
        ([item for item, _attendance, _minutes in group], attendance, minutes)
        for (attendance, minutes), group in groupby(rows, key=lambda row: (row[1], row[2]))
    ]
