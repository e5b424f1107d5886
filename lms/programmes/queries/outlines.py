"""Readers of the course in outline: what every page of a participant goes by."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.orm import Session, SessionTransaction

from lms.core.database import writing
from lms.core.keeping import Kept
from lms.core.reading import read_rows
from lms.programmes import rules
from lms.programmes.models import Activity, Module, ProgrammeVersion

# Made once, for it runs at every page of a course.
_OUTLINE = (
    sa.select(
        Module.id,
        Module.public_id,
        Module.position,
        Module.key,
        Module.title,
        Module.short_title,
        Module.summary,
        Module.opens_after_weeks,
        Module.planned_until_week,
        Module.requires_keys,
        Module.is_privacy,
        Module.is_casework,
        Activity.id,
        Activity.public_id,
        Activity.key,
        Activity.kind,
        Activity.title,
        Activity.minutes,
        Activity.is_required,
        Activity.due_after_weeks,
        Activity.requires_keys,
        Activity.module_id,
        Activity.is_casework,
    )
    .outerjoin(Module.activities)
    .where(Module.programme_version_id == sa.bindparam("version_id"))
    .order_by(Module.position, Module.id, Activity.position, Activity.id)
)
_OF_THE_MODULE, _OF_BOTH = 12, 23
_followed: WeakKeyDictionary[SessionTransaction, dict[int, rules.Outline]] = WeakKeyDictionary()
_published: Kept[UUID, rules.Outline] = Kept(most=100)


def get_course_outline(session: Session, *, version_id: int) -> rules.Outline:
    """The modules and activities of a version without their texts (1 query)."""
    return _outline_of(read_rows(session, _OUTLINE, {"version_id": version_id}))


def get_kept_outline(session: Session, *, edition: ProgrammeVersion) -> rules.Outline:
    """The same for a version that was read before; of a published one, which never changes, it is kept.

    Never in a request that writes: what it publishes may still be taken back.
    """

    def read() -> rules.Outline:
        return get_course_outline(session, version_id=edition.id)

    if writing.get() or not edition.is_published:
        return read()
    return _published.get(edition.public_id, read)


def get_followed_outline(session: Session, *, version_id: int) -> rules.Outline:
    """The same for the version that a cohort follows, which is published: read once in a transaction."""
    transaction = session.get_transaction()
    if transaction is None:
        return get_course_outline(session, version_id=version_id)
    kept = _followed.setdefault(transaction, {})
    if version_id not in kept:
        kept[version_id] = get_course_outline(session, version_id=version_id)
    return kept[version_id]


def _outline_of(rows: Iterable[Any]) -> rules.Outline:
    modules: list[rules.OutlinedModule] = []
    for _number, group in groupby(rows, key=lambda row: row[0]):
        of_module: list[Any] = list(group)
        activities = tuple(
            rules.OutlinedActivity(*row[_OF_THE_MODULE:_OF_BOTH])
            for row in of_module
            if row[_OF_THE_MODULE] is not None
        )
        modules.append(rules.OutlinedModule(*[*of_module[0][:_OF_THE_MODULE], activities]))
    return rules.Outline(tuple(modules))
