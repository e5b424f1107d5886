"""Years as pictures with a table beside them: one cohort, or all of a reader's cohorts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.cohorts.models import Cohort, Meeting
from lms.cohorts.queries import get_cohort_head, list_meetings
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.unit_of_work import current_session
from lms.planning import policies, queries, rules
from lms.planning.forms.meetings import KIND_LABELS
from lms.planning.rules import Conflict
from lms.planning.views.blueprint import blueprint
from lms.planning.views.calendar import known_calendar


@blueprint.get("/leergroepen/<uuid:cohort_id>/jaar")
@guarded_by(policies.may_see_year, load=get_cohort_head)
def year_show(cohort: Cohort) -> ResponseReturnValue:
    """The year of one cohort: per kind of meeting a lane, and all that clashes."""
    meetings = list_meetings(current_session(), cohort=cohort)
    lanes = [
        (str(label), [row for row in meetings if row.kind is kind]) for kind, label in KIND_LABELS.items()
    ]
    calendar = known_calendar()
    conflicts = conflicts_of_meetings(cohort, meetings)
    clashing = [row for rows in conflicts.values() for row in rows]
    return render_template(
        "planning/year_show.html",
        cohort=cohort,
        meetings=meetings,
        year=rules.year_of([lane for lane in lanes if lane[1]], today=clock.today(), calendar=calendar),
        conflicts=conflicts,
        full_weeks=queries.list_full_weeks(
            current_session(), cohort=cohort, planned=queries.planned_of(meetings)
        ),
        cohort_names=queries.name_cohorts(current_session(), actor=current_actor(), conflicts=clashing),
        kind_labels=KIND_LABELS,
    )


@blueprint.get("/planning")
@guarded_by(policies.may_see_years)
def years_list() -> ResponseReturnValue:
    """The years of the reader's cohorts side by side."""
    cohorts = queries.list_years(current_session(), actor=current_actor(), day=clock.today())
    calendar = known_calendar()
    return render_template(
        "planning/years_list.html",
        cohorts=cohorts,
        year=rules.year_of(
            [(cohort.name, cohort.meetings) for cohort in cohorts], today=clock.today(), calendar=calendar
        ),
        busy=_busy_days(cohorts),
        kind_labels=KIND_LABELS,
    )


def conflicts_of_meetings(cohort: Cohort, meetings: Sequence[Meeting]) -> Mapping[int, Sequence[Conflict]]:
    """What clashes with the meetings of a cohort from today on, by meeting; only those that clash."""
    coming = [row for row in meetings if row.cancelled_at is None and row.held_on >= clock.today()]
    around = queries.surroundings_of(
        current_session(),
        cohort=cohort,
        days=[row.held_on for row in coming],
        locations={row.location for row in coming},
        calendar=known_calendar(),
    )
    found = {
        row.id: rules.distinct(
            [
                conflict
                for slot in queries.slots_of(row)
                for conflict in rules.conflicts_of(slot, around, kind=row.kind)
            ]
        )
        for row in coming
    }
    return {key: conflicts for key, conflicts in found.items() if conflicts}


def _busy_days(cohorts: Sequence[Cohort]) -> Mapping[date, Sequence[str]]:
    """The coming days on which more than one cohort meets, with their names."""
    days: dict[date, list[str]] = {}
    for cohort in cohorts:
        for day in {row.held_on for row in cohort.meetings if row.cancelled_at is None}:
            if day >= clock.today():
                days.setdefault(day, []).append(cohort.name)
    return {day: days[day] for day in sorted(days) if len(days[day]) > 1}
