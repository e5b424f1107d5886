"""The manifest of calendar."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.calendar import events, models, operations
from lms.calendar.personal_data import PERSONAL_DATA
from lms.calendar.views import bp
from lms.core.feature import Feature

FEATURE = Feature(
    name="calendar",
    models=models,
    blueprints=(bp,),
    sentences={operations.NoCalendarLinkError: _l("Je link was al ingetrokken.")},
    audit_sentences={
        events.CalendarLinkMade: _l("maakte een link naar de eigen kalender"),
        events.CalendarLinkRevoked: _l("trok de link naar de eigen kalender in"),
    },
    personal_data=PERSONAL_DATA,
)
