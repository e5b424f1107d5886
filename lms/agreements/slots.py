"""What features above know of somebody's line manager besides the agreement."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from sqlalchemy.orm import Session

from lms.cohorts.models import Enrolment


class ManagersReader(Protocol):
    """Says who leads a participant, as far as its feature knows."""

    def __call__(self, session: Session, *, enrolment: Enrolment) -> Collection[str]:
        """The e-mail addresses, in any case."""


managers_readers: dict[str, ManagersReader] = {}
"""By the name of the feature; filled once, when the features are registered."""
