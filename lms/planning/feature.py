"""The manifest of planning."""

from __future__ import annotations

from lms.cohorts.events import (
    DayPartCancelled,
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
    MeetingPlanned,
)
from lms.core.feature import Feature
from lms.planning import subscribers
from lms.planning.views import blueprint

FEATURE = Feature(
    name="planning",
    blueprints=[blueprint],
    subscriptions=[
        (MeetingPlanned, subscribers.tell_of_planning),
        (MeetingChanged, subscribers.tell_of_change),
        (MeetingMoved, subscribers.tell_of_move),
        (MeetingCancelled, subscribers.tell_of_cancellation),
        (DayPartCancelled, subscribers.tell_of_day_part),
    ],
)
