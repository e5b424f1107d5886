"""Papers of the demo: the assignment, what is handed in, and how it is judged."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lms.cohorts.models import EnrolmentState
from lms.cohorts.operations import change_enrolment_state
from lms.core import clock
from lms.demo import people
from lms.demo.content import read
from lms.demo.documents import Paper, write_paper
from lms.demo.people import COORDINATOR
from lms.demo.story import Act, Cast, CohortStory, Story
from lms.learning.operations import mark_done
from lms.papers import operations, queries
from lms.papers.models import Assignment, Submission
from lms.papers.rules import FormTexts, late_limit
from lms.programmes.models import Level

LEVELS = {level.value[0]: level for level in Level}
WINDOWS = {"finished": (24, 35), "running": (12, 22)}
"""From which week until which week papers are taken in."""

LATE_BY_DAYS = {"yusuf": 1}
TWICE = "ruben"
RESULTS_IN_WEEK = 38
RESIT_RESULT = (40, 5)
STAGES = ("handed_in", "draft", "finalised", "released")


@dataclass(frozen=True)
class HandIn:
    """A paper of the content, with the moments at which something happens to it."""

    facts: Mapping[str, Any]
    place: int
    handed_in_at: datetime
    judged_at: datetime
    released_at: datetime
    stage: str = "released"

    @property
    def name(self) -> str:
        """The short name of the author."""
        return str(self.facts["person"])


def tell_papers(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """A cohort gets its paper assignment; one after another hands in and is judged."""
    opens, closes = WINDOWS[cohort.key]
    closes_at = cohort.timeline.at(closes, hour=23, minute=59)

    def open_it(session: Session) -> None:
        row = cast.cohorts[cohort.key]
        activity = queries.list_paper_activities(session, cohort=row)[0]
        operations.open_assignment(
            session,
            actor=cast.actor(session, COORDINATOR),
            cohort=row,
            activity=activity,
            title=f"Paper {row.name.lower()}",
            opens_at=cohort.timeline.at(opens, hour=9),
            closes_at=closes_at,
            late_until=late_limit(closes_at),
        )

    story.tell(cohort.timeline.at(opens - 2, days=1, hour=10), open_it)
    for hand_in in _hand_ins(story, cohort):
        _tell_hand_in(story, cast, cohort, hand_in)


def _hand_ins(story: Story, cohort: CohortStory) -> Sequence[HandIn]:
    weeks, content = cohort.timeline, read("papers")
    found = []
    if cohort.key == "running":
        for place, facts in enumerate(content["running_hand_ins"]):
            handed_in_at = weeks.at(facts.get("week", 0), days=4, hour=21, minute=12)
            if "days_ago" in facts:
                handed_in_at = story.days_ago(facts["days_ago"], hour=20, minute=47)
            judged_at = min(handed_in_at + timedelta(days=9), story.days_ago(2, hour=15))
            released_at = judged_at + timedelta(days=3)
            found.append(HandIn(facts, place, handed_in_at, judged_at, released_at, facts["stage"]))
        return found
    for place, facts in enumerate(content["hand_ins"]):
        days = LATE_BY_DAYS.get(facts["person"], -(place % 5))
        handed_in_at = weeks.at(WINDOWS[cohort.key][1], days=days, hour=17 + place % 6, minute=5 * place % 60)
        judged_at = weeks.at(36, days=4 + place % 6, hour=14, minute=place)
        released_at = weeks.at(RESULTS_IN_WEEK - 1, days=6, hour=16, minute=place)
        if facts["person"] == content["resit"]["person"]:
            released_at = weeks.at(*RESIT_RESULT, hour=16)
        found.append(HandIn(facts, place, handed_in_at, judged_at, released_at))
    return found


def _tell_hand_in(story: Story, cast: Cast, cohort: CohortStory, hand_in: HandIn) -> None:
    moment, name = hand_in.handed_in_at, hand_in.name
    if name == TWICE:
        earlier = moment - timedelta(days=11)
        story.tell(earlier, _handing_in(cast, hand_in.facts, note="Eerste versie, hoofdstuk 5 is nog kort."))
    story.tell(moment, _handing_in(cast, hand_in.facts))
    story.tell(moment + timedelta(minutes=6), _ticking(cast, name))
    assigned_at = max(moment + timedelta(hours=14), cohort.timeline.at(0))
    story.tell(assigned_at, lambda session: _assign(session, cast, cohort, hand_in))
    steps = STAGES.index(hand_in.stage)
    if steps >= 1:
        story.tell(hand_in.judged_at, _on_submission(cast, name, _drafting(cast, hand_in)))
    if steps >= 2:
        finalised_at = hand_in.judged_at + timedelta(hours=1)
        story.tell(finalised_at, _on_submission(cast, name, _finalising(cast)))
    if steps >= 3:
        story.tell(hand_in.released_at, _on_submission(cast, name, _releasing(cast)))


def tell_resit(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """Who did not pass may hand in once more; that paper now waits for its judgement."""
    facts = read("papers")["resit"]
    name = facts["person"]

    def fall_back(session: Session) -> None:
        change_enrolment_state(
            session,
            actor=cast.actor(session, COORDINATOR),
            enrolment=cast.enrolments[name],
            to_state=EnrolmentState.RESIT,
            reason=facts["reason"],
        )

    story.tell(cohort.timeline.at(*RESIT_RESULT, hour=17), fall_back)
    day = clock.local(story.now).date() - timedelta(days=facts["days_ago"])
    first = next(row for row in read("papers")["hand_ins"] if row["person"] == name)
    again = {**first, "title": facts["title"], "format": facts["format"]}
    story.tell(clock.at(day, 20, 40), _handing_in(cast, again, note=facts["note"]))


def _handing_in(cast: Cast, facts: Mapping[str, Any], *, note: str = "") -> Act:
    name = facts["person"]

    def act(session: Session) -> None:
        enrolment = cast.enrolments[name]
        assignment = _assignment(session, cast, name)
        operations.hand_in_paper(
            session,
            actor=cast.actor(session, name),
            assignment=assignment,
            enrolment=enrolment,
            stream=io.BytesIO(write_paper(_paper(facts), facts["format"])),
            name=f"{facts['title'].rstrip('?').replace(',', '')}.{facts['format']}",
            note=note,
        )

    return act


def _paper(facts: Mapping[str, Any]) -> Paper:
    text = next(paper for paper in read("papers")["papers"] if paper["key"] == facts["paper"])
    author = people.facts_of(facts["person"])
    organisations = {row["key"]: row["name"] for row in read("people")["organisations"]}
    return Paper(
        title=facts["title"],
        subtitle=text["subtitle"],
        author=" ".join(filter(None, (author["given_name"], author["prefix"], author["family_name"]))),
        organisation=organisations[author["organisation"]],
        written_at=clock.now().replace(microsecond=0),
        sections=[(section["heading"], section["paragraphs"]) for section in text["sections"]],
    )


def _assignment(session: Session, cast: Cast, name: str) -> Assignment:
    assignment = queries.find_assignment_for(session, enrolment=cast.enrolments[name])
    if assignment is None:
        raise LookupError(f"the cohort of {name} has no paper assignment yet")
    return assignment


def _ticking(cast: Cast, name: str) -> Act:
    def act(session: Session) -> None:
        activity = _assignment(session, cast, name).activity
        enrolment = cast.enrolments[name]
        mark_done(session, actor=cast.actor(session, name), enrolment=enrolment, activity=activity)

    return act


def _assign(session: Session, cast: Cast, cohort: CohortStory, hand_in: HandIn) -> None:
    """The paper goes to a trainer who does not work for the author's organisation (DR-34)."""
    submission = _submission(session, cast, hand_in.name)
    first, second = (cast.persons[name] for name in cohort.trainers)
    is_possible = cohort.key == "finished" and hand_in.place % 3 == 1
    person = first
    if is_possible and not queries.is_too_close(session, person=second, submission=submission):
        person = second
    actor = cast.actor(session, COORDINATOR)
    operations.assign_assessor(session, actor=actor, submission=submission, person=person)


def _submission(session: Session, cast: Cast, name: str) -> Submission:
    submission = queries.find_submission_for(session, enrolment=cast.enrolments[name])
    if submission is None:
        raise LookupError(f"{name} has not handed in yet")
    return submission


def _on_submission(cast: Cast, name: str, act: Callable[[Session, Submission], None]) -> Act:
    return lambda session: act(session, _submission(session, cast, name))


def _assessor(cast: Cast, submission: Submission) -> str:
    person_ids = {row.person_id for row in submission.assessors}
    return next(name for name, person in cast.persons.items() if person.id in person_ids)


def _drafting(cast: Cast, hand_in: HandIn) -> Callable[[Session, Submission], None]:
    def act(session: Session, submission: Submission) -> None:
        words = read("judgements")
        criteria = queries.get_rubric(session, submission=submission).criteria
        marks = {
            criterion.id: (LEVELS[letter], _pick(texts[LEVELS[letter].value], hand_in.place))
            for criterion, texts, letter in zip(
                criteria, words["criteria"], hand_in.facts["levels"], strict=False
            )
        }
        overall = words["overall"]
        is_whole = len(marks) == len(criteria)
        operations.save_assessment(
            session,
            actor=cast.actor(session, _assessor(cast, submission)),
            submission=submission,
            marks=marks,
            texts=FormTexts(
                strength=_pick(overall["strengths"], hand_in.place),
                growth_point=_pick(overall["growth_points"], hand_in.place) if is_whole else "",
                feed_forward=_pick(overall["feed_forward"], hand_in.place) if is_whole else "",
            ),
            version=0,
        )

    return act


def _pick(texts: Sequence[str], place: int) -> str:
    return texts[place % len(texts)]


def _finalising(cast: Cast) -> Callable[[Session, Submission], None]:
    def act(session: Session, submission: Submission) -> None:
        actor = cast.actor(session, _assessor(cast, submission))
        operations.finalise_assessment(session, actor=actor, submission=submission)

    return act


def _releasing(cast: Cast) -> Callable[[Session, Submission], None]:
    def act(session: Session, submission: Submission) -> None:
        actor = cast.actor(session, _assessor(cast, submission))
        operations.release_grades(session, actor=actor, submissions=[submission])

    return act
