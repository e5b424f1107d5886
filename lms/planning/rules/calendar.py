"""On which days nobody meets: public holidays, carnival and the school holidays that are known (DR-60)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from lms.core.holidays import is_carnival, named_holidays

STUDY_YEAR_STARTS_IN = 8


class ObstacleKind(StrEnum):
    """Why a day is not free."""

    PUBLIC_HOLIDAY = "public_holiday"
    CARNIVAL = "carnival"
    SCHOOL_HOLIDAY = "school_holiday"


@dataclass(frozen=True)
class Obstacle:
    """What lies on a day: its kind, with the key or the names of the holiday."""

    kind: ObstacleKind
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class SchoolHoliday:
    """A school holiday from its first to its last day."""

    name: str
    name_en: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class SchoolYear:
    """The school holidays of one school year in one region, and where they were read."""

    name: str
    region: str
    source: str
    read_on: date
    is_complete: bool
    holidays: Sequence[SchoolHoliday]


@dataclass(frozen=True)
class HolidayCalendar:
    """All that is known of days off; public holidays and carnival follow from a rule for every year."""

    school_years: Sequence[SchoolYear] = ()

    @cached_property
    def _holidays(self) -> Sequence[SchoolHoliday]:
        return sorted(
            (holiday for year in self.school_years for holiday in year.holidays),
            key=lambda holiday: (holiday.first_day, holiday.last_day, holiday.name),
        )

    def obstacle_on(self, day: date) -> Obstacle | None:
        """Why nobody meets on a day: a public holiday before carnival before a school holiday."""
        public = named_holidays(day.year).get(day)
        if public is not None:
            return Obstacle(ObstacleKind.PUBLIC_HOLIDAY, public.value)
        if is_carnival(day):
            return Obstacle(ObstacleKind.CARNIVAL)
        for holiday in self._holidays:
            if holiday.first_day <= day <= holiday.last_day:
                return Obstacle(ObstacleKind.SCHOOL_HOLIDAY, holiday.name, holiday.name_en)
        return None

    def unknown_years(self, first: date, last: date) -> Sequence[str]:
        """The school years between two days whose school holidays are not or not completely known."""
        known = {year.name for year in self.school_years if year.is_complete}
        asked = [f"{year}-{year + 1}" for year in range(_school_year(first), _school_year(last) + 1)]
        return [name for name in asked if name not in known]


def _school_year(day: date) -> int:
    return day.year if day.month >= STUDY_YEAR_STARTS_IN else day.year - 1
