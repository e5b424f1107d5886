"""How long a post can be changed, and what the board refuses."""

from __future__ import annotations

from datetime import datetime, timedelta

from lms.board.models import Post
from lms.core.errors import DomainError

EDITABLE_FOR = timedelta(hours=24)


class EditTooLateError(DomainError):
    """Others have read the post; after a day it stays as it is."""


class PostRemovedError(DomainError):
    """The post, or the topic to which it belongs, was taken away."""


class UnknownModuleError(DomainError):
    """The programme of this cohort has no such module."""

    status = 422


def is_editable(post: Post, *, moment: datetime) -> bool:
    """Whether its author can still change it."""
    return not post.is_removed and moment <= post.created_at + EDITABLE_FOR
