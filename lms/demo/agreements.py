"""The learning agreements: complete in the cohorts that began, half signed in the one to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from lms.agreements import operations
from lms.agreements.models import AgreedFact, LearningAgreement, SignerRole
from lms.core.authorisation import ANONYMOUS
from lms.demo import people
from lms.demo.people import COORDINATOR
from lms.demo.story import Cast, CohortStory, Story

HOURS = 6
AGREED_IN_WEEK, PROMISED_IN_WEEK = -3, -1
MANAGERS = ("Anke Jaspers", "Rob Theunissen", "Meral Yildirim", "Guus Hermans", "Petra Claessen")
GOALS = (
    "Ik wil beter doorvragen naar de grootste zorg van een inwoner.",
    "Ik wil leren meten wat mijn werk oplevert.",
    "Ik wil weten wat mijn collega’s in de wijk doen, en hen sneller bellen.",
)
WITHOUT_MILESTONES = "bram"
SAYS_NO = "naima"
NO_IN_WORDS = "Zes uur per week lukt ons dit voorjaar niet. Vier uur wel."


def tell_agreements(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """Some weeks before the start everybody agrees, and just before it everybody promises."""
    weeks = cohort.timeline
    for place, member in enumerate(cohort.members):
        if cohort.key == "planned":
            if member["state"] != "invited" or place % 2:
                _tell_coming(story, cast, member, place)
        else:
            act = _complete(cast, cohort, member, place)
            story.tell(weeks.at(AGREED_IN_WEEK, hour=10, minute=place), act)
            story.tell(weeks.at(PROMISED_IN_WEEK, hour=10, minute=place), _promise(cast, member["person"]))


def _promise(cast: Cast, name: str) -> Callable[[Session], None]:
    def act(session: Session) -> None:
        actor, enrolment = cast.actor(session, name), cast.enrolments[name]
        operations.sign_statement(session, actor=actor, enrolment=enrolment, number=1)

    return act


def _draft(session: Session, cast: Cast, name: str, place: int) -> LearningAgreement:
    organisation = people.facts_of(name)["organisation"]
    manager = MANAGERS[sum(map(ord, organisation)) % len(MANAGERS)]
    facts = set(AgreedFact) - ({AgreedFact.MILESTONES} if name == WITHOUT_MILESTONES else set())
    return operations.draft_agreement(
        session,
        actor=cast.actor(session, COORDINATOR),
        enrolment=cast.enrolments[name],
        hours_per_week=HOURS + place % 2,
        manager_name=manager,
        manager_email=f"{manager.lower().replace(' ', '.')}@{organisation}.example",
        learning_goals=GOALS[place % len(GOALS)],
        facts=facts,
    )


def _complete(
    cast: Cast, cohort: CohortStory, member: Mapping[str, Any], place: int
) -> Callable[[Session], None]:
    name, trainer = member["person"], cohort.trainers[place % len(cohort.trainers)]

    def act(session: Session) -> None:
        agreement = _draft(session, cast, name, place)
        _sign(session, cast, agreement, name, SignerRole.PARTICIPANT)
        _sign(session, cast, agreement, trainer, SignerRole.TRAINER)
        token = _link(session, cast, agreement)
        operations.sign_by_link(session, actor=ANONYMOUS, token=token, name=agreement.manager_name)

    return act


def _tell_coming(story: Story, cast: Cast, member: Mapping[str, Any], place: int) -> None:
    """Whoever answered gets an agreement first; some signed since, and one line manager says no."""
    name, is_new = member["person"], member["state"] == "invited"
    made: dict[str, LearningAgreement] = {}

    def draft(session: Session) -> None:
        made[name] = _draft(session, cast, name, place)

    def answer(session: Session) -> None:
        agreement = made[name]
        if name == SAYS_NO:
            token = _link(session, cast, agreement)
            operations.decline_by_link(session, actor=ANONYMOUS, token=token, remark=NO_IN_WORDS)
        elif not is_new and place % 2 == 0:
            _sign(session, cast, agreement, name, SignerRole.PARTICIPANT)
        elif not is_new:
            token = _link(session, cast, agreement)
            operations.sign_by_link(session, actor=ANONYMOUS, token=token, name=agreement.manager_name)

    story.tell(story.days_ago(1 if is_new else 5, hour=18, minute=place), draft)
    story.tell(story.days_ago(1, hour=19, minute=place), answer)


def _sign(session: Session, cast: Cast, agreement: LearningAgreement, name: str, role: SignerRole) -> None:
    operations.sign_as(session, actor=cast.actor(session, name), agreement=agreement, role=role)


def _link(session: Session, cast: Cast, agreement: LearningAgreement) -> str:
    return operations.send_link(
        session,
        actor=cast.actor(session, COORDINATOR),
        agreement=agreement,
        manager_email=agreement.manager_email,
    )
