"""The days off that this installation knows."""

from __future__ import annotations

from flask import current_app

from lms.planning.holiday_files import read_calendar
from lms.planning.rules import HolidayCalendar


def known_calendar() -> HolidayCalendar:
    """Our files, and those that the operator put in the folder `holidays` of the data folder."""
    return read_calendar(current_app.config["SETTINGS"].data_dir / "holidays")
