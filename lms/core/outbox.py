"""An intent (a mail, a job) is a row in the same transaction; the worker carries it out after the commit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
import structlog
from flask_babel import get_locale
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.core import clock
from lms.core.bounces import hash_of, note_address
from lms.core.model import Base
from lms.core.notices import CalendarPart

LEASE = timedelta(minutes=5)
RETRY_AFTER = (1, 5, 15, 60, 240, 720)
MAIL = "mail"

log = structlog.get_logger()

_nudges: list[Callable[[], None]] = []


@dataclass(frozen=True, kw_only=True)
class MailItem:
    """One thing that waits, as a mail names it; `path` leads to it on this site."""

    title: str
    line: str
    path: str


@dataclass(frozen=True, kw_only=True)
class MailParts:
    """What a mail has besides its words: whom it greets, where it leads, and how to get fewer of them."""

    name: str = ""
    path: str = ""
    items: Sequence[MailItem] = ()
    fewer_path: str = ""
    calendar: CalendarPart | None = None


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """A mail that its server refuses for good; whoever promised it may know it by its Message-ID."""

    address: str
    message_id: str


BounceHandler = Callable[[Session, Bounce], None]

_bounce_handlers: list[BounceHandler] = []


class Intent(Base):
    """One thing to do after the commit; its id makes carrying it out twice harmless."""

    __tablename__ = "core_intent"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(sa.String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    bounced_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(sa.String(200))


def queue_job(
    session: Session,
    *,
    kind: str,
    payload: dict[str, Any],
    due_at: datetime | None = None,
    intent_id: UUID | None = None,
) -> None:
    """Promise a job of a kind that some feature's manifest knows; an id of one's own is promised once."""
    session.add(Intent(id=intent_id or uuid4(), kind=kind, payload=payload, due_at=due_at or clock.now()))
    session.info["has_intents"] = True


def queue_mail(
    session: Session,
    *,
    to: str,
    subject: str,
    text: str,
    parts: MailParts | None = None,
    locale: str | None = None,
    intent_id: UUID | None = None,
) -> str:
    """Promise a mail; it says that something waits and links to it, never the content.

    Its language is that of this moment unless told otherwise. A bounce is known by the Message-ID given back.
    """
    message_id = make_msgid(domain="samenloop")
    payload = {
        "to": to,
        "subject": subject,
        "text": text,
        "message_id": message_id,
        "locale": locale or str(get_locale() or "nl"),
        **asdict(parts or MailParts()),
    }
    queue_job(session, kind=MAIL, payload=payload, intent_id=intent_id)
    return message_id


def claim_next(session: Session) -> Intent | None:
    """Lease the oldest due intent to this worker; another worker skips it until the lease ends."""
    moment = clock.now()
    statement = (
        sa.select(Intent)
        .where(Intent.done_at.is_(None), Intent.due_at <= moment, Intent.attempts <= len(RETRY_AFTER))
        .order_by(Intent.due_at, Intent.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    intent = session.scalars(statement).first()
    if intent is not None:
        intent.due_at = moment + LEASE
        intent.attempts += 1
    return intent


def finish(session: Session, *, intent_id: UUID) -> None:
    """The intent is carried out; its content is forgotten."""
    intent = session.get_one(Intent, intent_id)
    intent.done_at = clock.now()
    kept = {key: intent.payload[key] for key in ("message_id",) if key in intent.payload}
    if "to" in intent.payload:
        kept["address_hash"] = hash_of(intent.payload["to"])
    intent.payload = kept


def postpone(session: Session, *, intent_id: UUID, error: str) -> None:
    """It failed: try again later, after a growing pause; the error's kind is kept, never its text."""
    intent = session.get_one(Intent, intent_id)
    pause = RETRY_AFTER[min(intent.attempts, len(RETRY_AFTER)) - 1]
    intent.due_at = clock.now() + timedelta(minutes=pause)
    intent.last_error = error[:200]
    if intent.attempts > len(RETRY_AFTER):
        log.error("intent_given_up", kind=intent.kind, intent=str(intent_id), error=error[:200])


def bounce(session: Session, *, intent_id: UUID) -> None:
    """A mail's address is refused for good: it is not tried again, and who promised it hears so."""
    intent = session.get_one(Intent, intent_id)
    told = Bounce(address=intent.payload["to"], message_id=intent.payload["message_id"])
    finish(session, intent_id=intent_id)
    intent.bounced_at = clock.now()
    note_address(session, address_hash=hash_of(told.address))
    for call in _bounce_handlers:
        call(session, told)


def note_bounce(session: Session, *, message_id: str) -> bool:
    """A mail came back after its server took it; whether we still know of that mail."""
    known = sa.select(Intent).where(
        Intent.kind == MAIL, Intent.payload["message_id"].as_string() == message_id
    )
    intent = session.scalars(known).first()
    if intent is None:
        return False
    intent.bounced_at = intent.bounced_at or clock.now()
    if address_hash := intent.payload.get("address_hash"):
        note_address(session, address_hash=address_hash)
    for call in _bounce_handlers:
        call(session, Bounce(address=intent.payload.get("to", ""), message_id=message_id))
    return True


def list_delivered(session: Session, *, intent_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these promises were carried out and did not bounce."""
    statement = sa.select(Intent.id).where(
        Intent.id.in_(intent_ids), Intent.done_at.is_not(None), Intent.bounced_at.is_(None)
    )
    return frozenset(session.scalars(statement))


def on_bounce(call: BounceHandler) -> None:
    """Have this called, in the transaction that marks the mail, for every mail that is refused for good."""
    _bounce_handlers.append(call)


def forget_listeners() -> None:
    """Forget who listens to bounces, before an application registers its own."""
    _bounce_handlers.clear()


def consider_mailed(session: Session, *, before: datetime) -> None:
    """Mails promised before a moment are not sent any more; for a history that is written down afterwards."""
    old = sa.select(Intent.id).where(
        Intent.kind == MAIL, Intent.done_at.is_(None), Intent.created_at < before
    )
    for intent_id in session.scalars(old).all():
        finish(session, intent_id=intent_id)


@dataclass(frozen=True)
class QueueStanding:
    """How the promised work stands: how much is due, how much failed so often that it was given up."""

    due: int
    given_up: int
    last_done_at: datetime | None


def queue_standing(session: Session) -> QueueStanding:
    """What waits now, what was given up, and when the worker last finished something."""
    undone = Intent.done_at.is_(None)
    tried_out = Intent.attempts > len(RETRY_AFTER)
    due = sa.func.count().filter(undone, sa.not_(tried_out), Intent.due_at <= clock.now())
    given_up = sa.func.count().filter(undone, tried_out)
    row = session.execute(sa.select(due, given_up, sa.func.max(Intent.done_at)).select_from(Intent)).one()
    return QueueStanding(*row)


def list_failing(session: Session, *, limit: int = 100) -> Sequence[Intent]:
    """What failed at least once and is not done, what was given up first."""
    statement = (
        sa.select(Intent)
        .where(Intent.done_at.is_(None), Intent.last_error.is_not(None))
        .order_by(Intent.attempts.desc(), Intent.created_at, Intent.id)
        .limit(limit)
    )
    return session.scalars(statement).all()


def find_failing(session: Session, *, intent_id: UUID) -> Intent | None:
    """One intent that failed and is not done yet."""
    intent = session.get(Intent, intent_id, with_for_update=True)
    return intent if intent and intent.done_at is None and intent.last_error else None


def try_again(session: Session, *, intent: Intent) -> None:
    """Carry out at once what failed, with as many chances as new work has."""
    intent.due_at, intent.attempts = clock.now(), 0
    session.info["has_intents"] = True


def prune(session: Session) -> None:
    """Forget what was carried out, or given up, more than thirty days ago."""
    past = clock.now() - timedelta(days=30)
    given_up = sa.and_(Intent.attempts > len(RETRY_AFTER), Intent.due_at < past)
    session.execute(sa.delete(Intent).where(sa.or_(Intent.done_at < past, given_up)))


def on_nudge(call: Callable[[], None]) -> None:
    """Have the worker woken by this call after a commit that holds intents."""
    _nudges[:] = [call]


def nudge(session: Session) -> None:
    """Wake the worker when this commit promised something; a lost nudge only costs a minute."""
    if not session.info.pop("has_intents", False):
        return
    for call in _nudges:
        try:
            call()
        except Exception as failure:  # what was committed stays said, also when the queue is away
            log.warning("worker_not_woken", error=type(failure).__name__)
