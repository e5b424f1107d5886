"""When modules and activities open, when they are due, and why they are locked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from lms.programmes.models import (
    Activity,
    ActivityKind,
    Aim,
    Criterion,
    Module,
    ProgrammeVersion,
    Question,
    Requirement,
)

WEIGHTS_TOGETHER = 100
EARLIEST_WEEK = -8
"""Weeks before the first meeting in which a module may open, such as the one about privacy."""

FEWEST_OPTIONS = 2
LONGEST_STEM = 32

Item = TypeVar("Item")


class Direction(StrEnum):
    """Where something goes in its order."""

    UP = "up"
    DOWN = "down"


class LockKind(StrEnum):
    """Why something cannot be opened yet."""

    NOT_OPEN_YET = "not_open_yet"
    NEEDS = "needs"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True)
class Lock:
    """Why a participant cannot open a module or activity: a date to wait for, or other work to do first.

    Before casework come the privacy modules that are not done yet, and the promise of confidentiality.
    """

    kind: LockKind
    opens_on: date | None = None
    titles: tuple[str, ...] = ()
    privacy: tuple[AnyModule, ...] = ()
    needs_promise: bool = False


@dataclass(frozen=True, slots=True)
class OutlinedActivity:
    """An activity without its texts: what is asked, by when, and after what."""

    id: int
    public_id: UUID
    key: str
    kind: ActivityKind
    title: str
    minutes: int
    is_required: bool
    due_after_weeks: int | None
    requires_keys: Sequence[str]
    module_id: int
    is_casework: bool = False


@dataclass(frozen=True, slots=True)
class OutlinedModule:
    """A module with its activities in outline."""

    id: int
    public_id: UUID
    position: int
    key: str
    title: str
    short_title: str
    summary: str
    opens_after_weeks: int
    planned_until_week: int
    requires_keys: Sequence[str]
    is_privacy: bool
    is_casework: bool
    activities: Sequence[OutlinedActivity]


@dataclass(frozen=True, slots=True)
class Outline:
    """A version as a participant finds the way in it: plain facts, many times cheaper than whole rows."""

    modules: Sequence[OutlinedModule] = ()


AnyVersion = ProgrammeVersion | Outline
AnyModule = Module | OutlinedModule
AnyActivity = Activity | OutlinedActivity


def in_week(week: int, *, starts_on: date) -> date:
    """The day that lies this many weeks after the first meeting of a cohort."""
    return starts_on + timedelta(weeks=week)


def opens_on(module: AnyModule, starts_on: date) -> date:
    """The first day on which participants may open a module."""
    return in_week(module.opens_after_weeks, starts_on=starts_on)


def planned_until(module: AnyModule, starts_on: date) -> date:
    """The day on which a cohort should be ready with a module."""
    return in_week(module.planned_until_week, starts_on=starts_on)


def due_on(activity: AnyActivity, starts_on: date) -> date | None:
    """The day before which an activity is best done; some have none."""
    if activity.due_after_weeks is None:
        return None
    return in_week(activity.due_after_weeks, starts_on=starts_on)


def planned_on(requirement: Requirement, starts_on: date) -> date:
    """The day on which a cohort should have met a requirement."""
    return in_week(requirement.planned_week, starts_on=starts_on)


def is_module_done(module: AnyModule, done_keys: frozenset[str]) -> bool:
    """Whether all required activities of a module are done."""
    return all(activity.key in done_keys for activity in module.activities if activity.is_required)


def why_locked(
    item: AnyModule | AnyActivity,
    *,
    version: AnyVersion,
    done_keys: frozenset[str],
    starts_on: date,
    day: date,
    has_promised: bool = False,
) -> Lock | None:
    """Why this cannot be opened on that day by somebody who did these activities; None when it is open.

    An activity is also locked when its module is. `has_promised`: the confidentiality statement is signed.
    """
    gate = _gate(version, done_keys, has_promised=has_promised)
    if isinstance(item, AnyModule):
        return _why_module_locked(item, version, done_keys, starts_on, day, gate)
    module = next(module for module in version.modules if module.id == item.module_id)
    lock = _why_module_locked(module, version, done_keys, starts_on, day, gate)
    if lock is None and item.is_casework:
        lock = gate
    if lock is not None:
        return lock
    wanted = set(item.requires_keys) - done_keys
    everything = (activity for module in version.modules for activity in module.activities)
    return _needs(activity.title for activity in everything if activity.key in wanted)


def has_casework(version: AnyVersion) -> bool:
    """Whether a programme holds anything that waits for the promise of confidentiality."""
    return any(
        module.is_casework or any(activity.is_casework for activity in module.activities)
        for module in version.modules
    )


def _gate(version: AnyVersion, done_keys: frozenset[str], *, has_promised: bool) -> Lock | None:
    """What still stands before casework for this participant."""
    missing = tuple(
        module for module in version.modules if module.is_privacy and not is_module_done(module, done_keys)
    )
    if has_promised and not missing:
        return None
    return Lock(LockKind.CONFIDENTIAL, privacy=missing, needs_promise=not has_promised)


def _why_module_locked(
    module: AnyModule,
    version: AnyVersion,
    done_keys: frozenset[str],
    starts_on: date,
    day: date,
    gate: Lock | None,
) -> Lock | None:
    opening = opens_on(module, starts_on)
    if day < opening:
        return Lock(LockKind.NOT_OPEN_YET, opens_on=opening)
    if module.is_casework and gate is not None:
        return gate
    return _needs(
        earlier.title
        for earlier in version.modules
        if earlier.key in module.requires_keys and not is_module_done(earlier, done_keys)
    )


def _needs(titles: Iterable[str]) -> Lock | None:
    found = tuple(titles)
    return Lock(LockKind.NEEDS, titles=found) if found else None


def activities_of(version: ProgrammeVersion) -> Iterator[Activity]:
    """All activities of a version in their order."""
    for module in version.modules:
        yield from module.activities


def minutes_of(module: Module) -> int:
    """How long all activities of a module take together."""
    return sum(activity.minutes for activity in module.activities)


def aims_without_activity(version: ProgrammeVersion) -> Sequence[Aim]:
    """The aims that no module with at least one activity works on."""
    covered = {key for module in version.modules if module.activities for key in module.aim_keys}
    return [aim for aim in version.aims if aim.key not in covered]


def weight_together(criteria: Iterable[Criterion]) -> int:
    """The weights of a rubric added up."""
    return sum(criterion.weight for criterion in criteria)


def is_web_address(text: str) -> bool:
    """Whether this is a complete https address without a name and password in it."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in parts.netloc and "@" not in parts.netloc and " " not in text


def has_fit_options(question: Question) -> bool:
    """Whether there is something to choose, and a right answer to find."""
    return len(question.options) >= FEWEST_OPTIONS and any(option.is_right for option in question.options)


def moved(items: Sequence[Item], item: Item, direction: Direction) -> Sequence[Item]:
    """The same items with one of them changed places with its neighbour; at the end it stays where it is."""
    order = list(items)
    here = order.index(item)
    there = here + (1 if direction is Direction.DOWN else -1)
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    return order


def new_key(title: str, taken: Collection[str]) -> str:
    """A short name for use in references: the title in plain letters, with a number when it is taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_STEM].strip("-") or "deel"
    return next(key for key in _numbered(stem) if key not in taken)


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    for number in count(2):
        yield f"{stem}-{number}"
