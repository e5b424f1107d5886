"""One training from pair to evidence, through the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.learning.models import Completion, Evidence, EvidenceState
from lms.learning.operations import judge_evidence
from lms.trainings.models import Moment, PairMember, PlanState, TrainingPair, TrainingPlan
from tests.conftest import NOW
from tests.factories.cohorts import make_cohort, make_coordinator, make_trainer
from tests.factories.learning import requirement_of
from tests.factories.programmes import make_version
from tests.factories.trainings import (
    categories_of,
    make_observation,
    make_partner,
    make_running,
    make_training,
    meetings_of,
    members_of,
    people_of,
    plan_of,
)

SignIn = Callable[[Person], FlaskClient]
PLAN = {
    "target_group": "Mensen die lang zonder werk zijn",
    "place": "Buurthuis",
    "group_aim": "Een eigen volgende stap.",
    "own_aim": "Minder praten.",
    "expectation": "De helft zet een stap.",
    "expected_useful": "4",
    "expected_heard": "5",
    "expected_each_other": "3",
    "expected_confidence": "3",
}
LOG = {"expected_count": "10", "present_count": "9", "what_worked": "Oefenen met bellen."}


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return make_cohort(version=make_version())


class Walk:
    """Who walks, and short ways to ask for a page."""

    def __init__(self, sign_in: SignIn, session: Session) -> None:
        self.sign_in, self.session = sign_in, session

    def send(self, person: Person, address: str, status: int = 303, **form: Any) -> Any:
        answer = self.sign_in(person).post(address, data=form)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer

    def read(self, person: Person, address: str) -> str:
        answer = self.sign_in(person).get(address, follow_redirects=True)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)


def test_a_training_from_pair_to_evidence_in_both_matrices(
    sign_in: SignIn, session: Session, cohort: Cohort
) -> None:
    walk, training = Walk(sign_in, session), make_training(cohort)
    coordinator, trainer = make_coordinator(cohort), make_trainer(cohort)
    one, other = make_partner(cohort), make_partner(cohort)
    pair = form(walk, coordinator, cohort, one, other)
    home, (ann, ben) = f"/vaktraining/{pair.public_id}", people_of(pair)
    for person in (ann, ben):
        assert "Teken de verklaring" in walk.read(person, "/vaktraining")
        walk.send(person, f"{home}/verklaring", is_unknown="y")
    plan_together(walk, pair, ann, ben, str(training.public_id))
    walk.send(trainer, f"/vaktrainingsplannen/{plan_of(pair).public_id}/besluit", decision="go")
    meet(walk, pair, ann, ben)
    observe(walk, cohort, pair, ann)
    look_back(walk, pair, ann, ben)
    for person, enrolment in ((ann, one), (ben, other)):
        walk.send(
            person,
            f"{home}/mijn-deel",
            own_part="Ik leidde de rondjes en de oefening met bellen, steeds iets korter.",
            learned="Dat ik minder hoef te praten dan ik dacht, en dat stilte helpt.",
            version=str(place_of(session, enrolment).version),
            action="hand-in",
        )
        confirm(session, trainer, enrolment)
    page = walk.read(trainer, home)
    assert "7 van 10 (70%)" in page
    assert "gemeten op 20 november 2026" in page
    reached = session.scalars(sa.select(Completion.enrolment_id)).all()
    assert sorted(reached) == sorted([one.id, other.id])


def form(walk: Walk, coordinator: Person, cohort: Cohort, *members: Enrolment) -> TrainingPair:
    address = f"/leergroepen/{cohort.public_id}/vaktrainingen/nieuw"
    walk.send(coordinator, address, members=[str(member.public_id) for member in members])
    return walk.session.scalars(sa.select(TrainingPair)).one()


def plan_together(walk: Walk, pair: TrainingPair, ann: Person, ben: Person, training: str) -> None:
    home = f"/vaktraining/{pair.public_id}"
    walk.send(ann, f"{home}/plan", training=training, version="0", **PLAN)
    assert "Dit ontbreekt nog" in walk.read(ben, f"/vaktrainingsplannen/{plan_of(pair).public_id}")
    walk.send(ben, f"/vaktrainingsplannen/{plan_of(pair).public_id}/indienen", status=422)
    leads = [str(member.public_id) for member in members_of(pair)]
    for place, meeting in enumerate(meetings_of(pair)):
        day = clock.local(NOW - timedelta(weeks=4 - place)).date()
        walk.send(
            ben,
            f"/vaktraining-bijeenkomsten/{meeting.public_id}/plan",
            held_on=day.isoformat(),
            starts="09:30",
            aim=f"Stap {place + 1}",
            version=str(meeting.version),
            **{
                "parts-0-subject": "Rondje",
                "parts-0-minutes": "60",
                "parts-0-lead": leads[0],
                "parts-1-subject": "Oefenen",
                "parts-1-minutes": "90",
                "parts-1-lead": leads[1],
            },
        )
    walk.send(ann, f"/vaktrainingsplannen/{plan_of(pair).public_id}/indienen")
    assert walk.session.scalars(sa.select(TrainingPlan.state)).one() is PlanState.SUBMITTED


def meet(walk: Walk, pair: TrainingPair, ann: Person, ben: Person) -> None:
    for person, meeting in zip((ann, ben), meetings_of(pair), strict=True):
        assert meeting.starts_at is not None
        day = clock.local(meeting.starts_at).date().isoformat()
        assert "Schrijf het verslag" in walk.read(person, "/vaktraining")
        address = f"/vaktraining-bijeenkomsten/{meeting.public_id}/verslag"
        walk.send(person, address, held_on=day, version="0", **LOG)
    assert "9 van 10 waren er" in walk.read(ann, "/vaktraining")
    walk.session.refresh(pair)
    assert pair.ended_on is not None


def observe(walk: Walk, cohort: Cohort, pair: TrainingPair, ann: Person) -> None:
    others = make_running(cohort)
    observation = make_observation(pair, others)
    address = f"/vaktraining-observaties/{observation.public_id}"
    observer = people_of(others)[0]
    counts = {f"count_{name}": "3" for name in ("open_question", "reflection", "affirmation", "summary")}
    filled = {
        "observed_on": "2026-11-05",
        "count_group_talks": "6",
        "count_explains": "1",
        "example": "Een trainer wachtte, en iemand anders uit de groep gaf antwoord.",
        "version": "1",
        **counts,
    }
    assert walk.sign_in(ann).get(address).status_code == 404
    walk.send(observer, f"{address}/formulier", **filled)
    assert "Geteld gedrag" in walk.read(ann, address)


def look_back(walk: Walk, pair: TrainingPair, ann: Person, ben: Person) -> None:
    home = f"/vaktraining/{pair.public_id}"
    tallies = {f"{name}_4": "6" for name in ("useful", "heard", "each_other", "confidence")}
    walk.send(ann, f"{home}/feedback/tellen", version="0", **tallies)
    assert "gemiddeld 4,0 bij 6 antwoorden" in walk.read(ben, home)
    texts = {"surprise": "De groep wilde langzamer.", "next_time": "Elke keer een onderdeel minder."}
    walk.send(ben, f"{home}/evaluatie", version="0", action="finish", **texts)
    counts = {f"count_{row.position}": "7" if row.position == 1 else "1" for row in categories_of(pair)}
    filled = {"measured_on": "2026-11-20", "denominator": "10", "unknown_count": "0", "version": "0"}
    walk.send(ann, f"{home}/uitkomsten/einde", **filled, **counts)
    walk.session.refresh(pair, ["measurements"])
    assert pair.measured(Moment.END) is not None


def place_of(session: Session, enrolment: Enrolment) -> PairMember:
    return session.scalars(sa.select(PairMember).where(PairMember.enrolment_id == enrolment.id)).one()


def confirm(session: Session, trainer: Person, enrolment: Enrolment) -> None:
    """The trainer confirms in learning, where all evidence is confirmed; this requirement asks two pieces."""
    from lms.accounts.queries import actor_for
    from lms.learning.queries import get_evidence

    requirement = requirement_of(session.get_one(Cohort, enrolment.cohort_id), "intervisie")
    requirement.target = 1
    waiting = sa.select(Evidence.public_id).where(
        Evidence.enrolment_id == enrolment.id, Evidence.state == EvidenceState.WAITING
    )
    evidence = get_evidence(session, evidence_id=session.scalars(waiting).one())
    assert "7 van 10 (70%), gemeten op 20 november 2026" in evidence.text
    judge_evidence(session, actor=actor_for(session, person=trainer), evidence=evidence, confirmed=True)
    session.commit()
