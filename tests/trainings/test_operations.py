"""What happens to the catalogue, pairs, plans, meetings and observations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.events import EnrolmentStateChanged
from lms.cohorts.models import Cohort, Enrolment, EnrolmentState
from lms.core import clock
from lms.core.authorisation import SYSTEM, Actor
from lms.core.errors import ConflictError
from lms.core.events import publish
from lms.learning.models import Evidence
from lms.matching.models import Veto
from lms.messages.models import Notice
from lms.trainings import operations, queries, rules
from lms.trainings.models import (
    Behaviour,
    PairMember,
    PlanState,
    TrainingPair,
)
from lms.trainings.rules import Description, LogFacts, ObservationFacts, PairFault
from tests.conftest import NOW
from tests.factories.cohorts import make_cohort, make_coordinator, make_trainer
from tests.factories.programmes import make_version
from tests.factories.trainings import (
    categories_of,
    edition_of,
    make_evaluated,
    make_observation,
    make_pair,
    make_partner,
    make_plan,
    make_running,
    make_training,
    meetings_of,
    members_of,
    people_of,
    plan_of,
    programme_of,
)
from tests.trainings.steps import fresh, hand_in

ActorOf = Callable[[Person], Actor]
TODAY = clock.local(NOW).date()
ROUND = "8e5a1f0c-0000-4000-8000-000000000001"


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return make_cohort(version=make_version())


def current(session: Session, cohort: Cohort) -> list[set[int]]:
    session.expire_all()
    return sorted(
        (
            {member.enrolment_id for member in pair.current_members}
            for pair in queries.list_pairs(session, cohort=cohort)
        ),
        key=min,
    )


def follow(session: Session, cohort: Cohort, *groups: list[Enrolment]) -> None:
    session.expire_all()
    operations.follow_round(session, actor=SYSTEM, cohort=cohort, groups=groups, round_id=UUID(ROUND))
    session.commit()


class TestCatalogue:
    words = Description(
        purpose="Verder.",
        meeting_count=6,
        meeting_minutes=120,
        counts_once=False,
        requirement_key="intervisie",
        categories=[("Contact", "Sprak iemand buiten de training.")],
    )

    def test_a_running_training_keeps_its_own_definitions(self, session: Session, cohort: Cohort) -> None:
        pair = make_running(cohort)
        row = fresh(session, pair).edition
        assert row is not None
        training = queries.get_training(session, training_id=row.client_training.public_id)
        operations.revise_training(
            session,
            actor=SYSTEM,
            training=training,
            name=training.name,
            description=self.words,
            version=training.version,
        )
        session.commit()
        assert [c.name for c in categories_of(pair)] == ["Betaald werk", "Opleiding"]
        assert edition_of(training).number == 2

    def test_saying_the_same_makes_no_edition(self, session: Session, cohort: Cohort) -> None:
        made = operations.add_training(
            session, actor=SYSTEM, programme=programme_of(cohort), name="Samen", description=self.words
        )
        operations.revise_training(
            session, actor=SYSTEM, training=made, name="Samen", description=self.words, version=made.version
        )
        assert len(made.editions) == 1

    def test_the_second_of_two_tabs_is_told(self, session: Session, cohort: Cohort) -> None:
        made = operations.add_training(
            session, actor=SYSTEM, programme=programme_of(cohort), name="Samen", description=self.words
        )
        seen, other = made.version, replace(self.words, purpose="Anders.")
        operations.revise_training(
            session, actor=SYSTEM, training=made, name="Samen", description=other, version=seen
        )
        with pytest.raises(ConflictError):
            operations.revise_training(
                session, actor=SYSTEM, training=made, name="Samen", description=self.words, version=seen
            )

    def test_a_name_is_taken_whatever_its_capitals(self, session: Session, cohort: Cohort) -> None:
        programme = programme_of(cohort)
        operations.add_training(
            session, actor=SYSTEM, programme=programme, name="Samen", description=self.words
        )
        with pytest.raises(operations.TrainingNameTakenError):
            operations.add_training(
                session, actor=SYSTEM, programme=programme, name="SAMEN", description=self.words
            )


class TestPairs:
    def test_nobody_is_in_two_pairs(self, session: Session, cohort: Cohort) -> None:
        for _ in range(3):
            make_partner(cohort)
        one, other, third = queries.list_unpaired(session, cohort=cohort)
        operations.form_pair(session, actor=SYSTEM, cohort=cohort, members=[one, other])
        with pytest.raises(operations.AlreadyPairedError):
            operations.form_pair(session, actor=SYSTEM, cohort=cohort, members=[one, third])

    def test_whom_a_private_list_keeps_apart_is_no_pair_by_hand_either(
        self, session: Session, cohort: Cohort
    ) -> None:
        for _ in range(3):
            make_partner(cohort)
        one, other, third = queries.list_unpaired(session, cohort=cohort)
        session.add(Veto(enrolment_id=other.id, people=str(one.id)))
        session.flush()
        with pytest.raises(operations.PairUnfitError) as refusal:
            operations.form_pair(session, actor=SYSTEM, cohort=cohort, members=[one, other])
        assert refusal.value.fault is PairFault.APART
        operations.form_pair(session, actor=SYSTEM, cohort=cohort, members=[one, third])

    def test_a_published_round_makes_the_pairs_and_a_repair_moves_only_who_must(
        self, session: Session, cohort: Cohort
    ) -> None:
        a, b, c, d, e = (make_partner(cohort) for _ in range(5))
        follow(session, cohort, [a, b], [c, d, e])
        first = current(session, cohort)
        follow(session, cohort, [a, b], [c, d], [e])
        assert first == [{a.id, b.id}, {c.id, d.id, e.id}]
        assert current(session, cohort) == [{a.id, b.id}, {c.id, d.id}]

    def test_a_pair_with_a_go_is_left_alone_and_gets_who_is_new_in_its_group(
        self, session: Session, cohort: Cohort
    ) -> None:
        a, b, c, d = (make_partner(cohort) for _ in range(4))
        make_running(cohort, a, b)
        follow(session, cohort, [a, c], [b, d])
        assert current(session, cohort) == [{a.id, b.id, c.id}]

    def test_a_partner_who_leaves_before_the_go_opens_the_plan_again(
        self, session: Session, cohort: Cohort
    ) -> None:
        pair = make_pair(cohort, training=make_training(cohort))
        make_plan(pair, state=PlanState.SUBMITTED)
        stops(session, cohort, members_of(pair)[0])
        after = fresh(session, pair)
        assert [m.enrolment_id for m in after.current_members] == [members_of(pair)[1].enrolment_id]
        assert after.current_plan is not None
        assert after.current_plan.state is PlanState.DRAFT
        assert rules.gaps_of(after, queries.get_plan(session, plan_id=plan_of(pair).public_id), questions=4)

    def test_a_pair_that_everybody_left_before_the_go_is_no_pair(
        self, session: Session, cohort: Cohort
    ) -> None:
        pair = make_pair(cohort)
        for member in members_of(pair):
            stops(session, cohort, member)
        assert fresh(session, pair).dissolved_at is not None

    def test_the_part_of_both_stays_when_one_leaves_after_the_training(
        self, session: Session, actor_of: ActorOf, cohort: Cohort
    ) -> None:
        pair = make_evaluated(cohort)
        evaluated = fresh(session, pair)
        for member in evaluated.current_members:
            hand_in(session, SYSTEM, evaluated, member)
        session.commit()
        stops(session, cohort, members_of(pair)[0])
        assert len(session.scalars(sa.select(Evidence)).all()) == 2
        assert all(member.evidence_id for member in members_of(pair))
        assert fresh(session, pair).dissolved_at is None

    def test_who_stays_and_the_coordinator_hear_that_somebody_left(
        self, session: Session, cohort: Cohort
    ) -> None:
        coordinator, pair = make_coordinator(cohort), make_pair(cohort)
        leaver, stays = people_of(pair)
        stops(session, cohort, members_of(pair)[0])
        told = {row.person_id: row.kind for row in session.scalars(sa.select(Notice))}
        assert told[stays.id] == "trainings.pair"
        assert told[coordinator.id] == "trainings.partner_left"
        assert leaver.id not in told

    def test_a_pair_with_a_go_is_not_taken_apart(self, session: Session, cohort: Cohort) -> None:
        pair = fresh(session, make_running(cohort))
        with pytest.raises(operations.TrainingBegunError):
            operations.dissolve_pair(session, actor=SYSTEM, pair=pair)

    def test_one_more_makes_a_trio_only_in_an_odd_cohort(self, session: Session, cohort: Cohort) -> None:
        pair = make_pair(cohort)
        for _ in range(3):
            make_partner(cohort)
        known, free = fresh(session, pair), queries.list_unpaired(session, cohort=cohort)
        operations.join_pair(session, actor=SYSTEM, pair=known, enrolment=free[0])
        with pytest.raises(operations.PairUnfitError):
            operations.join_pair(session, actor=SYSTEM, pair=known, enrolment=free[1])


def stops(session: Session, cohort: Cohort, member: PairMember) -> None:
    enrolment = session.get_one(Enrolment, member.enrolment_id)
    enrolment.state = EnrolmentState.STOPPED
    session.flush()
    publish(
        session,
        EnrolmentStateChanged(
            actor=SYSTEM,
            cohort_id=cohort.public_id,
            enrolment_id=enrolment.public_id,
            from_state=EnrolmentState.IN_TRAINING,
            to_state=EnrolmentState.STOPPED,
        ),
    )
    session.commit()


class TestPlans:
    def test_a_no_go_begins_a_next_version_as_a_copy(
        self, session: Session, actor_of: ActorOf, cohort: Cohort
    ) -> None:
        trainer, pair = actor_of(make_trainer(cohort)), make_pair(cohort, training=make_training(cohort))
        make_plan(pair, state=PlanState.SUBMITTED)
        plan = queries.get_plan(session, plan_id=plan_of(pair).public_id)
        operations.decide_plan(
            session, actor=trainer, plan=plan, is_go=False, remark="Wie opent de eerste keer, en hoe?"
        )
        session.commit()
        after = fresh(session, pair)
        assert [row.state for row in after.plans] == [PlanState.RETURNED, PlanState.DRAFT]
        newest = queries.get_plan(session, plan_id=plan_of(pair).public_id)
        assert [len(meeting.parts) for meeting in newest.meetings] == [2, 2]
        assert newest.expectation == "De helft zet een stap."

    def test_a_no_go_without_reason_is_refused(
        self, session: Session, actor_of: ActorOf, cohort: Cohort
    ) -> None:
        pair = make_pair(cohort, training=make_training(cohort))
        plan = make_plan(pair, state=PlanState.SUBMITTED)
        row = queries.get_plan(session, plan_id=plan.public_id)
        with pytest.raises(operations.RemarkTooShortError):
            operations.decide_plan(session, actor=SYSTEM, plan=row, is_go=False, remark="Nee.")

    def test_a_plan_is_decided_once(self, session: Session, actor_of: ActorOf, cohort: Cohort) -> None:
        pair = make_pair(cohort, training=make_training(cohort))
        row = queries.get_plan(session, plan_id=make_plan(pair, state=PlanState.SUBMITTED).public_id)
        operations.decide_plan(session, actor=SYSTEM, plan=row, is_go=True, remark="")
        with pytest.raises(operations.PlanNotWaitingError):
            operations.decide_plan(session, actor=SYSTEM, plan=row, is_go=True, remark="")

    def test_an_approved_plan_does_not_change(self, session: Session, cohort: Cohort) -> None:
        pair = make_running(cohort)
        meeting = queries.get_training_meeting(session, meeting_id=meetings_of(pair)[0].public_id)
        with pytest.raises(operations.PlanFixedError):
            operations.save_meeting(
                session,
                actor=SYSTEM,
                meeting=meeting,
                starts_at=NOW,
                aim="Iets anders",
                parts=[],
                version=meeting.version,
            )


class TestMeetings:
    facts = LogFacts(
        held_on=TODAY - timedelta(days=2),
        is_cancelled=False,
        expected_count=10,
        present_count=9,
        what_worked="Bellen.",
        adapted="",
    )

    def log(self, session: Session, pair: TrainingPair, number: int, facts: LogFacts) -> None:
        meeting = queries.get_training_meeting(session, meeting_id=meetings_of(pair)[number].public_id)
        member = meeting.plan.pair.current_members[0]
        operations.log_meeting(session, actor=SYSTEM, meeting=meeting, member=member, facts=facts, version=0)
        session.commit()

    def test_the_training_ends_with_the_last_meeting_in_the_log(
        self, session: Session, cohort: Cohort
    ) -> None:
        pair = make_running(cohort)
        self.log(session, pair, 0, self.facts)
        assert fresh(session, pair).ended_on is None
        self.log(session, pair, 1, replace(self.facts, is_cancelled=True, held_on=TODAY))
        assert fresh(session, pair).ended_on == TODAY - timedelta(days=2)

    def test_more_than_all_cannot_come(self, session: Session, cohort: Cohort) -> None:
        with pytest.raises(operations.TooManyPresentError):
            self.log(session, make_running(cohort), 0, replace(self.facts, present_count=11))

    def test_what_is_still_to_come_is_not_logged(self, session: Session, cohort: Cohort) -> None:
        tomorrow = replace(self.facts, held_on=TODAY + timedelta(days=1))
        with pytest.raises(operations.NotHeldYetError):
            self.log(session, make_running(cohort), 0, tomorrow)

    def test_nothing_is_logged_before_a_go(self, session: Session, cohort: Cohort) -> None:
        pair = make_pair(cohort, training=make_training(cohort))
        make_plan(pair, state=PlanState.SUBMITTED)
        with pytest.raises(operations.NotRunningError):
            self.log(session, pair, 0, self.facts)

    def test_the_second_of_two_reports_is_told(self, session: Session, cohort: Cohort) -> None:
        pair = make_running(cohort)
        self.log(session, pair, 0, self.facts)
        with pytest.raises(ConflictError):
            self.log(session, pair, 0, replace(self.facts, present_count=8))


class TestObservations:
    facts = ObservationFacts(
        observed_on=TODAY,
        counts=dict.fromkeys(Behaviour, 2),
        example="De trainer wachtte tot een ander antwoord gaf.",
        tip="",
    )

    def test_it_is_done_once(self, session: Session, cohort: Cohort) -> None:
        made = make_observation(make_running(cohort), make_running(cohort))
        row = queries.get_observation(session, observation_id=made.public_id)
        member = row.observer_pair.current_members[0]
        operations.record_observation(
            session, actor=SYSTEM, observation=row, member=member, facts=self.facts, version=row.version
        )
        with pytest.raises(operations.ObservedAlreadyError):
            operations.record_observation(
                session, actor=SYSTEM, observation=row, member=member, facts=self.facts, version=row.version
            )

    def test_a_quote_is_refused(self, session: Session, cohort: Cohort) -> None:
        made = make_observation(make_running(cohort), make_running(cohort))
        row = queries.get_observation(session, observation_id=made.public_id)
        quoted = replace(self.facts, example="Iemand zei: “Ik durf het niet alleen.”")
        with pytest.raises(operations.QuotedError):
            operations.record_observation(
                session,
                actor=SYSTEM,
                observation=row,
                member=row.observer_pair.current_members[0],
                facts=quoted,
                version=row.version,
            )

    def test_running_pairs_are_seen_by_another_and_not_twice(self, session: Session, cohort: Cohort) -> None:
        pairs = [make_running(cohort) for _ in range(3)]
        made = operations.assign_observations(session, actor=SYSTEM, cohort=cohort)
        session.commit()
        session.expire_all()
        assert {row.pair_id for row in made} == {row.observer_pair_id for row in made}
        assert {row.pair_id for row in made} == {pair.id for pair in pairs}
        with pytest.raises(operations.NoObserverError):
            operations.assign_observations(session, actor=SYSTEM, cohort=cohort)
