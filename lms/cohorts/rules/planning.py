"""Study years, day parts and their times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from lms.cohorts.models import Meeting
from lms.core import clock


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
