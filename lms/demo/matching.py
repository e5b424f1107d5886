"""Groups and pairs: published in the cohorts that began, repaired after somebody left, drafts to compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from lms.cohorts.queries import get_cohort
from lms.demo.people import COORDINATOR
from lms.demo.story import Cast, CohortStory, Story
from lms.matching import operations, queries
from lms.matching.models import Arrangement, Round, RoundKind

PUBLISHED_IN_WEEK, REPAIRED_IN_WEEK = 2, 13
LEADS, IS_LED = "wiktor", "ayse"
RATHER_NOT = {"tim": "omar"}
WANT_TO_LEARN = {"noor": ("Jeugd", "Wonen"), "ayse": ("Participatie",), "bram": ("Wijkzorg", "Jeugd")}
PROPOSALS = 3
GROUPS, PAIRS = RoundKind.INTERVISION_GROUPS, RoundKind.TRAINING_PAIRS


def tell_rounds(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """In the second week everybody gets a pair and a group; a second round of groups is a draft today."""
    weeks, rounds = cohort.timeline, dict[RoundKind, Round]()
    if cohort.key == "planned":
        story.tell(story.days_ago(1, hour=15), _open(cast, cohort, GROUPS, rounds))
        return
    if cohort.key == "running":
        story.tell(weeks.at(1, hour=9), _note_line_manager(cast, cohort))
        story.tell(weeks.at(1, hour=20), _save_lists(cast))
        story.tell(weeks.at(1, hour=21), _choose_goals(cast))
        story.tell(story.days_ago(2, hour=15), _open(cast, cohort, GROUPS, rounds))
    for place, kind in enumerate((PAIRS, GROUPS)):
        opened, published = (
            weeks.at(PUBLISHED_IN_WEEK, days=1, hour=14 + place, minute=minute) for minute in (5, 40)
        )
        story.tell(opened, _open(cast, cohort, kind, rounds))
        story.tell(published, _publish_first(cast, kind, rounds))
        for member in cohort.members:
            if member["state"] == "withdrawn":
                moment = weeks.at(REPAIRED_IN_WEEK, days=1, hour=10, minute=place)
                story.tell(moment, _repair(cast, kind, rounds, member["person"]))


Act = Callable[[Session], None]
Rounds = dict[RoundKind, Round]


def _open(cast: Cast, cohort: CohortStory, kind: RoundKind, rounds: Rounds) -> Act:
    def act(session: Session) -> None:
        actor = cast.actor(session, COORDINATOR)
        known = get_cohort(session, cohort_id=cast.cohorts[cohort.key].public_id)
        made = operations.open_round(session, actor=actor, cohort=known, kind=kind)
        round_ = rounds[kind] = queries.get_round(session, round_id=made.public_id)
        operations.ask_proposals(session, actor=actor, round_=round_, count=PROPOSALS)

    return act


def _publish_first(cast: Cast, kind: RoundKind, rounds: Rounds) -> Act:
    def act(session: Session) -> None:
        round_ = queries.get_round(session, round_id=rounds[kind].public_id)
        _publish(session, cast, min(round_.arrangements, key=lambda row: row.account["score"]))

    return act


def _publish(session: Session, cast: Cast, arrangement: Arrangement) -> None:
    operations.publish_arrangement(
        session,
        actor=cast.actor(session, COORDINATOR),
        arrangement=arrangement,
        version=arrangement.version,
        round_version=arrangement.round.version,
    )


def _repair(cast: Cast, kind: RoundKind, rounds: Rounds, name: str) -> Act:
    def act(session: Session) -> None:
        round_ = queries.get_round(session, round_id=rounds[kind].public_id)
        gone = next(row for row in round_.members if row.enrolment_id == cast.enrolments[name].id)
        actor = cast.actor(session, COORDINATOR)
        offers: Sequence[Arrangement] = operations.offer_repairs(
            session, actor=actor, round_=round_, member=gone
        )
        _publish(session, cast, offers[0])

    return act


def _note_line_manager(cast: Cast, cohort: CohortStory) -> Act:
    def act(session: Session) -> None:
        operations.enter_line_manager(
            session,
            actor=cast.actor(session, COORDINATOR),
            cohort=cast.cohorts[cohort.key],
            enrolment=cast.enrolments[IS_LED],
            manager=cast.enrolments[LEADS],
        )

    return act


def _choose_goals(cast: Cast) -> Act:
    def act(session: Session) -> None:
        for name, fields in WANT_TO_LEARN.items():
            operations.save_learning_goals(
                session,
                actor=cast.actor(session, name),
                enrolment=cast.enrolments[name],
                disciplines=[cast.disciplines[field].id for field in fields],
                version=0,
            )

    return act


def _save_lists(cast: Cast) -> Act:
    def act(session: Session) -> None:
        for author, name in RATHER_NOT.items():
            operations.save_own_vetoes(
                session,
                actor=cast.actor(session, author),
                enrolment=cast.enrolments[author],
                people=[cast.enrolments[name].id],
                version=0,
            )

    return act
