"""School holidays from files: those that come with Samenloop, and those that an operator adds."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog

from lms.core.errors import DomainError
from lms.planning.rules import HolidayCalendar, SchoolHoliday, SchoolYear

log = structlog.get_logger()

FOLDER = Path(__file__).parent / "holidays"
REGION = "zuid"


class HolidayFileError(DomainError):
    """A file with school holidays cannot be read; its text names the file and the fault."""


def read_calendar(extra: Path | None = None) -> HolidayCalendar:
    """All days off that are known; a file of the operator wins from ours about the same school year.

    A file that cannot be read is left out and named in the log; the year then counts as unknown.
    """
    folders = [FOLDER, *([extra] if extra is not None and extra.is_dir() else [])]
    files = tuple(
        (path, path.stat().st_mtime_ns) for folder in folders for path in sorted(folder.glob("*.toml"))
    )
    return _read(files)


@lru_cache(maxsize=4)
def _read(files: Sequence[tuple[Path, int]]) -> HolidayCalendar:
    years = {}
    for path, _changed in files:
        try:
            year = read_school_year(path)
        except HolidayFileError as fault:
            log.warning("holiday_file_left_out", fault=str(fault))
            continue
        if year.region == REGION:
            years[year.name] = year
    return HolidayCalendar(tuple(years.values()))


def read_school_year(path: Path) -> SchoolYear:
    """Read and check one file."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        year = SchoolYear(
            name=str(data["school_year"]),
            region=str(data["region"]),
            source=str(data["source"]),
            read_on=_day(data["read_on"]),
            is_complete=data.get("complete") is True,
            holidays=tuple(_holiday(row) for row in data["periods"]),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as fault:
        raise HolidayFileError(f"{path.name}: {fault}") from fault
    return year


def _holiday(row: dict[str, Any]) -> SchoolHoliday:
    first_day, last_day = _day(row["first_day"]), _day(row["last_day"])
    if last_day < first_day:
        raise ValueError(f"{row['name']} ends before it starts")
    name = str(row["name"])
    return SchoolHoliday(name, str(row.get("name_en", name)), first_day, last_day)


def _day(value: object) -> date:
    if type(value) is not date:
        raise ValueError(f"{value!r} is no day")
    return value
