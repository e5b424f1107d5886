"""Plans by weeks, years in the making and agendas for tests."""

from __future__ import annotations

from typing import Any

from lms.cohorts.models import Cohort, Meeting, MeetingKind
from lms.planning.models import AgendaItem, CohortPlan, PlanItem, PlannedMeeting
from tests.factories import counter, save

WHOLE_DAY = [["09:30", "12:30", 180], ["13:15", "16:30", 180]]
THURSDAY = 3


def make_plan_item(version_id: int, **values: Any) -> PlanItem:
    """A training day on a Thursday, in the week of the first meeting unless told otherwise."""
    return save(
        PlanItem(
            **{
                "programme_version_id": version_id,
                "kind": MeetingKind.TRAINING_DAY,
                "title": f"Bijeenkomst {counter.next()}",
                "week": 0,
                "weekday": THURSDAY,
                "day_parts": WHOLE_DAY,
                **values,
            }
        )
    )


def make_plan(cohort: Cohort, *, weeks: tuple[int, ...] = (0, 2, 4), **values: Any) -> CohortPlan:
    """A proposal with a training day in each of these weeks."""
    plan = CohortPlan(**{"cohort_id": cohort.id, "starts_on": cohort.starts_on, **values})
    plan.planned = [
        PlannedMeeting(
            kind=MeetingKind.TRAINING_DAY,
            title=f"Week {week}",
            week=week,
            weekday=THURSDAY,
            day_parts=WHOLE_DAY,
        )
        for week in weeks
    ]
    return save(plan)


def make_agenda_item(meeting: Meeting, **values: Any) -> AgendaItem:
    """An hour of training in the first day part that counts."""
    return save(
        AgendaItem(
            **{
                "meeting_id": meeting.id,
                "part": 1,
                "position": 1,
                "title": "Oefenen",
                "minutes": 60,
                **values,
            }
        )
    )
