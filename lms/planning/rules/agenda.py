"""Net hours for register points: what counts of an agenda, and what was attended of it (DR-50, DR-51)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.planning.models import AgendaItem, AgendaKind


@dataclass(frozen=True)
class AgendaItemFacts:
    """What happens for so many minutes in which day part, and whether that counts."""

    part: int
    title: str
    minutes: int
    kind: AgendaKind
    counts: bool


AgendaSums = Mapping[AgendaKind, int]


def counts(item: AgendaItem) -> bool:
    """Whether an item counts for points; a pause never does, whatever was ticked."""
    return item.counts and item.kind is not AgendaKind.PAUSE


def sums_of(items: Sequence[AgendaItem]) -> AgendaSums:
    """The net minutes that count, per kind."""
    sums: dict[AgendaKind, int] = defaultdict(int)
    for item in items:
        if counts(item):
            sums[item.kind] += item.minutes
    return dict(sums)


def attended_per_kind(items: Sequence[AgendaItem], *, attended: int, available: int) -> AgendaSums:
    """The counted minutes of one day part that somebody attended, per kind.

    Who missed a share of the day part misses the same share of each kind, rounded down.
    """
    if available <= 0 or attended <= 0:
        return {}
    share = min(attended, available)
    return {kind: minutes * share // available for kind, minutes in sums_of(items).items()}
