"""The smallest valid objects, one module per feature; they add rows and never call operations."""

from __future__ import annotations

from typing import TypeVar

from lms.core.extensions import db

Row = TypeVar("Row")


def save(row: Row) -> Row:
    """Add a row and commit it to the test's savepoint, so that requests see it."""
    db.session.add(row)
    db.session.commit()
    return row


class Counter:
    """Numbers that make names and addresses differ."""

    def __init__(self) -> None:
        self.value = 0

    def next(self) -> int:
        self.value += 1
        return self.value


counter = Counter()
