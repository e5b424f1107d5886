"""Readers of notices and preferences; everybody reads their own alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.accounts.models import Person
from lms.accounts.queries.reader import READER
from lms.core.authorisation import Actor
from lms.core.notices import Delivery
from lms.core.reading import first, read_rows
from lms.messages import rules
from lms.messages.models import Mailing, Notice, Preference, StoppedReminder

PAGE_SIZE = 25
FIRST_FEW = 3


@dataclass(frozen=True)
class UnreadNotice:
    """A notice as the start page shows it."""

    public_id: UUID
    title: str
    line: str
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class Unread:
    """The newest notices that somebody did not open yet, and how many there are in all."""

    newest: Sequence[UnreadNotice] = ()
    total: int = 0


@dataclass(frozen=True)
class NoticesPage:
    """One page of somebody's notices, newest first."""

    notices: Sequence[Notice]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """The number of pages."""
        return max(1, -(-self.total // PAGE_SIZE))


_OWN_UNREAD = (Notice.person_id == READER, Notice.read_at.is_(None))

# Made once: the number is on every page, the newest are on every start page.
COUNT_UNREAD = sa.select(sa.func.count(Notice.id)).where(*_OWN_UNREAD)
_UNREAD = (
    sa.select(
        Notice.public_id,
        Notice.title,
        Notice.line,
        Notice.created_at,
        Notice.read_at,
        COUNT_UNREAD.scalar_subquery(),
    )
    .where(*_OWN_UNREAD)
    .order_by(Notice.id.desc())
    .limit(first(FIRST_FEW))
)


def read_unread(session: Session, *, actor: Actor) -> Unread:
    """What waits unread for the actor (1 query)."""
    rows = read_rows(session, _UNREAD, {"reader_id": actor.person_id})
    return Unread([UnreadNotice(*row[:-1]) for row in rows], rows[0][-1]) if rows else Unread()


def list_notices(session: Session, *, actor: Actor, page: int = 1) -> NoticesPage:
    """The actor's own notices, newest first."""
    own = Notice.person_id == actor.person_id
    total = session.scalar(sa.select(sa.func.count()).select_from(Notice).where(own)) or 0
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    statement = (
        sa.select(Notice)
        .where(own)
        .order_by(Notice.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return NoticesPage(session.scalars(statement).all(), total, page)


def get_notice(session: Session, *, notice_id: UUID) -> Notice | None:
    """One notice."""
    return session.scalars(sa.select(Notice).where(Notice.public_id == notice_id)).one_or_none()


# Made once, for it runs at every notice.
_CHOSEN = sa.select(Preference.kind, Preference.delivery).where(Preference.person_id == READER)


def chosen_deliveries(session: Session, *, person_id: int | None) -> Mapping[str, Delivery]:
    """What somebody chose per kind; a kind without a choice is not in it."""
    return {row[0]: row[1] for row in read_rows(session, _CHOSEN, {"reader_id": person_id})}


def find_reader(session: Session, *, person_id: UUID) -> Person | None:
    """Whose mail a link in it is about; an erased person reads none."""
    return session.scalars(
        sa.select(Person).where(Person.public_id == person_id, Person.erased_at.is_(None))
    ).one_or_none()


def list_awaiting_digest(session: Session, *, before: datetime) -> Sequence[Notice]:
    """What waits for a daily mail, person by person, oldest first; another worker's rows are left alone."""
    statement = (
        sa.select(Notice)
        .where(Notice.mailing == Mailing.AWAITS_DIGEST, Notice.created_at < before)
        .options(joinedload(Notice.person, innerjoin=True))
        .order_by(Notice.person_id, Notice.id)
        .with_for_update(skip_locked=True, of=Notice)
    )
    return session.scalars(statement).all()


def stopped_matters(session: Session, *, matters: Collection[tuple[str, UUID]]) -> frozenset[UUID]:
    """Of which of these matters the address beside it wants no more reminders (1 query)."""
    keys = {rules.reminder_key(address, matter): matter for address, matter in matters}
    found = session.scalars(sa.select(StoppedReminder.key).where(StoppedReminder.key.in_(keys)))
    return frozenset(keys[key] for key in found)


def is_stopped(session: Session, *, address: str, matter: UUID) -> bool:
    """Whether this address wants no more reminders of a matter."""
    return matter in stopped_matters(session, matters=[(address, matter)])


def is_key_stopped(session: Session, *, key: str) -> bool:
    """The same, for what a link in a mail names."""
    return session.get(StoppedReminder, key) is not None
