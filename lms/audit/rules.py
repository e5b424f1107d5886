"""How an entry is sealed, and how tampering shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Any

from lms.audit.models import AuditEntry
from lms.core.events import Event


class Tampering(StrEnum):
    """What is wrong with the trail at an entry."""

    CHANGED = "changed"
    OUT_OF_LINE = "out_of_line"
    END_MISSING = "end_missing"


@dataclass(frozen=True)
class Finding:
    """Something is wrong at this entry; the last known one when the end is missing."""

    entry_id: int | None
    tampering: Tampering


def name_of(kind: type[Event]) -> str:
    """How a kind of event is called in the trail: `accounts.SignedIn`."""
    return f"{kind.__module__.split('.')[1]}.{kind.__name__}"


def plain(value: Any) -> Any:
    """A fact as the trail stores it: numbers, truth values, nothing, lists, and text for all else."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    return str(value)


def seal(
    *, previous_hash: str, event: str, actor_id: int | None, facts: Mapping[str, Any], happened_at: datetime
) -> str:
    """The hash of an entry, which covers the hash of the one before it."""
    instant = happened_at.astimezone(UTC).isoformat()
    text = json.dumps([previous_hash, event, actor_id, facts, instant], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def finding_at(entry: AuditEntry, *, previous_hash: str) -> Finding | None:
    """What is wrong with an entry that should follow this hash."""
    sealed = seal(
        previous_hash=entry.previous_hash,
        event=entry.event,
        actor_id=entry.actor_id,
        facts=entry.facts,
        happened_at=entry.happened_at,
    )
    if sealed != entry.entry_hash:
        return Finding(entry.id, Tampering.CHANGED)
    if entry.previous_hash != previous_hash:
        return Finding(entry.id, Tampering.OUT_OF_LINE)
    return None
