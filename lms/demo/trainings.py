"""Client trainings: the pairs of two cohorts, from their plan to what they counted half a year later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.authorisation import Actor
from lms.demo.content import read
from lms.demo.evidence import BY_TRAININGS, DAYS_BEFORE, DAYS_TO_JUDGE
from lms.demo.people import COORDINATOR
from lms.demo.story import Act, Cast, CohortStory, Story
from lms.demo.timeline import at_work
from lms.learning.operations import judge_evidence
from lms.learning.queries import get_evidence
from lms.trainings import operations, queries
from lms.trainings.models import Behaviour, Moment, PairMember, ScaleQuestion, TrainingPair
from lms.trainings.rules import (
    Description,
    LogFacts,
    ObservationFacts,
    OutcomeFacts,
    PartFacts,
    PlanFacts,
)

PLANNED_IN, GO_IN, STARTS_IN = 13, 14, 15
ENDS_IN, EVIDENCE_IN = STARTS_IN + 8, 30
STAGES = ("running", "waiting", "returned", "running", "drafting", "silent", "waiting")
"""How far the pairs of the running cohort are, the demo participant's own pair first."""

LEADS_FIRST, LOGGED = "noor", 2
"""Whose pair comes first, and how many of its meetings are in the log: the next report waits."""

GROUP_SIZES = (11, 10, 12, 9, 10, 13)
LATE, WEEKS_LATER = timedelta(days=1), 6
FOLLOWED = {Moment.ONE_MONTH: timedelta(days=33), Moment.SIX_MONTHS: timedelta(days=187)}
FORGETS = 1
"""This pair still has to count what came of its training after half a year."""


@dataclass(frozen=True)
class Tale:
    """One pair in the story, known by its public id, with the names of who is in it."""

    story: Story
    cast: Cast
    cohort: CohortStory
    pair_id: UUID
    place: int
    names: Sequence[str]
    later: int = 0

    @property
    def plan(self) -> Mapping[str, Any]:
        """What this pair plans."""
        plans: Sequence[Mapping[str, Any]] = read("trainings")["plans"]
        return plans[self.place % len(plans)]

    @property
    def group(self) -> int:
        """How many people began in its group."""
        return GROUP_SIZES[self.place % len(GROUP_SIZES)]

    def at(self, week: int, days: int = 5, hour: int = 19) -> datetime:
        """A moment in one of the weeks, a little different for each pair."""
        return self.cohort.timeline.at(week, days=days, hour=hour, minute=4 * self.place)

    def actor(self, session: Session, number: int = 0) -> Actor:
        """One of the partners."""
        return self.cast.actor(session, self.names[number % len(self.names)])

    def pair(self, session: Session) -> TrainingPair:
        """The pair as it is now."""
        return queries.get_pair_with_results(session, pair_id=self.pair_id)

    def member(self, pair: TrainingPair, number: int = 0) -> PairMember:
        """The place of one of the partners."""
        wanted = self.cast.enrolments[self.names[number % len(self.names)]].id
        return next(row for row in pair.current_members if row.enrolment_id == wanted)


def tell_catalogue(story: Story, cast: Cast, *, version: str, moment: datetime) -> None:
    """The trainings that come with Samenloop and one of the programme itself."""

    def add(session: Session) -> None:
        programme, actor = cast.versions[version].programme, cast.actor(session, COORDINATOR)
        operations.add_known_trainings(session, actor=actor, programme=programme)
        for facts in read("trainings")["catalogue"]:
            operations.add_training(
                session,
                actor=actor,
                programme=programme,
                name=facts["name"],
                description=Description(
                    purpose=facts["purpose"],
                    meeting_count=8,
                    meeting_minutes=180,
                    counts_once=facts["counts_once"],
                    requirement_key=BY_TRAININGS,
                    categories=[(name, words) for name, words in facts["categories"]],
                ),
            )

    story.tell(moment, add)


def tell_trainings(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """Once the pairs stand they plan; those of the finished cohort went all the way."""

    def begin(session: Session) -> None:
        names = {enrolment.id: name for name, enrolment in cast.enrolments.items()}
        pairs = queries.list_pairs(session, cohort=cast.cohorts[cohort.key])
        told = [[names[row.enrolment_id] for row in pair.current_members] for pair in pairs]
        order = sorted(range(len(pairs)), key=lambda place: LEADS_FIRST not in told[place])
        for place, number in enumerate(order):
            stage = "running" if cohort.key == "finished" else STAGES[place % len(STAGES)]
            later = 0 if stage == "running" else WEEKS_LATER
            tale = Tale(story, cast, cohort, pairs[number].public_id, place, told[number], later)
            _tell_pair(tale, stage)
        story.tell(cohort.timeline.at(STARTS_IN + 1, hour=12), _assigning(story, cast, cohort))

    story.tell(cohort.timeline.at(PLANNED_IN, days=1, hour=18), begin)


def _tell_pair(tale: Tale, stage: str) -> None:
    if stage == "silent":
        return
    for number in range(len(tale.names)):
        tale.story.tell(tale.at(PLANNED_IN, days=2 + number), _declaring(tale, number))
    tale.story.tell(tale.at(PLANNED_IN), _planning(tale, whole=stage != "drafting"))
    if stage == "drafting":
        return
    late = stage == "waiting"
    asked = tale.story.days_ago(2 + tale.place, hour=20) if late else tale.at(GO_IN, days=-1)
    tale.story.tell(asked, _asking(tale))
    if not late:
        tale.story.tell(at_work(tale.at(GO_IN, days=2, hour=11)), _deciding(tale, is_go=stage == "running"))
    if stage == "running":
        for number in range(LOGGED if tale.cohort.key == "running" and tale.place == 0 else 8):
            tale.story.tell(_meeting_at(tale, number) + LATE, _logging(tale, number))
        _tell_aftermath(tale)


def _meeting_at(tale: Tale, number: int) -> datetime:
    """Tuesdays or Wednesdays, one week after the other; on a free day the next working day."""
    return at_work(
        tale.at(STARTS_IN + tale.later + number, days=5 + tale.place % 2, hour=10).replace(minute=0)
    )


def _declaring(tale: Tale, number: int) -> Act:
    def act(session: Session) -> None:
        pair = tale.pair(session)
        operations.declare_unknown(
            session, actor=tale.actor(session, number), pair=pair, member=tale.member(pair, number)
        )

    return act


def _planning(tale: Tale, *, whole: bool) -> Act:
    def act(session: Session) -> None:
        pair, said = queries.get_pair_to_plan(session, pair_id=tale.pair_id), tale.plan
        chosen = next(
            row for row in queries.list_choosable(session, cohort=pair.cohort) if row.name == said["training"]
        )
        scores = {q.value: score for q, score in zip(ScaleQuestion, said["scores"], strict=True)}
        names = ("target_group", "place", "group_aim", "own_aim", "welcome", "expectation")
        plan = operations.save_plan(
            session,
            actor=tale.actor(session),
            pair=pair,
            training=operations.choose_training(session, pair=pair, training_id=str(chosen.public_id)),
            facts=PlanFacts(**{name: said[name] for name in names}, expected_scores=scores),
            version=0,
        )
        for meeting in plan.meetings if whole else plan.meetings[:2]:
            number = meeting.position - 1
            operations.save_meeting(
                session,
                actor=tale.actor(session, number),
                meeting=meeting,
                starts_at=_meeting_at(tale, number),
                aim=said["aims"][number],
                parts=_parts(pair, number),
                version=meeting.version,
            )

    return act


def _parts(pair: TrainingPair, turn: int) -> Sequence[PartFacts]:
    members = pair.current_members
    return [
        PartFacts(subject, minutes, members[(turn + place) % len(members)].id)
        for place, (subject, minutes) in enumerate(read("trainings")["words"]["parts"])
    ]


def _asking(tale: Tale) -> Act:
    def act(session: Session) -> None:
        pair = queries.get_pair_to_plan(session, pair_id=tale.pair_id)
        if pair.current_plan is not None:
            operations.submit_plan(session, actor=tale.actor(session, 1), plan=pair.current_plan)

    return act


def _deciding(tale: Tale, *, is_go: bool) -> Act:
    def act(session: Session) -> None:
        pair = queries.get_pair_to_plan(session, pair_id=tale.pair_id)
        assert pair.current_plan is not None
        operations.decide_plan(
            session,
            actor=tale.cast.actor(session, tale.cohort.trainers[0]),
            plan=pair.current_plan,
            is_go=is_go,
            remark=read("trainings")["words"]["go" if is_go else "no_go"],
        )

    return act


def _logging(tale: Tale, number: int) -> Act:
    def act(session: Session) -> None:
        pair, words = tale.pair(session), read("trainings")["words"]
        assert pair.current_plan is not None
        meeting, turn = pair.current_plan.meetings[number], number + tale.place
        operations.log_meeting(
            session,
            actor=tale.actor(session, number),
            meeting=meeting,
            member=tale.member(pair, number),
            facts=LogFacts(
                held_on=clock.local(_meeting_at(tale, number)).date(),
                is_cancelled=False,
                expected_count=tale.group,
                present_count=tale.group - (turn * 7 % 4),
                what_worked=words["worked"][turn % len(words["worked"])],
                adapted=words["adapted"][turn % len(words["adapted"])],
            ),
            version=0,
        )

    return act


def _assigning(story: Story, cast: Cast, cohort: CohortStory) -> Act:
    def act(session: Session) -> None:
        made = operations.assign_observations(
            session, actor=cast.actor(session, cohort.trainers[0]), cohort=cast.cohorts[cohort.key]
        )
        if cohort.key == "running":
            return
        for place, row in enumerate(made):
            moment = cohort.timeline.at(STARTS_IN + 4, days=place, hour=21)
            story.tell(moment, _observing(cast, row.public_id, place))

    return act


def _observing(cast: Cast, observation_id: UUID, place: int) -> Act:
    def act(session: Session) -> None:
        words = read("trainings")["words"]
        row = queries.get_observation(session, observation_id=observation_id)
        member = row.observer_pair.current_members[0]
        name = next(name for name, e in cast.enrolments.items() if e.id == member.enrolment_id)
        operations.record_observation(
            session,
            actor=cast.actor(session, name),
            observation=row,
            member=member,
            facts=ObservationFacts(
                observed_on=clock.today(),
                counts={b: (5 * place + 3 * turn) % 9 + 1 for turn, b in enumerate(Behaviour)},
                example=words["examples"][place % len(words["examples"])],
                tip=words["tip"] if place % 2 else "",
            ),
            version=row.version,
        )

    return act


def _tell_aftermath(tale: Tale) -> None:
    """What a pair does after its last meeting; of the running cohort all that lies ahead."""
    tell, last = tale.story.tell, _meeting_at(tale, 7)
    tell(last + timedelta(hours=2), _asking_the_group(tale))
    tell(tale.at(ENDS_IN, hour=20), _counting(tale, Moment.END))
    tell(tale.at(ENDS_IN, days=7, hour=20), _evaluating(tale))
    for moment, later in FOLLOWED.items():
        if moment is Moment.ONE_MONTH or tale.place != FORGETS:
            tell(last + later + timedelta(hours=10), _counting(tale, moment))
    paces = {member["person"]: member["pace"] for member in tale.cohort.members}
    for number, name in enumerate(tale.names):
        days = EVIDENCE_IN * 7 - DAYS_BEFORE[paces[name]] - number
        tell(tale.at(0, days=days), _handing_in(tale, number))


def _asking_the_group(tale: Tale) -> Act:
    def act(session: Session) -> None:
        pair, counts = tale.pair(session), dict[tuple[ScaleQuestion, int], int]()
        for turn, question in enumerate(ScaleQuestion):
            few = (tale.place + turn) % 3 + 1
            counts |= {
                (question, 3): few,
                (question, 5): turn + 1,
                (question, 4): tale.group - few - turn - 2,
            }
        operations.count_feedback(session, actor=tale.actor(session), pair=pair, counts=counts, version=0)

    return act


def _counting(tale: Tale, moment: Moment) -> Act:
    def act(session: Session) -> None:
        pair, later = tale.pair(session), list(Moment).index(moment)
        assert pair.edition is not None
        shares = (35, 25, 15, 8, 0) if pair.edition.counts_once else (70, 60, 30)
        counts = {
            category.id: tale.group * share // 100
            for category, share in zip(pair.edition.categories, shares, strict=False)
        }
        first = pair.edition.categories[0].id
        operations.count_outcomes(
            session,
            actor=tale.actor(session, later),
            pair=pair,
            moment=moment,
            facts=OutcomeFacts(
                measured_on=clock.today(),
                denominator=tale.group,
                unknown_count=later // 2,
                counts=counts | {first: counts[first] + later // 2},
            ),
            version=0,
        )
        operations.settle_sums(session)

    return act


def _evaluating(tale: Tale) -> Act:
    def act(session: Session) -> None:
        words = read("trainings")["words"]
        operations.save_evaluation(
            session,
            actor=tale.actor(session),
            pair=tale.pair(session),
            surprise=words["surprise"],
            next_time=words["next_time"],
            version=0,
            is_finished=True,
        )

    return act


def _handing_in(tale: Tale, number: int) -> Act:
    def act(session: Session) -> None:
        words, actor = read("trainings")["words"], tale.actor(session, number)
        pair = tale.pair(session)
        member = tale.member(pair, number)
        operations.write_part(
            session,
            actor=actor,
            member=member,
            own_part=words["own_parts"][(tale.place + number) % len(words["own_parts"])],
            learned=words["learned"][(tale.place + 2 * number) % len(words["learned"])],
            version=member.version,
        )
        operations.hand_in_part(
            session,
            actor=actor,
            pair=pair,
            member=member,
            facts="8 van 8 bijeenkomsten staan in het logboek.",
        )
        assert member.evidence is not None
        trainer = tale.cohort.trainers[number % len(tale.cohort.trainers)]
        judging = _judging(tale.cast, member.evidence.public_id, trainer)
        tale.story.tell(at_work(clock.now() + timedelta(days=DAYS_TO_JUDGE, hours=-6)), judging)

    return act


def _judging(cast: Cast, evidence_id: UUID, trainer: str) -> Act:
    def act(session: Session) -> None:
        evidence = get_evidence(session, evidence_id=evidence_id)
        actor = cast.actor(session, trainer)
        judge_evidence(session, actor=actor, evidence=evidence, confirmed=True)

    return act
