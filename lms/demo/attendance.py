"""Around the register of the running cohort: who checks in, who cannot come, who makes a day part good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from lms.cohorts import operations, queries
from lms.cohorts.models import AbsenceReason, CatchUpTask, ProposalKind
from lms.cohorts.rules import PersonalDayPart
from lms.core import clock
from lms.demo.cohorts import meeting_days, meeting_on
from lms.demo.story import Cast, CohortStory, Story

CHECKED_IN = ("noor", "bram", "ayse", "joep", "fatima", "lotte")
CANNOT_COME = "petra"
TASK = (
    "Lees de handreiking van deze bijeenkomst. Beschrijf in een halve bladzijde één gesprek waarin je haar "
    "gebruikte: wat deed je, wat gebeurde er, wat doe je de volgende keer anders?"
)
WORK = (
    "Ik las de handreiking en oefende haar in een gesprek over schulden. Ik stelde eerst drie open vragen en "
    "gaf pas daarna uitleg. Het gesprek duurde langer, maar de afspraak kwam van de ander zelf."
)


Own = Callable[[Session, str, int, int], PersonalDayPart]
"""Reads a day part as it stands for somebody: name, number of the meeting (-1 for the newest), half."""


def tell_absences(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """Check-ins on the newest day, three catch-up tasks on their way and one meeting attended elsewhere."""
    now = clock.local(story.now).date()
    newest = [day for _facts, day in meeting_days(cohort) if day < now][-1]

    def own(session: Session, name: str, place: int, part: int) -> PersonalDayPart:
        day = newest if place < 0 else meeting_days(cohort)[place - 1][1]
        day_part = meeting_on(session, cast.cohorts[cohort.key], day).day_parts[part - 1]
        enrolment_id = cast.enrolments[name].public_id
        return queries.get_somebodys_day_part(
            session, enrolment_id=enrolment_id, day_part_id=day_part.public_id
        )

    def cannot_come(session: Session) -> None:
        for part in (1, 2):
            operations.announce_absence(
                session,
                actor=cast.actor(session, CANNOT_COME),
                own=own(session, CANNOT_COME, -1, part),
                kind=ProposalKind.ABSENT,
                reason=AbsenceReason.WORK,
            )

    def check_in(session: Session) -> None:
        for name in CHECKED_IN:
            operations.check_in(session, actor=cast.actor(session, name), own=own(session, name, -1, 1))

    def elsewhere(session: Session) -> None:
        missed = own(session, "wiktor", 5, 2)
        operations.propose_made_up(
            session,
            actor=cast.actor(session, "wiktor"),
            own=missed,
            held_on=missed.day_part.meeting.held_on + timedelta(days=1),
            place="Zuster-leergroep in de regio, Zaal 3",
        )

    story.tell(clock.at(newest - timedelta(days=2), 17, 5), cannot_come)
    story.tell(clock.at(newest, 9, 21), check_in)
    story.tell(clock.at(newest, 19, 40), elsewhere)
    _tell_tasks(story, cast, cohort, own)


def _approve(session: Session, cast: Cast, trainer: str, given: CatchUpTask) -> None:
    task = queries.get_catch_up_task(session, task_id=given.public_id)
    operations.judge_catch_up(
        session,
        actor=cast.actor(session, trainer),
        task=task,
        is_approved=True,
        remark="Mooi dat je eerst vroeg en daarna pas uitlegde.",
        version=task.version,
    )


def _tell_tasks(story: Story, cast: Cast, cohort: CohortStory, own: Own) -> None:
    trainer = cohort.trainers[0]
    tasks: dict[str, CatchUpTask] = {}

    def ask(session: Session) -> None:
        operations.ask_catch_up(session, actor=cast.actor(session, "tim"), own=own(session, "tim", 4, 1))

    def give(session: Session, name: str, place: int, part: int) -> None:
        missed = own(session, name, place, part)
        tasks[name] = operations.give_catch_up(
            session,
            actor=cast.actor(session, trainer),
            own=missed,
            assignment=TASK,
            due_on=clock.today() + timedelta(days=21),
        )

    def hand_in(session: Session, name: str) -> None:
        task = queries.get_catch_up_task(session, task_id=tasks[name].public_id)
        operations.hand_in_catch_up(
            session, actor=cast.actor(session, name), task=task, text=WORK, file=None, version=task.version
        )

    days = [day for _facts, day in meeting_days(cohort)]
    story.tell(clock.at(days[1] + timedelta(days=4), 10, 0), lambda session: give(session, "bram", 2, 1))
    story.tell(clock.at(days[1] + timedelta(days=11), 20, 15), lambda session: hand_in(session, "bram"))
    story.tell(
        clock.at(days[1] + timedelta(days=13), 9, 30),
        lambda session: _approve(session, cast, trainer, tasks["bram"]),
    )
    today = clock.local(story.now).date()
    story.tell(clock.at(today - timedelta(days=12), 16, 10), lambda session: give(session, "noor", 4, 2))
    story.tell(clock.at(today - timedelta(days=11), 16, 20), lambda session: give(session, "daan", 2, 1))
    story.tell(clock.at(today - timedelta(days=3), 20, 40), lambda session: hand_in(session, "daan"))
    story.tell(clock.at(today - timedelta(days=2), 12, 35), ask)
