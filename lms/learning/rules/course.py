"""How far somebody is in the course: own ticks, what is closed and why, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.cohorts.models import Cohort, Enrolment
from lms.programmes.models import Activity, ActivityKind, Module, ReflectionForm
from lms.programmes.rules import (
    AnyActivity,
    AnyVersion,
    Lock,
    Outline,
    OutlinedActivity,
    OutlinedModule,
    due_on,
    opens_on,
    planned_until,
    why_locked,
)

REFLECTION_FIELDS: Mapping[ReflectionForm, tuple[str, ...]] = {
    ReflectionForm.STARR: ("situation", "task", "action", "result", "reflection", "transfer"),
    ReflectionForm.KORTHAGEN: ("experience", "look_back", "essence", "alternatives", "try_out"),
    ReflectionForm.FREE: ("text",),
}


@dataclass(frozen=True)
class ModuleProgress:
    """Own bookkeeping in one module: how many activities are done, and whether it is all that it asks."""

    done: int
    total: int
    is_done: bool


@dataclass(frozen=True)
class NextActivity:
    """An open activity that comes next, with the day before which it is expected."""

    activity: OutlinedActivity
    module: OutlinedModule
    due_on: date | None


@dataclass(frozen=True)
class Place:
    """Where a reader stands: a module or an activity in it, in the cohort that the reader is in or trains."""

    module: Module
    cohort: Cohort
    course: Outline = Outline()  # noqa: RUF009
    activity: Activity | None = None
    enrolment: Enrolment | None = None

    @property
    def outlined(self) -> OutlinedModule:
        """The module with its activities, as it stands in the course."""
        return next(module for module in self.course.modules if module.id == self.module.id)


@dataclass(frozen=True)
class ModuleLine:
    """A module in the course as one participant sees it: when, how far, and why it is closed."""

    module: OutlinedModule
    progress: ModuleProgress
    opens_on: date
    planned_until: date
    lock: Lock | None


def written_fields(activity: Activity) -> tuple[str, ...]:
    """The boxes to write in: those of the reflection form, one for a preparation, none for the rest."""
    if activity.kind is ActivityKind.PREPARATION:
        return ("notes",)
    if activity.kind is ActivityKind.REFLECTION:
        return REFLECTION_FIELDS[activity.reflection_form or ReflectionForm.FREE]
    return ()


def done_keys(version: AnyVersion, *, done: frozenset[int]) -> frozenset[str]:
    """The keys of the activities that are ticked, as the rules of the programme know them."""
    return frozenset(a.key for module in version.modules for a in module.activities if a.id in done)


def module_progress(module: OutlinedModule, *, done: frozenset[int]) -> ModuleProgress:
    """How far the own bookkeeping is in one module; optional activities are counted, never asked."""
    asked = [a for a in module.activities if a.is_required] or list(module.activities)
    return ModuleProgress(
        done=sum(a.id in done for a in module.activities),
        total=len(module.activities),
        is_done=bool(asked) and all(a.id in done for a in asked),
    )


def next_activities(
    version: Outline,
    *,
    done: frozenset[int],
    starts_on: date,
    day: date,
    limit: int,
    has_promised: bool = False,
) -> Sequence[NextActivity]:
    """The open activities that come next: those with a date first, the earliest on top."""
    keys = done_keys(version, done=done)
    found = [
        NextActivity(activity, module, due_on(activity, starts_on))
        for module in version.modules
        for activity in module.activities
        if activity.id not in done
        and activity.is_required
        and not why_locked(
            activity,
            version=version,
            done_keys=keys,
            starts_on=starts_on,
            day=day,
            has_promised=has_promised,
        )
    ]
    # Those with the same date stay in the order of the course.
    found.sort(key=lambda item: (item.due_on is None, item.due_on or day))
    return found[:limit]


def neighbours(
    version: Outline, *, activity: Activity
) -> tuple[OutlinedActivity | None, OutlinedActivity | None]:
    """The activity before and the one after, across the modules of the programme."""
    line = [item for module in version.modules for item in module.activities]
    place = next(i for i, item in enumerate(line) if item.id == activity.id)
    before = line[place - 1] if place else None
    return before, line[place + 1] if place + 1 < len(line) else None


def module_lines(
    version: Outline, *, done: frozenset[int], starts_on: date, day: date, has_promised: bool = False
) -> Sequence[ModuleLine]:
    """The modules in their order, each with its dates, own progress and lock."""
    keys = done_keys(version, done=done)
    return [
        ModuleLine(
            module=module,
            progress=module_progress(module, done=done),
            opens_on=opens_on(module, starts_on),
            planned_until=planned_until(module, starts_on),
            lock=why_locked(
                module,
                version=version,
                done_keys=keys,
                starts_on=starts_on,
                day=day,
                has_promised=has_promised,
            ),
        )
        for module in version.modules
    ]


def lock_on(place: Place, *, done: frozenset[int], day: date, has_promised: bool = False) -> Lock | None:
    """Why the module or activity before which somebody stands is closed; trainers find everything open."""
    return _lock(place, place.activity or place.outlined, done=done, day=day, has_promised=has_promised)


def locks_in(
    place: Place, *, done: frozenset[int], day: date, has_promised: bool = False
) -> Mapping[int, Lock | None]:
    """Why each activity of a module is closed, by activity."""
    return {
        item.id: _lock(place, item, done=done, day=day, has_promised=has_promised)
        for item in place.outlined.activities
    }


def _lock(
    place: Place,
    item: OutlinedModule | AnyActivity,
    *,
    done: frozenset[int],
    day: date,
    has_promised: bool,
) -> Lock | None:
    if place.enrolment is None:
        return None
    return why_locked(
        item,
        version=place.course,
        done_keys=done_keys(place.course, done=done),
        starts_on=place.cohort.starts_on,
        day=day,
        has_promised=has_promised,
    )


def due_dates(module: OutlinedModule, *, starts_on: date) -> Mapping[int, date | None]:
    """The day before which each activity of a module is best done, by activity."""
    return {activity.id: due_on(activity, starts_on) for activity in module.activities}
