"""Trainings, pairs, plans and what came of them, for tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lms.accounts.models import Discipline, Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.extensions import db
from lms.programmes.models import Programme, ProgrammeVersion
from lms.trainings.models import (
    ClientTraining,
    Evaluation,
    FeedbackTally,
    GroupFeedback,
    MeetingLog,
    MeetingPart,
    Moment,
    OutcomeCategory,
    OutcomeCount,
    OutcomeMeasurement,
    PairMember,
    PlanState,
    ScaleQuestion,
    TrainingEdition,
    TrainingMeeting,
    TrainingObservation,
    TrainingPair,
    TrainingPlan,
)
from tests.factories import Row, counter, save
from tests.factories.cohorts import make_enrolment

SCORES = {question.value: 4 for question in ScaleQuestion}


def keep(row: Row) -> Row:
    """Add a row and forget what the session knew: readers load pairs with all that hangs on them."""
    save(row)
    db.session.commit()
    return row


def programme_of(cohort: Cohort) -> Programme:
    """The programme that a cohort follows."""
    version = db.session.get_one(ProgrammeVersion, cohort.programme_version_id)
    return db.session.get_one(Programme, version.programme_id)


def make_training(cohort: Cohort, *, meetings: int = 2, **values: Any) -> ClientTraining:
    """A training of two meetings with two outcomes, of which a group member counts in one."""
    edition = TrainingEdition(
        number=1,
        purpose="Samen een stap verder.",
        meeting_count=meetings,
        meeting_minutes=180,
        counts_once=True,
        requirement_key="intervisie",
        categories=[
            OutcomeCategory(position=1, name="Betaald werk", definition="Een contract van een maand."),
            OutcomeCategory(position=2, name="Opleiding", definition="Begonnen aan een opleiding."),
        ],
    )
    return keep(
        ClientTraining(
            **{
                "programme_id": programme_of(cohort).id,
                "name": f"Voor Arbeid en Kansen {counter.next()}",
                "editions": [edition],
                **values,
            }
        )
    )


def edition_of(training: ClientTraining) -> TrainingEdition:
    """The newest edition of a training."""
    statement = sa.select(TrainingEdition).where(TrainingEdition.client_training_id == training.id)
    return db.session.scalars(statement.order_by(TrainingEdition.number.desc())).all()[0]


def categories_of(pair: TrainingPair) -> list[OutcomeCategory]:
    """What is counted of a pair's training."""
    statement = sa.select(OutcomeCategory).where(OutcomeCategory.edition_id == pair.edition_id)
    return list(db.session.scalars(statement.order_by(OutcomeCategory.position)))


def members_of(pair: TrainingPair) -> list[PairMember]:
    """Who is or was in a pair."""
    statement = sa.select(PairMember).where(PairMember.pair_id == pair.id).order_by(PairMember.id)
    return list(db.session.scalars(statement))


def people_of(pair: TrainingPair) -> list[Person]:
    """The people in a pair, in the same order."""
    enrolments = [db.session.get_one(Enrolment, member.enrolment_id) for member in members_of(pair)]
    return [db.session.get_one(Person, enrolment.person_id) for enrolment in enrolments]


def plan_of(pair: TrainingPair) -> TrainingPlan:
    """The newest plan of a pair."""
    statement = sa.select(TrainingPlan).where(TrainingPlan.pair_id == pair.id)
    return db.session.scalars(statement.order_by(TrainingPlan.number.desc())).all()[0]


def meetings_of(pair: TrainingPair) -> list[TrainingMeeting]:
    """The meetings of a pair's newest plan."""
    statement = sa.select(TrainingMeeting).where(TrainingMeeting.plan_id == plan_of(pair).id)
    return list(db.session.scalars(statement.order_by(TrainingMeeting.position)))


def make_partner(cohort: Cohort, person: Any = None, **values: Any) -> Enrolment:
    """A participant in a discipline of their own."""
    discipline = save(Discipline(name=f"Discipline {counter.next()}"))
    return make_enrolment(cohort, person, **{"discipline_id": discipline.id, **values})


def make_pair(
    cohort: Cohort, *members: Enrolment, training: ClientTraining | None = None, **values: Any
) -> TrainingPair:
    """Two partners who declared that the group is unknown to them."""
    members = members or (make_partner(cohort), make_partner(cohort))
    return keep(
        TrainingPair(
            **{
                "cohort_id": cohort.id,
                "edition_id": edition_of(training).id if training else None,
                "members": [PairMember(enrolment=row, declared_at=clock.now()) for row in members],
                "plans": [],
                "measurements": [],
                **values,
            }
        )
    )


def make_plan(
    pair: TrainingPair,
    *,
    state: PlanState = PlanState.DRAFT,
    starts: datetime | None = None,
    meetings: int = 2,
    **values: Any,
) -> TrainingPlan:
    """A complete plan of weekly meetings, that began a month ago unless told otherwise."""
    first = starts or clock.now() - timedelta(weeks=4)
    leads = [member.id for member in members_of(pair)]
    plan = TrainingPlan(
        **{
            "pair_id": pair.id,
            "number": 1,
            "state": state,
            "target_group": "Mensen die lang zonder werk zijn",
            "place": "Buurthuis",
            "group_aim": "Een eigen volgende stap.",
            "own_aim": "Minder praten.",
            "expectation": "De helft zet een stap.",
            "expected_scores": dict(SCORES),
            "submitted_at": None if state is PlanState.DRAFT else clock.now(),
            "decided_at": clock.now() if state is PlanState.APPROVED else None,
            **values,
        }
    )
    plan.meetings = [
        TrainingMeeting(
            position=place + 1,
            starts_at=first + timedelta(weeks=place),
            minutes=180,
            aim=f"Stap {place + 1}",
            parts=[
                MeetingPart(position=1, subject="Rondje", minutes=60, lead_id=leads[0]),
                MeetingPart(position=2, subject="Oefenen", minutes=60, lead_id=leads[-1]),
            ],
        )
        for place in range(meetings)
    ]
    return keep(plan)


def make_log(meeting: TrainingMeeting, pair: TrainingPair, **values: Any) -> MeetingLog:
    """Nine of ten came."""
    assert meeting.starts_at is not None
    return keep(
        MeetingLog(
            **{
                "meeting_id": meeting.id,
                "held_on": clock.local(meeting.starts_at).date(),
                "expected_count": 10,
                "present_count": 9,
                "what_worked": "Oefenen met bellen.",
                "logged_by_id": members_of(pair)[0].id,
                **values,
            }
        )
    )


def make_running(cohort: Cohort, *members: Enrolment, **values: Any) -> TrainingPair:
    """A pair with a go."""
    pair = make_pair(cohort, *members, training=make_training(cohort), **values)
    make_plan(pair, state=PlanState.APPROVED)
    return pair


def make_ended(cohort: Cohort, *members: Enrolment, **values: Any) -> TrainingPair:
    """A pair whose meetings are all in the log."""
    pair = make_running(cohort, *members, **values)
    logs = [make_log(meeting, pair) for meeting in meetings_of(pair)]
    pair.ended_on = logs[-1].held_on
    return keep(pair)


def make_feedback(pair: TrainingPair, *, answers: int = 6, score: int = 4, **values: Any) -> GroupFeedback:
    """So many answers of one score to every question, counted and closed."""
    tallies = [FeedbackTally(question=question, score=score, count=answers) for question in ScaleQuestion]
    return keep(
        GroupFeedback(
            **{
                "pair_id": pair.id,
                "filled": answers,
                "closed_at": clock.now(),
                "tallies": tallies,
                **values,
            }
        )
    )


def make_measurement(
    pair: TrainingPair, moment: Moment = Moment.END, *, counts: tuple[int, ...] = (7, 1), **values: Any
) -> OutcomeMeasurement:
    """Seven of ten in the first category."""
    rows = [
        OutcomeCount(category_id=category.id, count=count)
        for category, count in zip(categories_of(pair), counts, strict=True)
    ]
    return keep(
        OutcomeMeasurement(
            **{
                "pair_id": pair.id,
                "moment": moment,
                "measured_on": date(2026, 11, 20),
                "denominator": 10,
                "counts": rows,
                **values,
            }
        )
    )


def make_evaluated(cohort: Cohort, *members: Enrolment) -> TrainingPair:
    """A pair that looked back and counted the outcomes of the end."""
    pair = make_ended(cohort, *members)
    make_feedback(pair)
    make_measurement(pair)
    save(Evaluation(pair_id=pair.id, surprise="Het tempo.", next_time="Langzamer.", finished_at=clock.now()))
    return pair


def make_observation(pair: TrainingPair, observer: TrainingPair, **values: Any) -> TrainingObservation:
    """A pair was asked to look at another."""
    return keep(
        TrainingObservation(
            **{
                "pair_id": pair.id,
                "observer_pair_id": observer.id,
                "assigned_at": clock.now(),
                **values,
            }
        )
    )
