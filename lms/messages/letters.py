"""The mails of notices: what the outbox must know to write them, without their words."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from lms.accounts.models import Person
from lms.core import signing
from lms.core.http import absolute_url
from lms.core.outbox import MailItem, MailParts
from lms.messages.models import Notice
from lms.messages.rules import path_on_site, reminder_key

FEWER = "fewer-mail"
STOP = "stop-reminders"


def fewer_path(person: Person, kind: str) -> str:
    """The page on which this person gets fewer mails of this kind, without signing in."""
    token = signing.sign(FEWER, person.public_id.hex, kind)
    return path_on_site(absolute_url("messages.fewer_mail", token=token))


def stop_path(address: str, matter: UUID) -> str:
    """The page on which whoever has no account ends the reminders of one matter."""
    token = signing.sign(STOP, reminder_key(address, matter))
    return path_on_site(absolute_url("messages.reminders_stop", token=token))


def person_in(facts: Sequence[str]) -> UUID:
    """Whom the signed facts of such a link are about."""
    return UUID(facts[0])


def overview_path() -> str:
    """The page with all of one's own notices."""
    return path_on_site(absolute_url("messages.notices_list"))


def item_of(notice: Notice) -> MailItem:
    """A notice as one line of a daily mail."""
    return MailItem(title=notice.title, line=notice.line, path=notice.path)


def parts_for(person: Person, kind: str, **values: object) -> MailParts:
    """Whom a mail greets and how to get fewer of its kind, beside what it leads to."""
    return MailParts(name=person.given_name, fewer_path=fewer_path(person, kind), **values)  # type: ignore[arg-type]
