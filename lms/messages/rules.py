"""Which mail a notice gets, how long notices stay, and when the daily mail is due."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from lms.core import clock
from lms.core.errors import DomainError
from lms.core.notices import Delivery, NoticeKind, kinds
from lms.messages.models import Mailing

DIGEST_HOUR = 7
KEPT_READ = timedelta(days=60)
KEPT = timedelta(days=180)
KEPT_STOPPED = timedelta(days=365)
LONGEST_TITLE, LONGEST_LINE = 200, 500
EVERY_KIND = "*"
_DIGESTS = UUID("6f1f7a52-8f0e-4d55-9d0a-0d5e5d2b9c11")


class UnknownNoticeKindError(DomainError):
    """No manifest declares this kind of notice."""


def kind_of(key: str) -> NoticeKind:
    """A kind that some manifest declares."""
    if key not in kinds:
        raise UnknownNoticeKindError(key)
    return kinds[key]


def delivery_of(kind: NoticeKind, chosen: Mapping[str, Delivery]) -> Delivery:
    """How somebody is mailed about a kind: as they chose, where the kind still allows it."""
    delivery = chosen.get(kind.key, kind.default)
    return delivery if delivery in kind.choices else kind.default


def fewer_choices(key: str, chosen: Mapping[str, Delivery]) -> Mapping[str, Delivery]:
    """The least mail for a kind; for the daily mail: off for every kind in it that may be off."""
    if key != EVERY_KIND:
        return {key: kind_of(key).least}
    daily = [kind for kind in kinds.values() if delivery_of(kind, chosen) is Delivery.DAILY]
    return {kind.key: Delivery.OFF for kind in daily if kind.may_be_off}


def mailing_for(delivery: Delivery, *, has_calendar: bool) -> Mailing:
    """What happens with the mail; a meeting for the calendar does not wait until tomorrow, but off is off."""
    if delivery is Delivery.OFF:
        return Mailing.NONE
    return Mailing.PROMISED if has_calendar or delivery is Delivery.AT_ONCE else Mailing.AWAITS_DIGEST


def path_on_site(url: str) -> str:
    """Where a link leads on this site, whatever its host says."""
    parts = urlsplit(url)
    path = "/" + parts.path.lstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return path + query + (f"#{parts.fragment}" if parts.fragment else "")


def one_line(text: str, *, longest: int) -> str:
    """A title or line without line ends, cut off at its largest length."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def digest_until(moment: datetime) -> datetime:
    """The last morning hour in the Netherlands that has struck: what came before it goes into that mail."""
    day = clock.local(moment).date()
    struck = clock.at(day, DIGEST_HOUR)
    return struck if struck <= moment else clock.at(day - timedelta(days=1), DIGEST_HOUR)


def digest_id(person_id: UUID, until: datetime) -> UUID:
    """The id of somebody's mail of one morning; a second one has no place to be."""
    return uuid5(_DIGESTS, f"{person_id} {until.isoformat()}")


def reminder_key(address: str, matter: UUID) -> str:
    """How it is known that an address wants no more reminders of one matter, without keeping either."""
    return hashlib.sha256(f"{address.strip().casefold()}\n{matter.hex}".encode()).hexdigest()
