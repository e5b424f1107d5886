"""What is done with notices: somebody is told, reads, chooses how to be mailed, and gets one mail a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.core import clock
from lms.core.i18n import speaking
from lms.core.notices import CalendarPart, Delivery
from lms.core.outbox import MailParts, queue_mail
from lms.messages import letters, queries, rules
from lms.messages.models import Mailing, Notice, Preference, StoppedReminder


def notify(
    session: Session,
    *,
    recipient: Person,
    kind: str,
    title: str,
    line: str,
    url: str,
    calendar: CalendarPart | None = None,
) -> None:
    """Tell somebody with an account that something waits, and promise the mail that they prefer.

    The words are in the recipient's language already, and say that something waits, never what it says.
    """
    known = rules.kind_of(kind)
    if recipient.erased_at is not None:
        return
    chosen = queries.chosen_deliveries(session, person_id=recipient.id)
    mailing = rules.mailing_for(rules.delivery_of(known, chosen), has_calendar=calendar is not None)
    if recipient.suspended_at is not None:
        mailing = Mailing.NONE
    notice = Notice(
        person_id=recipient.id,
        kind=known.key,
        title=rules.one_line(title, longest=rules.LONGEST_TITLE),
        line=rules.one_line(line, longest=rules.LONGEST_LINE),
        path=rules.path_on_site(url),
        mailing=mailing,
    )
    session.add(notice)
    if mailing is Mailing.PROMISED:
        queue_mail(
            session,
            to=recipient.email,
            subject=notice.title,
            text=notice.line,
            locale=recipient.locale,
            parts=letters.parts_for(recipient, known.key, path=notice.path, calendar=calendar),
        )


def notify_each(
    session: Session,
    *,
    recipients: Iterable[Person],
    kind: str,
    words: Callable[[], tuple[str, str]],
    url: str,
    calendar: Callable[[Person], CalendarPart] | None = None,
) -> None:
    """Tell the same to some people, nobody twice and each in the own language: a title and a line."""
    for person in {person.id: person for person in recipients}.values():
        with speaking(person.locale):
            title, line = words()
            part = calendar(person) if calendar else None
            notify(session, recipient=person, kind=kind, title=title, line=line, url=url, calendar=part)


def read_notice(session: Session, *, notice: Notice) -> None:
    """Somebody opens a notice; when is theirs alone, so nothing announces it."""
    if notice.read_at is None:
        notice.read_at = clock.now()
        _skip_digest(notice)


def _skip_digest(notice: Notice) -> None:
    if notice.mailing is Mailing.AWAITS_DIGEST:
        notice.mailing = Mailing.NONE


def read_all(session: Session, *, person_id: int) -> None:
    """Somebody has seen all their notices."""
    unread = sa.select(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    for notice in session.scalars(unread):
        read_notice(session, notice=notice)
    session.flush()


def consider_read(session: Session, *, before: datetime) -> None:
    """Notices of before a moment count as read and mailed; for a history that is written down afterwards."""
    old = sa.update(Notice).where(Notice.created_at < before, Notice.read_at.is_(None))
    session.execute(old.values(read_at=Notice.created_at, mailing=Mailing.NONE))


def choose_deliveries(session: Session, *, person_id: int, choices: Mapping[str, Delivery]) -> None:
    """Somebody chooses how to be mailed per kind; what a kind does not allow is refused."""
    own = sa.select(Preference).where(Preference.person_id == person_id)
    rows = {row.kind: row for row in session.scalars(own)}
    for key, delivery in choices.items():
        if delivery not in rules.kind_of(key).choices:
            raise ValueError(f"{key} cannot be {delivery}")
        if key in rows:
            rows[key].delivery = delivery
        elif delivery is not rules.kind_of(key).default:
            session.add(Preference(person_id=person_id, kind=key, delivery=delivery))
    off = [key for key, delivery in choices.items() if delivery is Delivery.OFF]
    waiting = sa.select(Notice).where(
        Notice.person_id == person_id, Notice.kind.in_(off), Notice.mailing == Mailing.AWAITS_DIGEST
    )
    for notice in session.scalars(waiting):
        _skip_digest(notice)
    session.flush()


def reminder_parts(address: str, *, matter: UUID) -> MailParts:
    """What a reminder to somebody without account has besides its words: how to end them for this matter."""
    return MailParts(fewer_path=letters.stop_path(address, matter))


def stop_reminders(session: Session, *, key: str) -> None:
    """Whoever has no account hears no more of one matter, but for what they need to answer; twice is once."""
    if session.get(StoppedReminder, key) is None:
        session.add(StoppedReminder(key=key))
        session.flush()


def prune(session: Session) -> None:
    """Forget notices that were read two months ago, all of half a year ago, and what stopped a year ago."""
    moment = clock.now()
    old = sa.or_(Notice.read_at < moment - rules.KEPT_READ, Notice.created_at < moment - rules.KEPT)
    session.execute(sa.delete(Notice).where(old))
    long_ago = StoppedReminder.stopped_at < moment - rules.KEPT_STOPPED
    session.execute(sa.delete(StoppedReminder).where(long_ago))


def forget_person(session: Session, *, person_id: UUID) -> None:
    """Whoever is erased has no notices and no preferences."""
    erased = sa.select(Person.id).where(Person.public_id == person_id).scalar_subquery()
    session.execute(sa.delete(Notice).where(Notice.person_id == erased))
    session.execute(sa.delete(Preference).where(Preference.person_id == erased))


def promise_digest(
    session: Session, *, person: Person, notices: Sequence[Notice], subject: str, text: str
) -> None:
    """One mail with all that waits for somebody; in the same transaction its notices no longer await one."""
    items = [letters.item_of(notice) for notice in notices]
    until = rules.digest_until(clock.now())
    queue_mail(
        session,
        to=person.email,
        subject=subject,
        text=text,
        locale=person.locale,
        parts=letters.parts_for(person, rules.EVERY_KIND, path=letters.overview_path(), items=items),
        intent_id=rules.digest_id(person.public_id, until),
    )
    for notice in notices:
        notice.mailing = Mailing.PROMISED
    session.flush()


def due_digests(session: Session) -> Sequence[tuple[Person, Sequence[Notice]]]:
    """For whom a daily mail is due, with what goes into it; what can no longer be mailed stops waiting."""
    waiting = queries.list_awaiting_digest(session, before=rules.digest_until(clock.now()))
    due = []
    for _id, group in groupby(waiting, key=lambda notice: notice.person_id):
        notices = list(group)
        person = notices[0].person
        if person.erased_at is None and person.suspended_at is None:
            due.append((person, notices))
        else:
            for notice in notices:
                _skip_digest(notice)
    return due
