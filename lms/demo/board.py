"""What is said on the boards: a few announcements, questions and answers, the newest not yet read by all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from lms.board import operations, queries
from lms.board.models import PostKind
from lms.core import clock
from lms.demo.story import Act, Cast, CohortStory, Story


@dataclass(frozen=True)
class Said:
    """One thing on the board: so many days before today, by a trainer or by the so-manieth member."""

    days_ago: int
    title: str
    body: str
    member: int | None = None
    module_key: str = ""
    answers: Sequence[tuple[int, int | None, str]] = ()


RUNNING = (
    Said(
        60,
        "Welkom op ons prikbord",
        "Hier kondigen we dingen aan, en hier stel je vragen waar de hele groep iets aan heeft.\n\n"
        "Schrijf **nooit** over een echte inwoner, ook niet zonder naam.",
    ),
    Said(
        23,
        "Hoe diep ga je met de bronnenkaart?",
        "Ik heb nu drie bronnen naast elkaar gelegd. Is dat genoeg, of zoek je door tot ze botsen?",
        member=1,
        module_key="ebp",
        answers=(
            (22, 4, "Bij mij werd het pas interessant bij de vierde. Die zei iets anders dan de rest."),
            (21, None, "Drie is genoeg als je kunt uitleggen waarom je ze vertrouwt. Schrijf dat erbij."),
        ),
    ),
    Said(
        9,
        "Wie rijdt er mee vanuit het noorden?",
        "Ik kan donderdag **twee mensen** meenemen. Om 8.30 uur bij het station.",
        member=3,
        answers=((8, 0, "Graag, ik sta er."), (8, 5, "Ik ook, als er nog plek is.")),
    ),
    Said(
        2,
        "Donderdag beginnen we een kwartier later",
        "De zaal is eerst van een andere groep. We beginnen om **9.45 uur**. De rest blijft gelijk.\n\n"
        "- Neem je bronnenkaart mee\n- De lunch is geregeld",
    ),
    Said(
        1,
        "Mag de tussenmeting ook op papier?",
        "Ik denk beter met een pen. Mag ik de vragen uitprinten en mijn antwoorden later overtypen?",
        member=6,
    ),
)


def tell_board(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """What staff and participants of the running cohort put on their board."""
    members = [member["person"] for member in cohort.members if member["state"] == "active"]
    trainer = cohort.trainers[0]
    for said in RUNNING:
        _tell(story, cast, cohort, said, [trainer, *members])


def _tell(story: Story, cast: Cast, cohort: CohortStory, said: Said, speakers: Sequence[str]) -> None:
    def who(member: int | None) -> str:
        return speakers[0] if member is None else speakers[1 + member]

    def open_topic(session: Session) -> None:
        topic = operations.open_topic(
            session,
            actor=cast.actor(session, who(said.member)),
            cohort=cast.cohorts[cohort.key],
            kind=PostKind.ANNOUNCEMENT if said.member is None else PostKind.QUESTION,
            title=said.title,
            body=said.body,
            module_key=said.module_key,
        )
        for days_ago, member, words in said.answers:
            story.tell(_evening(story, days_ago), answering(topic.public_id, who(member), words))

    def answering(topic_id: UUID, name: str, words: str) -> Act:
        def answer(session: Session) -> None:
            topic = queries.get_post(session, post_id=topic_id)
            operations.answer(session, actor=cast.actor(session, name), topic=topic, body=words)

        return answer

    story.tell(_evening(story, said.days_ago, hour=17), open_topic)


def _evening(story: Story, days_ago: int, *, hour: int = 19) -> datetime:
    """A moment after work, so many days before the demo is loaded."""
    return clock.at(clock.local(story.now).date() - timedelta(days=days_ago), hour, 10)
