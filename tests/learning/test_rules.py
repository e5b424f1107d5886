"""Standings, progress and what comes next, as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from lms.cohorts.rules import AttendanceFigures
from lms.learning import rules
from lms.learning.models import EvidenceState
from lms.learning.rules import EvidenceMark, RequirementState
from lms.programmes.models import (
    Activity,
    ActivityKind,
    Module,
    ProgrammeVersion,
    ReflectionForm,
    Requirement,
    RequirementKind,
)

START = date(2026, 9, 10)
DAY = date(2026, 11, 26)
MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
W, C, R = EvidenceState.WAITING, EvidenceState.CONFIRMED, EvidenceState.RETURNED


def requirement(
    kind: RequirementKind = RequirementKind.EVIDENCE, *, target: int = 1, week: int = 20
) -> Requirement:
    return Requirement(id=1, kind=kind, target=target, planned_week=week)


def marks(*states: EvidenceState) -> list[EvidenceMark]:
    return [EvidenceMark(UUID(int=n), state) for n, state in enumerate(states, 1)]


@pytest.mark.parametrize(
    ("states", "reached", "state", "count"),
    [
        ((), False, RequirementState.OPEN, 0),
        ((W,), False, RequirementState.WAITING, 0),
        ((R,), False, RequirementState.BUSY, 0),
        ((R, W), False, RequirementState.WAITING, 0),
        ((C,), False, RequirementState.BUSY, 1),
        ((C, C, W), False, RequirementState.WAITING, 2),
        ((C, C, C), True, RequirementState.REACHED, 3),
        ((C, C, C, C), True, RequirementState.REACHED, 3),
        ((), True, RequirementState.REACHED, 0),
    ],
)
def test_standing_of_a_requirement_by_evidence(
    states: tuple[EvidenceState, ...], reached: bool, state: RequirementState, count: int
) -> None:
    found = rules.standing(
        requirement(target=3),
        evidence=marks(*states),
        completion=rules.CompletionMark(1, 1, MOMENT) if reached else None,
    )
    assert (found.state, found.count, found.target) == (state, count, 3)


def test_confirmed_evidence_alone_never_reads_as_reached() -> None:
    found = rules.standing(requirement(target=1), evidence=marks(C))
    assert found.state is RequirementState.BUSY


def test_the_oldest_waiting_evidence_is_the_door() -> None:
    found = rules.standing(requirement(target=3), evidence=marks(R, W, W))
    assert found.waiting_evidence == UUID(int=2)


@pytest.mark.parametrize(
    ("attended", "held", "state", "percent", "warning"),
    [
        (0, 0, RequirementState.OPEN, None, False),
        (10, 10, RequirementState.BUSY, 100, False),
        (7, 10, RequirementState.BUSY, 70, True),
        (4, 10, RequirementState.BUSY, 40, True),
    ],
)
def test_attendance_stands_with_its_percentage(
    attended: int, held: int, state: RequirementState, percent: int | None, warning: bool
) -> None:
    figures = AttendanceFigures(attended=attended, held=held, planned=24, norm=80)
    kind = RequirementKind.ATTENDANCE
    found = rules.standing(requirement(kind, target=80), attendance=figures)
    assert (found.state, found.percent, found.is_warning) == (state, percent, warning)


def test_full_attendance_is_not_reached_before_the_ledger_says_so() -> None:
    figures = AttendanceFigures(attended=24, held=24, planned=24, norm=80)
    found = rules.standing(requirement(RequirementKind.ATTENDANCE, target=80), attendance=figures)
    assert not found.is_reached


@pytest.mark.parametrize("fact", [RequirementState.BUSY, RequirementState.WAITING])
def test_a_paper_on_its_way_shows(fact: RequirementState) -> None:
    assert rules.standing(requirement(RequirementKind.PAPER), fact=fact).state is fact


def test_a_fact_from_above_never_makes_a_requirement_reached() -> None:
    found = rules.standing(requirement(RequirementKind.PAPER), fact=RequirementState.REACHED)
    assert found.state is RequirementState.OPEN


@pytest.mark.parametrize(
    ("states", "wanted"), [((), 2), ((W,), 1), ((C, W), 0), ((R, R), 2), ((C, R), 1), ((C, C), 0)]
)
def test_how_much_evidence_is_still_wanted(states: tuple[EvidenceState, ...], wanted: int) -> None:
    assert rules.still_wanted(requirement(target=2), evidence=marks(*states)) == wanted


@pytest.mark.parametrize(
    ("text", "has_file", "enough"),
    [
        ("", False, False),
        ("x" * 29, False, False),
        ("x" * 30, False, True),
        ("", True, True),
        (" " * 40, False, False),
    ],
)
def test_evidence_is_a_file_or_thirty_characters(text: str, has_file: bool, enough: bool) -> None:
    assert rules.is_evidence_enough(text, has_file=has_file) is enough


@pytest.mark.parametrize(
    ("week", "states", "behind"),
    [(5, (), True), (5, (R,), True), (5, (W,), False), (11, (), False), (40, (), False)],
)
def test_behind_is_what_was_planned_and_nobody_has_seen(
    week: int, states: tuple[EvidenceState, ...], behind: bool
) -> None:
    standings = [rules.standing(requirement(week=week), evidence=marks(*states))]
    assert rules.is_behind(standings, starts_on=START, day=DAY) is behind


def test_who_misses_too_much_is_behind() -> None:
    figures = AttendanceFigures(attended=4, held=10, planned=24, norm=80)
    standings = [
        rules.standing(requirement(RequirementKind.ATTENDANCE, target=80, week=40), attendance=figures)
    ]
    assert rules.is_behind(standings, starts_on=START, day=DAY)


@pytest.mark.parametrize(
    ("kind", "form", "fields"),
    [
        (ActivityKind.REFLECTION, ReflectionForm.STARR, 6),
        (ActivityKind.REFLECTION, ReflectionForm.KORTHAGEN, 5),
        (ActivityKind.REFLECTION, None, 1),
        (ActivityKind.PREPARATION, None, 1),
        (ActivityKind.TEXT, None, 0),
    ],
)
def test_the_boxes_to_write_in(kind: ActivityKind, form: ReflectionForm | None, fields: int) -> None:
    assert len(rules.written_fields(Activity(kind=kind, reflection_form=form))) == fields


def course() -> ProgrammeVersion:
    def activity(
        number: int, due: int | None = None, required: bool = True, needs: tuple[str, ...] = ()
    ) -> Activity:
        return Activity(
            id=number,
            key=f"a{number}",
            title=f"A{number}",
            position=number,
            is_required=required,
            due_after_weeks=due,
            requires_keys=list(needs),
        )

    first = Module(
        id=1,
        key="m1",
        position=1,
        opens_after_weeks=0,
        planned_until_week=4,
        requires_keys=[],
        activities=[activity(1), activity(2, due=8), activity(3, required=False)],
    )
    second = Module(
        id=2,
        key="m2",
        position=2,
        opens_after_weeks=4,
        planned_until_week=10,
        requires_keys=[],
        activities=[activity(4, due=6), activity(5, needs=("a4",))],
    )
    for module in (first, second):
        for item in module.activities:
            item.module_id = module.id
    return ProgrammeVersion(modules=[first, second])


@pytest.mark.parametrize(
    ("done", "progress"),
    [
        ((), (0, 3, False)),
        ((1,), (1, 3, False)),
        ((1, 2), (2, 3, True)),
        ((1, 2, 3), (3, 3, True)),
        ((3,), (1, 3, False)),
    ],
)
def test_a_module_is_done_when_all_it_asks_is_ticked(
    done: tuple[int, ...], progress: tuple[int, int, bool]
) -> None:
    found = rules.module_progress(course().modules[0], done=frozenset(done))
    assert (found.done, found.total, found.is_done) == progress


@pytest.mark.parametrize(
    ("done", "day", "expected"),
    [
        ((), DAY, [4, 2, 1]),
        ((4,), DAY, [2, 1, 5]),
        ((), START, [2, 1]),
        ((1, 2, 4, 5), DAY, []),
    ],
)
def test_the_nearest_date_comes_first(done: tuple[int, ...], day: date, expected: list[int]) -> None:
    found = rules.next_activities(course(), done=frozenset(done), starts_on=START, day=day, limit=3)
    assert [item.activity.id for item in found] == expected


def test_the_next_activity_knows_its_day() -> None:
    found = rules.next_activities(course(), done=frozenset(), starts_on=START, day=DAY, limit=1)
    assert found[0].due_on == START + timedelta(weeks=6)


@pytest.mark.parametrize(("number", "before", "after"), [(1, None, 2), (4, 3, 5), (5, 4, None)])
def test_neighbours_cross_the_modules(number: int, before: int | None, after: int | None) -> None:
    version = course()
    activity = next(a for m in version.modules for a in m.activities if a.id == number)
    found = [item.id if item else None for item in rules.neighbours(version, activity=activity)]
    assert found == [before, after]
