"""The years of the cohorts, made by the planner; one meeting is moved, one called off, agendas written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lms.cohorts import operations as cohorts
from lms.cohorts import queries
from lms.cohorts.models import Cohort, Meeting, MeetingKind
from lms.cohorts.operations.meetings import planned_day_parts
from lms.core import clock
from lms.demo.content import read
from lms.demo.people import COORDINATOR
from lms.demo.story import Cast, CohortStory, Story
from lms.planning import operations
from lms.planning.holiday_files import read_calendar
from lms.planning.models import AgendaKind, CohortPlan, PlannedMeeting
from lms.planning.operations.plans import placed
from lms.planning.rules import AgendaItemFacts

MOVED, CALLED_OFF = "B9", "I5"
ROOM_TAKEN = "De zaal bleek dubbel geboekt. Op vrijdag is er wel plek."
NO_FACILITATOR = "De gespreksleider kan niet. In intervisie 6 nemen we meer tijd."
MINUTES_OF_ITEMS = ((1, 80), (1, 85), (2, 165))
PAUSE_MINUTES = 15


def tell_years(
    story: Story, cast: Cast, cohort: CohortStory, *, days: Sequence[tuple[Mapping[str, Any], date]]
) -> None:
    """Publish the year months ahead; what is over lies where the story needs it, the rest is computed."""
    weeks = cohort.timeline
    today = clock.local(story.now).date()
    needed = {facts["title"]: day for facts, day in days if day < today or cohort.key == "finished"}
    published_at = weeks.at(-10, days=5, hour=11)
    story.tell(published_at, lambda session: _publish(session, cast, cohort, needed))
    if cohort.key == "running":
        story.tell(weeks.at(-2, days=1, hour=15), lambda session: _write_agendas(session, cast, cohort))
        story.tell(weeks.at(17, days=4, hour=10), lambda session: _move(session, cast, cohort))
        story.tell(weeks.at(17, days=5, hour=14), lambda session: _call_off(session, cast, cohort))


def meeting_of(session: Session, cohort: Cohort, key: str) -> Meeting:
    """A meeting of the story by its key: B1 to B12 and I1 to I6."""
    title = _titles()[key]
    return next(row for row in queries.list_meetings(session, cohort=cohort) if row.title == title)


def _titles() -> Mapping[str, str]:
    content = read("meetings")
    return {facts["key"]: facts["title"] for facts in (*content["meetings"], *content["intervisions"])}


def _publish(session: Session, cast: Cast, cohort: CohortStory, needed: Mapping[str, date]) -> None:
    row, actor, calendar = cast.cohorts[cohort.key], cast.actor(session, COORDINATOR), read_calendar()
    plan = operations.draft_plan(session, actor=actor, cohort=row, starts_on=cohort.timeline.starts_on)
    for _round in ("what the story needs", "what that pushed too far"):
        _choose(session, cast, cohort, plan, needed)
    operations.publish_plan(
        session, actor=actor, cohort=row, plan=plan, calendar=calendar, version=plan.version
    )


def _choose(
    session: Session, cast: Cast, cohort: CohortStory, plan: CohortPlan, needed: Mapping[str, date]
) -> None:
    calendar = read_calendar()
    proposed = placed(plan, calendar=calendar)
    operations.choose_days(
        session,
        actor=cast.actor(session, COORDINATOR),
        cohort=cast.cohorts[cohort.key],
        plan=plan,
        starts_on=plan.starts_on,
        chosen={row.id: _day(row, needed, cohort, proposed[row.id].held_on) for row in plan.planned},
        left_out=(),
        locations=_places(plan),
        calendar=calendar,
        version=plan.version,
    )
    session.flush()


def _day(item: PlannedMeeting, needed: Mapping[str, date], cohort: CohortStory, proposed: date) -> date:
    """The day that the story needs; the closing day is the last one, and only a reunion comes later."""
    weeks = cohort.timeline
    if item.title in needed:
        return needed[item.title]
    is_late = item.kind is not MeetingKind.REUNION and proposed > weeks.ends_on
    return weeks.ends_on if item.kind is MeetingKind.CLOSING or is_late else proposed


def _places(plan: CohortPlan) -> Mapping[int, str]:
    content = read("meetings")["meetings"]
    known = {facts["title"]: facts["location"] for facts in content}
    return {item.id: known.get(item.title, content[0]["location"]) for item in plan.planned}


def _write_agendas(session: Session, cast: Cast, cohort: CohortStory) -> None:
    actor = cast.actor(session, cohort.trainers[0])
    for facts in read("meetings")["meetings"]:
        found = meeting_of(session, cast.cohorts[cohort.key], facts["key"])
        meeting = queries.get_meeting(session, meeting_id=found.public_id)
        operations.write_agenda(
            session, actor=actor, meeting=meeting, items=_agenda(facts), version=meeting.version
        )


def _agenda(facts: Mapping[str, Any]) -> Sequence[AgendaItemFacts]:
    items = [
        AgendaItemFacts(part, title, minutes, _kind(title), counts=True)
        for (part, minutes), title in zip(MINUTES_OF_ITEMS, facts["programme"], strict=True)
    ]
    pauses = [
        AgendaItemFacts(part, "Pauze", PAUSE_MINUTES, AgendaKind.PAUSE, counts=False) for part in (1, 2)
    ]
    return [*items, *pauses]


def _kind(title: str) -> AgendaKind:
    is_reflection = any(word in title.casefold() for word in ("casus", "groepsafspraken", "terug"))
    return AgendaKind.REFLECTION if is_reflection else AgendaKind.TRAINING


def _move(session: Session, cast: Cast, cohort: CohortStory) -> None:
    found = meeting_of(session, cast.cohorts[cohort.key], MOVED)
    meeting = queries.get_meeting(session, meeting_id=found.public_id)
    cohorts.move_meeting(
        session,
        actor=cast.actor(session, COORDINATOR),
        meeting=meeting,
        held_on=meeting.held_on + timedelta(days=1),
        day_parts=planned_day_parts(meeting),
        location="Buurthuis De Schakel, Heuvelstad-Oost",
        version=meeting.version,
        reason=ROOM_TAKEN,
    )


def _call_off(session: Session, cast: Cast, cohort: CohortStory) -> None:
    found = meeting_of(session, cast.cohorts[cohort.key], CALLED_OFF)
    cohorts.cancel_meeting(
        session,
        actor=cast.actor(session, cohort.trainers[0]),
        meeting=queries.get_meeting(session, meeting_id=found.public_id),
        reason=NO_FACILITATOR,
    )
