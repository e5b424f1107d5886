"""What participants do for themselves: ticks, texts and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.demo.cohorts import STOPS_IN_WEEK
from lms.demo.content import read
from lms.demo.story import Cast, CohortStory, Story
from lms.learning import operations
from lms.programmes.models import Activity, ActivityKind, Module, ProgrammeVersion, Question
from lms.programmes.queries import get_version_with_questions

DAYS_BEFORE = {"ahead": 9, "on_plan": 2, "behind": -32}
"""How many days before the due date somebody does an activity, by pace."""

NOT_DONE = {"noor": {"reflectie-meeloopdag"}}
ANSWERING = {"noor", "ayse"}
WRONG_AT = 2
"""The second question of every self-check goes wrong: that is what it is for."""


def tell_course(story: Story, cast: Cast, cohort: CohortStory, *, version: str) -> None:
    """From the week before the first day, everybody works through the modules at their own pace."""

    def begin(session: Session) -> None:
        public_id = cast.versions[version].public_id
        course = get_version_with_questions(session, version_id=public_id)
        for place, member in enumerate(cohort.members):
            _tell_member(story, cast, cohort, course, member, place)

    story.tell(cohort.timeline.at(-1, hour=8), begin)


def _tell_member(
    story: Story,
    cast: Cast,
    cohort: CohortStory,
    course: ProgrammeVersion,
    member: Mapping[str, Any],
    place: int,
) -> None:
    name, texts = member["person"], _texts_of(member["person"])
    for module, activity in _steps(course, member["pace"], place):
        if activity.key in NOT_DONE.get(name, ()):
            continue
        moment = _moment(cohort, module, activity, member["pace"], place)
        if activity.key in texts:
            moment = min(moment, story.days_ago(3, hour=19, minute=place))
        if member["state"] == "withdrawn" and moment >= cohort.timeline.at(STOPS_IN_WEEK):
            continue
        story.tell(moment, _doing(cast, name, activity, texts.get(activity.key)))


def _steps(course: ProgrammeVersion, pace: str, place: int) -> Iterator[tuple[Module, Activity]]:
    """What somebody does of the course: all that is asked, and some of what is not; the paper comes apart."""
    for module in course.modules:
        for activity in module.activities:
            is_chosen = pace == "ahead" or (pace == "on_plan" and (place + activity.position) % 2 == 0)
            if activity.kind is not ActivityKind.PAPER and (activity.is_required or is_chosen):
                yield module, activity


def _moment(cohort: CohortStory, module: Module, activity: Activity, pace: str, place: int) -> datetime:
    due = activity.due_after_weeks if activity.due_after_weeks is not None else module.planned_until_week
    days = due * 7 - DAYS_BEFORE[pace] - (place % 3 if pace == "on_plan" else 0)
    days = max(days, module.opens_after_weeks * 7)
    return cohort.timeline.at(0, days=days, hour=19 + place % 3, minute=(7 * place + activity.position) % 60)


def _texts_of(name: str) -> Mapping[str, Mapping[str, Any]]:
    """What somebody wrote, by the key of the activity."""
    reflections = read("reflections")
    written = {row["activity"]: row for row in reflections["reflections"] if row["person"] == name}
    notes = {
        row["activity"]: {"fields": {"notes": row["text"]}, "shared": False}
        for row in reflections["notes"]
        if row["person"] == name
    }
    return {**written, **notes}


def _doing(cast: Cast, name: str, activity: Activity, text: Mapping[str, Any] | None) -> Any:
    def act(session: Session) -> None:
        actor, enrolment = cast.actor(session, name), cast.enrolments[name]
        if text is not None:
            reflection = operations.write_reflection(
                session, actor=actor, enrolment=enrolment, activity=activity, fields=text["fields"]
            )
            if text["shared"]:
                operations.share_reflection(session, actor=actor, reflection=reflection, shared=True)
        if name in ANSWERING:
            for question in activity.questions:
                _answer(session, cast, name, question)
        operations.mark_done(session, actor=actor, enrolment=enrolment, activity=activity)

    return act


def _answer(session: Session, cast: Cast, name: str, question: Question) -> None:
    options = list(question.options)
    is_wrong = question.position == WRONG_AT
    operations.answer_question(
        session,
        actor=cast.actor(session, name),
        enrolment=cast.enrolments[name],
        question=question,
        option=next(option for option in options if option.is_right != is_wrong),
    )
