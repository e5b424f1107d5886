"""Study years, day parts and their times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from lms.cohorts.models import Meeting
from lms.core import clock

STUDY_YEAR_STARTS_IN = 9


class PartOfDay(StrEnum):
    """What people call a day part."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def part_of_day(starts_at: datetime) -> PartOfDay:
    """Morning until twelve, afternoon until five, evening after that, on the Dutch clock."""
    hour = clock.local(starts_at).hour
    if hour < 12:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if hour < 17 else PartOfDay.EVENING


class DayPartPlan(NamedTuple):
    """When a day part starts and ends on the Dutch clock, and how many minutes count without the breaks."""

    starts: time
    ends: time
    net_minutes: int


def minutes_between(starts: time, ends: time) -> int:
    """How long it lasts on the clock; negative when it ends before it starts."""
    return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute


def meeting_times(meeting: Meeting) -> tuple[datetime, datetime]:
    """From when until when a meeting with loaded day parts lasts; of a cancelled one, as it was planned."""
    taking_place = [part for part in meeting.day_parts if part.cancelled_at is None] or meeting.day_parts
    return min(part.starts_at for part in taking_place), max(part.ends_at for part in taking_place)


def place_key(location: str) -> str:
    """How places are compared: without regard to case and double spaces."""
    return " ".join(location.casefold().split())[:200]


def meeting_uid(meeting: Meeting) -> str:
    """Under which name calendars know a meeting, for ever."""
    return f"{meeting.public_id}@samenloop"


def are_possible(day_parts: Sequence[DayPartPlan]) -> bool:
    """Whether there is a day part, each ends after it starts, holds its net minutes, and none overlap."""
    ordered = sorted(day_parts)
    return (
        bool(ordered)
        and all(0 < part[2] <= minutes_between(part[0], part[1]) for part in ordered)
        and all(before[1] <= after[0] for before, after in pairwise(ordered))
    )


def is_academic_year(text: str) -> bool:
    """Whether a text is a study year such as 2017/2018: a year and the one after."""
    found = re.fullmatch(r"([0-9]{4})/([0-9]{4})", text)
    return found is not None and int(found[2]) == int(found[1]) + 1


def academic_year_of(day: date) -> str:
    """The study year of a day: it runs from 1 September until 31 August (DR-61)."""
    first = day.year if day.month >= STUDY_YEAR_STARTS_IN else day.year - 1
    return f"{first:04}/{first + 1:04}"


def likely_academic_year(starts_on: date, ends_on: date) -> str:
    """The study year of the middle of these days; an edition may start in any month (DR-61)."""
    return academic_year_of(starts_on + (ends_on - starts_on) // 2)


def is_academic_year_of(text: str, *, starts_on: date, ends_on: date) -> bool:
    """Whether at least one of these days lies in this study year."""
    return is_academic_year(text) and academic_year_of(starts_on) <= text <= academic_year_of(ends_on)
