"""When outcomes are counted: at the end, a month and half a year later."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from lms.trainings.models import Moment

MONTHS_AFTER = {Moment.END: 0, Moment.ONE_MONTH: 1, Moment.SIX_MONTHS: 6}
DAYS_EARLY = timedelta(days=7)
FOLLOW_UPS = (Moment.ONE_MONTH, Moment.SIX_MONTHS)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def due_on(moment: Moment, *, ended_on: date) -> date:
    """The day from which outcomes of this moment are due."""
    return add_months(ended_on, MONTHS_AFTER[moment])


def is_countable(moment: Moment, *, ended_on: date, day: date) -> bool:
    """Whether counting on this day says something of this moment; follow-ups may be a week early."""
    early = DAYS_EARLY if moment in FOLLOW_UPS else timedelta(0)
    return due_on(moment, ended_on=ended_on) - early <= day
