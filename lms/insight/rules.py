"""What a director sees: milestones against plan, hours against agreement; arithmetic only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from lms.agreements.models import AgreedFact
from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.rules import DirectedCohort
from lms.programmes.models import Requirement
from lms.programmes.rules import planned_on

TENTH = Decimal("0.1")
MINUTES_IN_HOUR = 60


@dataclass(frozen=True)
class Reached:
    """One participant reached one milestone on a day."""

    enrolment_id: int
    requirement_id: int
    on: date


@dataclass(frozen=True)
class Point:
    """A day on the line: milestones planned and reached per participant; None for a day still to come."""

    day: date
    planned: Decimal
    reached: Decimal | None


@dataclass(frozen=True)
class MilestoneCount:
    """How many participants of the cohort reached one milestone."""

    requirement: Requirement
    reached: int


@dataclass(frozen=True)
class ModuleCount:
    """How many participants finished a module, and how many are on their way in it."""

    title: str
    done: int
    busy: int


@dataclass(frozen=True)
class OwnPerson:
    """An own employee with the agreed facts and nothing more (DR-43); None where a fact was not agreed."""

    enrolment: Enrolment
    hours: int | None
    planned_hours: int
    reached: int | None
    milestones: int
    has_certificate: bool | None


@dataclass(frozen=True)
class CohortFigures:
    """A cohort in a few figures: milestones per participant against plan, attendance, own people."""

    reached_average: Decimal
    planned_average: Decimal
    attendance_percent: int | None
    own_people: int
    total_people: int


@dataclass(frozen=True)
class CohortSummary:
    """A cohort in one line."""

    cohort: DirectedCohort
    figures: CohortFigures


@dataclass(frozen=True)
class SummariesPage:
    """One page of the cohorts with own people, and how many pages there are."""

    summaries: Sequence[CohortSummary]
    page: int
    pages: int


@dataclass(frozen=True)
class PersonInCohort:
    """Somebody who takes part: whether an own employee of the director today, and whether certified."""

    enrolment: Enrolment
    is_own: bool
    has_certificate: bool


@dataclass(frozen=True)
class DirectorsCohort:
    """A cohort as a director comes to it: the director's organisations, and who takes part."""

    cohort: Cohort
    organisation_ids: frozenset[int]
    people: Sequence[PersonInCohort]

    @property
    def participating_ids(self) -> frozenset[int]:
        """The organisations that take part."""
        return frozenset(item.enrolment.organisation_id for item in self.people)


@dataclass(frozen=True)
class Registered:
    """What the register says of one participant in one day part, as minutes and as attended or not."""

    enrolment_id: int
    minutes: int
    is_attended: bool


@dataclass(frozen=True)
class Presence:
    """Attendance of the cohort as a whole in percent, and per participant minutes attended and planned."""

    percent: int | None
    minutes: Mapping[int, int]
    planned_minutes: Mapping[int, int]


@dataclass(frozen=True)
class CohortProgress:
    """Everything on a director's progress page of one cohort."""

    figures: CohortFigures
    line: Sequence[Point]
    milestones: Sequence[MilestoneCount]
    modules: Sequence[ModuleCount]
    own_people: Sequence[OwnPerson]
    organisations: int
    certificates: int
    tailored_decisions: int


def average(total: int, people: int) -> Decimal:
    """Per participant, one decimal, half up; nought when there is nobody."""
    if people == 0:
        return Decimal(0).quantize(TENTH)
    return (Decimal(total) / people).quantize(TENTH, ROUND_HALF_UP)


def planned_average(milestones: Sequence[Requirement], *, starts_on: date, day: date) -> Decimal:
    """How many milestones the plan asks of everybody by that day."""
    return Decimal(sum(planned_on(item, starts_on) <= day for item in milestones)).quantize(TENTH)


def milestone_line(
    milestones: Sequence[Requirement],
    reached: Iterable[Reached],
    *,
    people: int,
    starts_on: date,
    ends_on: date,
    today: date,
) -> Sequence[Point]:
    """The line of a cohort: a point on the first of each month, on the last day, and today."""
    days = [item.on for item in reached]
    return [
        Point(
            day=day,
            planned=planned_average(milestones, starts_on=starts_on, day=day),
            reached=average(sum(on <= day for on in days), people) if day <= today else None,
        )
        for day in _points(starts_on, ends_on, today)
    ]


def _points(starts_on: date, ends_on: date, today: date) -> Sequence[date]:
    days = {starts_on, ends_on}
    if starts_on <= today <= ends_on:
        days.add(today)
    year, month = starts_on.year, starts_on.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        first = date(year, month, 1)
        if first >= ends_on:
            return sorted(days)
        days.add(first)


def count_milestones(
    milestones: Sequence[Requirement], reached: Iterable[Reached]
) -> Sequence[MilestoneCount]:
    """Per milestone, in the order of the route, how many participants reached it."""
    numbers: dict[int, int] = {item.id: 0 for item in milestones}
    for item in reached:
        numbers[item.requirement_id] += 1
    return [MilestoneCount(item, numbers[item.id]) for item in milestones]


def per_participant(reached: Iterable[Reached]) -> Mapping[int, int]:
    """How many milestones each enrolment reached."""
    numbers: dict[int, int] = {}
    for item in reached:
        numbers[item.enrolment_id] = numbers.get(item.enrolment_id, 0) + 1
    return numbers


def hours(minutes: int) -> int:
    """Whole hours, cut off downwards."""
    return minutes // MINUTES_IN_HOUR


def presence_of(registered: Sequence[Registered], *, planned_minutes: Mapping[int, int]) -> Presence:
    """The share of attended day parts of everybody together, cut off downwards; None before a register."""
    minutes: dict[int, int] = {}
    for item in registered:
        minutes[item.enrolment_id] = minutes.get(item.enrolment_id, 0) + item.minutes
    attended = sum(item.is_attended for item in registered)
    share = attended * 100 // len(registered) if registered else None
    return Presence(percent=share, minutes=minutes, planned_minutes=planned_minutes)


def own_people(
    people: Iterable[PersonInCohort],
    *,
    reached: Mapping[int, int],
    milestones: int,
    presence: Presence,
    agreed: Mapping[int, frozenset[AgreedFact]],
) -> Sequence[OwnPerson]:
    """The director's own employees, each with the facts of the own learning agreement."""
    found = []
    for item in people:
        if not item.is_own:
            continue
        key = item.enrolment.id
        facts = agreed[key]
        found.append(
            OwnPerson(
                enrolment=item.enrolment,
                hours=hours(presence.minutes.get(key, 0)) if AgreedFact.HOURS in facts else None,
                planned_hours=hours(presence.planned_minutes[key]),
                reached=reached.get(key, 0) if AgreedFact.MILESTONES in facts else None,
                milestones=milestones,
                has_certificate=item.has_certificate if AgreedFact.CERTIFICATE in facts else None,
            )
        )
    return found


def count_modules(
    activities: Sequence[tuple[int, str, int, bool]], ticks: Iterable[tuple[int, int]]
) -> Sequence[ModuleCount]:
    """Per module who ticked all that it asks, and who ticked something.

    `activities`: module, its title, activity, whether it is asked. `ticks`: enrolment, activity.
    """
    titles = {module: title for module, title, _activity, _asked in activities}
    module_of = {activity: module for module, _title, activity, _asked in activities}
    asked: dict[int, set[int]] = {module: set() for module in titles}
    for module, _title, activity, is_asked in activities:
        if is_asked:
            asked[module].add(activity)
    done: dict[int, dict[int, set[int]]] = {module: {} for module in titles}
    for enrolment, activity in ticks:
        if activity in module_of:
            done[module_of[activity]].setdefault(enrolment, set()).add(activity)
    counts = []
    for module, title in titles.items():
        finished = sum(bool(asked[module]) and own >= asked[module] for own in done[module].values())
        counts.append(ModuleCount(title, finished, len(done[module]) - finished))
    return counts
