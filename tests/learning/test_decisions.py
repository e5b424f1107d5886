"""Tailored decisions (DR-22): rules, rights, what they do to the ledger, and the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.admissions.models import ApplicationState
from lms.cohorts.models import EnrolmentState
from lms.cohorts.queries import get_enrolment
from lms.core.authorisation import SYSTEM, Actor
from lms.learning import operations, queries, rules
from lms.learning.models import Completion, DecisionState, TailoredDecision
from lms.learning.rules import Deviation
from lms.programmes.models import RequirementKind
from tests.factories.admissions import make_application, make_round
from tests.factories.agreements import make_agreement
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment
from tests.factories.learning import make_completion, make_decision, requirement_of
from tests.factories.matching import make_line_manager
from tests.factories.programmes import make_version
from tests.learning.conftest import Cast, text_of

SignIn = Callable[[Person], FlaskClient]
Status = Callable[[str, str], int]
ActorOf = Callable[[Person], Actor]
KnownBy = Callable[[Cast, Person], None]
REASON = "Zij gaf al tien jaar zulke trainingen en liet haar opleiders zien hoe zij dat doet."


@pytest.fixture
def deviation(session: Session, cast: Cast) -> Deviation:
    enrolment = get_enrolment(session, enrolment_id=cast.enrolment.public_id)
    return Deviation(requirement_of(cast.cohort, "intervisie"), enrolment)


@pytest.fixture
def proposed(session: Session, cast: Cast) -> TailoredDecision:
    decision = make_decision(cast.enrolment, requirement_of(cast.cohort, "intervisie"), cast.coordinator)
    return queries.get_decision(session, decision_id=decision.public_id)


def completions(session: Session) -> list[Completion]:
    return list(session.scalars(sa.select(Completion).where(Completion.withdrawn_at.is_(None))))


def by_agreement(cast: Cast, manager: Person) -> None:
    make_agreement(cast.enrolment, manager_email=manager.email.upper())


def by_application(cast: Cast, manager: Person) -> None:
    round_ = make_round(cast.cohort)
    make_application(
        round_,
        state=ApplicationState.PLACED,
        enrolment_id=cast.enrolment.id,
        manager_email=manager.email.upper(),
    )


def by_staff(cast: Cast, manager: Person) -> None:
    make_line_manager(cast.enrolment, make_enrolment(cast.cohort, manager))


class TestRules:
    @pytest.mark.parametrize(
        ("reason", "enough"), [("x" * 50, True), ("x" * 49, False), (" " * 60, False), ("", False)]
    )
    def test_a_reason_has_fifty_characters(self, reason: str, enough: bool) -> None:
        assert rules.is_reason_enough(reason) is enough

    @pytest.mark.parametrize(
        ("facts", "fits"),
        [
            ({}, True),
            ({"decider_id": 1}, False),
            ({"is_manager": True}, False),
            ({"decider_id": None}, False),
        ],
    )
    def test_the_second_pair_of_eyes_is_another_one(self, facts: dict[str, Any], fits: bool) -> None:
        known: dict[str, Any] = {"decider_id": 2, "proposer_id": 1, "is_manager": False}
        assert rules.is_second_pair_of_eyes(**(known | facts)) is fits


class TestPropose:
    def test_a_proposal_waits_and_meets_nothing(
        self, session: Session, cast: Cast, deviation: Deviation, actor_of: ActorOf
    ) -> None:
        actor = actor_of(cast.coordinator)
        decision = operations.propose_tailored_decision(
            session, actor=actor, deviation=deviation, reason=REASON
        )
        assert (decision.state, decision.proposed_by_id) == (DecisionState.PROPOSED, cast.coordinator.id)
        assert completions(session) == []

    def test_only_one_proposal_waits_at_a_time(
        self, session: Session, deviation: Deviation, proposed: TailoredDecision
    ) -> None:
        with pytest.raises(operations.AlreadyProposedError):
            operations.propose_tailored_decision(session, actor=SYSTEM, deviation=deviation, reason=REASON)

    def test_what_is_met_needs_no_decision(self, session: Session, cast: Cast, deviation: Deviation) -> None:
        make_completion(cast.enrolment, deviation.requirement)
        with pytest.raises(operations.NothingToDecideError):
            operations.propose_tailored_decision(session, actor=SYSTEM, deviation=deviation, reason=REASON)

    def test_who_stopped_gets_no_decision(self, session: Session, deviation: Deviation) -> None:
        deviation.enrolment.state = EnrolmentState.STOPPED
        with pytest.raises(operations.NothingToDecideError):
            operations.propose_tailored_decision(session, actor=SYSTEM, deviation=deviation, reason=REASON)

    def test_a_short_reason_is_refused(self, session: Session, deviation: Deviation) -> None:
        with pytest.raises(operations.ReasonTooShortError):
            operations.propose_tailored_decision(session, actor=SYSTEM, deviation=deviation, reason="Kort.")


class TestDecide:
    def test_a_second_person_meets_the_requirement(
        self, session: Session, cast: Cast, proposed: TailoredDecision, actor_of: ActorOf
    ) -> None:
        operations.decide_tailored_decision(
            session, actor=actor_of(cast.trainer), decision=proposed, approved=True
        )
        [completion] = completions(session)
        assert completion.requirement_id == proposed.requirement_id
        assert (completion.decision_id, completion.confirmed_by_id) == (proposed.id, cast.trainer.id)

    def test_the_author_never_decides(
        self, session: Session, cast: Cast, proposed: TailoredDecision, actor_of: ActorOf
    ) -> None:
        with pytest.raises(operations.NoSecondPersonError):
            operations.decide_tailored_decision(
                session, actor=actor_of(cast.coordinator), decision=proposed, approved=True
            )
        assert completions(session) == []

    @pytest.mark.parametrize("known_by", [by_agreement, by_application, by_staff])
    def test_the_line_manager_never_decides(
        self, session: Session, cast: Cast, proposed: TailoredDecision, actor_of: ActorOf, known_by: KnownBy
    ) -> None:
        manager = make_coordinator(cast.cohort)
        known_by(cast, manager)
        with pytest.raises(operations.NoSecondPersonError):
            operations.decide_tailored_decision(
                session, actor=actor_of(manager), decision=proposed, approved=True
            )
        assert completions(session) == []

    def test_who_led_before_the_agreement_may_decide(
        self, session: Session, cast: Cast, proposed: TailoredDecision, actor_of: ActorOf
    ) -> None:
        before = make_coordinator(cast.cohort)
        by_application(cast, before)
        make_agreement(cast.enrolment)
        operations.decide_tailored_decision(session, actor=actor_of(before), decision=proposed, approved=True)
        assert len(completions(session)) == 1

    def test_a_refusal_meets_nothing_and_leaves_room_for_a_better_proposal(
        self,
        session: Session,
        cast: Cast,
        deviation: Deviation,
        proposed: TailoredDecision,
        actor_of: ActorOf,
    ) -> None:
        operations.decide_tailored_decision(
            session,
            actor=actor_of(cast.trainer),
            decision=proposed,
            approved=False,
            remark="Eerst een gesprek.",
        )
        assert completions(session) == []
        operations.propose_tailored_decision(session, actor=SYSTEM, deviation=deviation, reason=REASON)

    def test_a_refusal_needs_a_remark(
        self, session: Session, cast: Cast, proposed: TailoredDecision, actor_of: ActorOf
    ) -> None:
        with pytest.raises(operations.RemarkNeededError):
            operations.decide_tailored_decision(
                session, actor=actor_of(cast.trainer), decision=proposed, approved=False, remark="  "
            )

    def test_the_second_decision_comes_too_late(
        self, session: Session, cast: Cast, proposed: TailoredDecision, actor_of: ActorOf
    ) -> None:
        actor = actor_of(cast.trainer)
        operations.decide_tailored_decision(session, actor=actor, decision=proposed, approved=True)
        with pytest.raises(operations.AlreadyDecidedError):
            operations.decide_tailored_decision(session, actor=actor, decision=proposed, approved=True)
        assert len(completions(session)) == 1

    def test_a_recorded_fact_does_not_take_it_away(
        self, session: Session, cast: Cast, deviation: Deviation, actor_of: ActorOf
    ) -> None:
        paper = requirement_of(cast.cohort, "paper")
        decision = make_decision(cast.enrolment, paper, cast.coordinator)
        decision = queries.get_decision(session, decision_id=decision.public_id)
        operations.decide_tailored_decision(
            session, actor=actor_of(cast.trainer), decision=decision, approved=True
        )
        operations.record_fact(
            session, actor=SYSTEM, enrolment=deviation.enrolment, kind=RequirementKind.PAPER, is_met=False
        )
        assert [row.requirement_id for row in completions(session)] == [paper.id]

    def test_a_withdrawn_proposal_cannot_be_agreed_to(
        self, session: Session, cast: Cast, proposed: TailoredDecision, actor_of: ActorOf
    ) -> None:
        operations.withdraw_tailored_decision(session, actor=actor_of(cast.coordinator), decision=proposed)
        with pytest.raises(operations.AlreadyDecidedError):
            operations.decide_tailored_decision(
                session, actor=actor_of(cast.trainer), decision=proposed, approved=True
            )


class TestPages:
    def proposal(self, cast: Cast) -> str:
        asked = requirement_of(cast.cohort, "intervisie").public_id
        return f"/dossiers/{cast.enrolment.public_id}/eisen/{asked}/maatwerkbesluit"

    def test_from_the_dossier_to_a_decision_and_back(self, cast: Cast, sign_in: SignIn) -> None:
        dossier = f"/dossiers/{cast.enrolment.public_id}"
        coordinator = sign_in(cast.coordinator)
        assert self.proposal(cast) in text_of(coordinator, dossier)
        answer = coordinator.post(self.proposal(cast), data={"reason": REASON})
        assert answer.status_code == 303
        assert "Trek je voorstel in" in text_of(coordinator, answer.location)
        trainer = sign_in(cast.trainer)
        assert "Besluit mee over maatwerk" in text_of(trainer, "/")
        assert REASON in text_of(trainer, answer.location)
        decided = trainer.post(f"{answer.location}/oordeel", data={"decision": "confirm"})
        assert decided.status_code == 303
        participant = sign_in(cast.participant)
        assert "Behaald door een maatwerkbesluit" in text_of(participant, "/dossier")
        assert REASON in text_of(participant, answer.location)

    def test_a_short_reason_keeps_what_was_typed(self, cast: Cast, sign_in: SignIn) -> None:
        answer = sign_in(cast.coordinator).post(self.proposal(cast), data={"reason": "Het past niet."})
        assert answer.status_code == 422
        assert "minstens 50 tekens" in answer.text
        assert "Het past niet." in answer.text

    def test_a_requirement_of_another_programme_is_not_found(
        self, cast: Cast, sign_in: SignIn, session: Session
    ) -> None:
        foreign = requirement_of(make_cohort(version=make_version()), "intervisie").public_id
        address = f"/dossiers/{cast.enrolment.public_id}/eisen/{foreign}/maatwerkbesluit"
        assert sign_in(cast.coordinator).get(address).status_code == 404

    def test_the_author_is_told_that_another_decides(
        self, cast: Cast, sign_in: SignIn, proposed: TailoredDecision
    ) -> None:
        address = f"/maatwerkbesluiten/{proposed.public_id}"
        author = sign_in(cast.coordinator)
        assert "Leg je besluit vast" not in text_of(author, address)
        answer = author.post(f"{address}/oordeel", data={"decision": "confirm"})
        assert answer.status_code == 403
        assert "Vraag een andere opleider of coördinator" in answer.text

    def test_the_line_manager_is_told_that_another_decides(
        self, cast: Cast, sign_in: SignIn, proposed: TailoredDecision
    ) -> None:
        by_agreement(cast, cast.trainer)
        page = text_of(sign_in(cast.trainer), f"/maatwerkbesluiten/{proposed.public_id}")
        assert "Jij bent de leidinggevende van deze deelnemer." in page
        assert "Leg je besluit vast" not in page

    def test_another_coordinator_may_decide(
        self, cast: Cast, sign_in: SignIn, proposed: TailoredDecision
    ) -> None:
        colleague = sign_in(make_coordinator(cast.cohort))
        address = f"/maatwerkbesluiten/{proposed.public_id}/oordeel"
        assert colleague.post(address, data={"decision": "confirm"}).status_code == 303

    def test_the_participant_does_not_see_a_proposal(
        self, cast: Cast, status: Status, proposed: TailoredDecision
    ) -> None:
        assert status("participant", f"/maatwerkbesluiten/{proposed.public_id}") == 404

    def test_the_list_of_the_cohort_names_what_waits(
        self, cast: Cast, sign_in: SignIn, proposed: TailoredDecision
    ) -> None:
        page = text_of(sign_in(cast.trainer), f"/leergroepen/{cast.cohort.public_id}/maatwerkbesluiten")
        assert "Wacht op een besluit" in page
        assert proposed.reason not in page

    def test_nobody_decides_on_what_was_decided(
        self, cast: Cast, sign_in: SignIn, proposed: TailoredDecision
    ) -> None:
        address = f"/maatwerkbesluiten/{proposed.public_id}/oordeel"
        assert sign_in(cast.trainer).post(address, data={"decision": "confirm"}).status_code == 303
        late = sign_in(make_coordinator(cast.cohort)).post(
            address, data={"decision": "return", "remark": "Zij deed dit nog niet."}
        )
        assert late.status_code == 409
        assert "Dit schreef jij" in late.text
        assert "Zij deed dit nog niet." in late.text
