"""Readers of the trail."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.audit.models import BEGINNING, AuditEntry, AuditHead
from lms.audit.rules import Finding, Tampering, finding_at
from lms.core import clock
from lms.core.authorisation import Actor

PAGE_SIZE = 50
READ_AT_ONCE = 1000
PERSON = "person_id"


@dataclass(frozen=True)
class EntriesPage:
    """One page of the trail: entries with who acted, newest first."""

    entries: Sequence[tuple[AuditEntry, Person | None]]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """The number of pages."""
        return max(1, -(-self.total // PAGE_SIZE))


def list_entries(
    session: Session,
    *,
    actor: Actor,
    technical: Collection[str],
    subjects: Mapping[str, Collection[str]] = MappingProxyType({}),
    event: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    page: int = 1,
) -> EntriesPage:
    """What happened, as far as this actor reads it.

    Administrators read everything; coordinators what they did themselves and what happened to the subjects of
    their own programmes, technical events apart.
    """
    wanted: list[sa.ColumnElement[bool]] = []
    if not actor.wears(Hat.ADMINISTRATOR):
        wanted.append(AuditEntry.event.not_in(technical))
        wanted.append(_is_about(actor, subjects) if actor.wears(Hat.COORDINATOR) else sa.false())
    if event is not None:
        wanted.append(AuditEntry.event == event)
    if first_day is not None:
        wanted.append(AuditEntry.happened_at >= clock.at(first_day, 0))
    if last_day is not None:
        wanted.append(AuditEntry.happened_at < clock.at(last_day + timedelta(days=1), 0))
    total = session.scalar(sa.select(sa.func.count()).select_from(AuditEntry).where(*wanted)) or 0
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    statement = (
        sa.select(AuditEntry, Person)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(*wanted)
        .order_by(AuditEntry.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    rows = [(entry, person) for entry, person in session.execute(statement)]
    return EntriesPage(rows, total, page)


def _is_about(actor: Actor, subjects: Mapping[str, Collection[str]]) -> sa.ColumnElement[bool]:
    """Own acts, and events about these subjects; a person counts where no programme or cohort is named."""
    facts = {name: AuditEntry.facts[name].as_string() for name in subjects}
    places = [name for name in subjects if name != PERSON]
    about = [facts[name].in_(subjects[name]) for name in places]
    if PERSON in subjects:
        placeless = [facts[name].is_(None) for name in places]
        about.append(sa.and_(*placeless, facts[PERSON].in_(subjects[PERSON])))
    return sa.or_(AuditEntry.actor_id == actor.person_id, *about)


def verify_chain(session: Session) -> Sequence[Finding]:
    """Everything that was edited, deleted, reordered or cut off; empty when the trail is whole."""
    findings: list[Finding] = []
    previous_hash, number, last_id = BEGINNING, 0, None
    statement = sa.select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=READ_AT_ONCE)
    for entry in session.scalars(statement):
        finding = finding_at(entry, previous_hash=previous_hash)
        if finding is not None:
            findings.append(finding)
        previous_hash, number, last_id = entry.entry_hash, number + 1, entry.id
    head = session.get(AuditHead, 1, populate_existing=True)
    if head is None or head.entries != number or head.last_hash != previous_hash:
        findings.append(Finding(last_id, Tampering.END_MISSING))
    return findings
