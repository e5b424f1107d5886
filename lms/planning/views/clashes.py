"""What clashes with the times that somebody fills in for a meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lms.cohorts.models import Cohort, MeetingKind
from lms.cohorts.queries import list_meetings
from lms.core import clock
from lms.core.authorisation import current_actor
from lms.core.unit_of_work import current_session
from lms.planning import queries, rules
from lms.planning.forms.meetings import MeetingTimesForm
from lms.planning.rules import Conflict, FullWeek, Slot
from lms.planning.views.calendar import known_calendar


@dataclass(frozen=True)
class Clashes:
    """What clashes, and the names of the cohorts that the reader may know."""

    rows: Sequence[Conflict] = ()
    full_weeks: Sequence[FullWeek] = ()
    cohort_names: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_any(self) -> bool:
        """Whether there is something to think about first."""
        return bool(self.rows or self.full_weeks)


def clashes(cohort: Cohort, form: MeetingTimesForm, *, kind: MeetingKind, key: int | None = None) -> Clashes:
    """All that clashes with a meeting at these times; `key` is the meeting that moves."""
    times = form.times()
    slots = [
        Slot(
            key=key,
            cohort_id=cohort.id,
            title="",
            starts_at=clock.at(times["held_on"], plan.starts.hour, plan.starts.minute),
            ends_at=clock.at(times["held_on"], plan.ends.hour, plan.ends.minute),
            location=times["location"],
        )
        for plan in form.plans()
    ]
    session = current_session()
    around = queries.surroundings_of(
        session,
        cohort=cohort,
        days=[times["held_on"]],
        locations={times["location"]},
        calendar=known_calendar(),
    )
    found = [row for slot in slots for row in rules.conflicts_of(slot, around, kind=kind)]
    names = queries.name_cohorts(session, actor=current_actor(), conflicts=found)
    return Clashes(rules.distinct(found), _full_weeks(cohort, form, key), names)


def _full_weeks(cohort: Cohort, form: MeetingTimesForm, key: int | None) -> Sequence[FullWeek]:
    """The week of these times, when it comes to ask more than was agreed."""
    session, day = current_session(), form.times()["held_on"]
    others = [row for row in list_meetings(session, cohort=cohort) if row.id != key]
    own = [(day, plan.net_minutes) for plan in form.plans()]
    weeks = queries.list_full_weeks(session, cohort=cohort, planned=[*queries.planned_of(others), *own])
    return [week for week in weeks if 0 <= (day - week.monday).days < rules.DAYS_IN_A_WEEK]
