"""Write down what happens in a meeting."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.cohorts.models import Meeting
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish
from lms.planning import rules
from lms.planning.events import AgendaWritten
from lms.planning.models import AgendaItem, AgendaKind
from lms.planning.rules import AgendaItemFacts


class AgendaTooLongError(DomainError):
    """The items of a day part together take longer than the day part lasts."""

    status = 422


class TooMuchCountsError(DomainError):
    """More minutes count than the net minutes of the day part."""

    status = 422


class NoSuchDayPartError(DomainError):
    """The meeting has no such day part."""

    status = 422


def write_agenda(
    session: Session, *, actor: Actor, meeting: Meeting, items: Sequence[AgendaItemFacts], version: int
) -> None:
    """Write the whole agenda of a meeting anew; it fits in the time that there is (DR-50)."""
    if meeting.version != version:
        raise ConflictError
    rows = [
        AgendaItem(
            meeting_id=meeting.id,
            part=facts.part,
            position=place,
            title=facts.title,
            minutes=facts.minutes,
            kind=facts.kind,
            counts=facts.counts and facts.kind is not AgendaKind.PAUSE,
        )
        for place, facts in enumerate(items, 1)
    ]
    check_agenda(meeting, rows)
    session.execute(sa.delete(AgendaItem).where(AgendaItem.meeting_id == meeting.id))
    session.add_all(rows)
    publish(
        session,
        AgendaWritten(actor=actor, cohort_id=meeting.cohort.public_id, meeting_id=meeting.public_id),
    )


def check_agenda(meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    """Refuse an agenda that does not fit in the day parts of its meeting."""
    for number in {item.part for item in items}:
        if not 1 <= number <= len(meeting.day_parts):
            raise NoSuchDayPartError
    for number, day_part in enumerate(meeting.day_parts, 1):
        own = [item for item in items if item.part == number]
        lasts = int((day_part.ends_at - day_part.starts_at).total_seconds()) // 60
        if sum(item.minutes for item in own) > lasts:
            raise AgendaTooLongError
        if sum(rules.sums_of(own).values()) > day_part.net_minutes:
            raise TooMuchCountsError
