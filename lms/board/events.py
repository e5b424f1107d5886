"""What happens on a board: that something was put there, changed or taken away, never what it says."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms.board.models import PostKind
from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class _OnBoard(Event):
    post_id: UUID
    cohort_id: UUID
    kind: PostKind


@dataclass(frozen=True, kw_only=True)
class PostPlaced(_OnBoard):
    """An announcement, a question or an answer was put on the board."""


@dataclass(frozen=True, kw_only=True)
class PostEdited(_OnBoard):
    """Somebody changed an own post."""


@dataclass(frozen=True, kw_only=True)
class PostRemoved(_OnBoard):
    """A post was taken away, by its author or by the staff."""

    by_author: bool
