"""Dates, locks and weights of programmes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from lms.programmes import queries, rules
from lms.programmes.models import Activity, Module, ProgrammeVersion
from lms.programmes.rules import Lock, LockKind
from tests.factories.programmes import make_version

FIRST = "Kennismaken en elkaars taal"
START = date(2026, 9, 10)
WEEK = timedelta(weeks=1)


@pytest.fixture
def version(session: Session) -> ProgrammeVersion:
    return queries.get_outline(session, version_id=make_version().id)


def _find(version: ProgrammeVersion, key: str) -> Module | Activity:
    everything = [*version.modules, *rules.activities_of(version)]
    return next(item for item in everything if item.key == key)


@pytest.mark.parametrize(("weeks", "day"), [(0, START), (1, START + WEEK), (4, date(2026, 10, 8))])
def test_module_opens_so_many_weeks_after_the_first_meeting(weeks: int, day: date) -> None:
    assert rules.opens_on(Module(opens_after_weeks=weeks), START) == day


def test_weeks_are_counted_across_the_end_of_summer_time() -> None:
    assert rules.planned_until(Module(planned_until_week=9), START) == date(2026, 11, 12)


def test_activity_without_weeks_is_never_due() -> None:
    assert rules.due_on(Activity(due_after_weeks=None), START) is None


def test_activity_due_in_the_first_week_is_due_on_the_first_day() -> None:
    assert rules.due_on(Activity(due_after_weeks=0), START) == START


@pytest.mark.parametrize(
    ("key", "done", "day", "lock"),
    [
        ("kennismaken", set(), START - timedelta(days=1), Lock(LockKind.NOT_OPEN_YET, opens_on=START)),
        ("kennismaken", set(), START, None),
        ("welkom", set(), START - timedelta(days=1), Lock(LockKind.NOT_OPEN_YET, opens_on=START)),
        ("welkom", set(), START, None),
        ("terugblik", set(), START, Lock(LockKind.NEEDS, titles=("Lees de welkomsttekst",))),
        ("terugblik", {"welkom"}, START, None),
        (
            "methodisch",
            {"welkom", "terugblik"},
            START + 3 * WEEK,
            Lock(LockKind.NOT_OPEN_YET, opens_on=START + 4 * WEEK),
        ),
        (
            "methodisch",
            {"welkom"},
            START + 4 * WEEK,
            Lock(LockKind.NEEDS, titles=(FIRST,)),
        ),
        ("methodisch", {"welkom", "terugblik"}, START + 4 * WEEK, None),
        (
            "paper",
            {"welkom"},
            START + 4 * WEEK,
            Lock(LockKind.NEEDS, titles=(FIRST,)),
        ),
        ("paper", {"welkom", "terugblik"}, START + 4 * WEEK, None),
    ],
)
def test_locks(version: ProgrammeVersion, key: str, done: set[str], day: date, lock: Lock | None) -> None:
    found = rules.why_locked(
        _find(version, key), version=version, done_keys=frozenset(done), starts_on=START, day=day
    )
    assert found == lock


def test_optional_activities_do_not_hold_back_the_next_module(version: ProgrammeVersion) -> None:
    version.modules[0].activities[1].is_required = False
    assert rules.is_module_done(version.modules[0], frozenset({"welkom"}))


def test_aim_of_a_module_without_activities_is_not_covered(version: ProgrammeVersion) -> None:
    assert rules.aims_without_activity(version) == []
    for module in version.modules:
        module.activities = []
    assert [aim.key for aim in rules.aims_without_activity(version)] == ["kijken"]


def test_weights_of_the_rubric_add_up(version: ProgrammeVersion) -> None:
    assert rules.weight_together(version.criteria) == 100
