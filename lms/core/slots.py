"""What any feature may contribute for all: what it holds of a person, and the work that people wait for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from lms.core.authorisation import Actor


@dataclass(frozen=True)
class PersonalData:
    """One column that points at a person or holds personal data: why it is there and how long it stays."""

    column: str
    purpose: str
    kept: str
    exported: bool = True


@dataclass(frozen=True, kw_only=True)
class JobPage:
    """What the page of a job says of its subject and of its outcome, and where the outcome is read."""

    line: str = ""
    outcome: str = ""
    label: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """A kind of work that people wait for.

    `step` does the next small part of a job for whoever started it and says how many of its units that were;
    it is called again, each time in a transaction of its own, until the total is reached or nothing is left.
    """

    key: str
    title: Any
    step: Callable[[Session, Actor, Any], int]
    page: Callable[[Any], JobPage]
