"""Readers of agendas, and of the net minutes that somebody attended of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

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
    parts = _attended_parts(session, enrolment)
    statement = (
        sa.select(AgendaItem)
        .where(AgendaItem.meeting_id.in_({meeting_id for meeting_id, _part in parts}))
        .order_by(AgendaItem.id)
    )
    items: dict[tuple[int, int], list[AgendaItem]] = defaultdict(list)
    for item in session.scalars(statement):
        items[item.meeting_id, item.part].append(item)
    total: dict[AgendaKind, int] = defaultdict(int)
    for place, (attended, available) in parts.items():
        sums = rules.attended_per_kind(items[place], attended=attended, available=available)
        for kind, minutes in sums.items():
            total[kind] += minutes
    return dict(total)


def _attended_parts(session: Session, enrolment: Enrolment) -> Mapping[tuple[int, int], tuple[int, int]]:
    """Per meeting and place of a day part in it: the minutes attended and the minutes that there were."""
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
        sa.select(DayPart.meeting_id, numbered.c.number, DayPart.net_minutes, Attendance)
        .join(numbered, numbered.c.id == DayPart.id)
        .join(Attendance, Attendance.day_part_id == DayPart.id)
        .join(DayPart.meeting)
        .where(
            Attendance.enrolment_id == enrolment.id,
            DayPart.cancelled_at.is_(None),
            Meeting.cancelled_at.is_(None),
        )
    )
    return {
        (meeting_id, place): (
            minutes_attended(row.status, minutes_missed=row.minutes_missed, net_minutes=net),
            net,
        )
        for meeting_id, place, net, row in session.execute(statement)
    }
