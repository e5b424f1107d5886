"""Weighing, fixing, editing by hand and repairing a round."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from lms.cohorts.models import EnrolmentState
from lms.core.events import Event
from lms.matching import operations, queries
from lms.matching.events import ArrangementChanged, MemberLeft
from lms.matching.models import Arrangement, Origin, PinKind, Round, RoundKind
from lms.matching.operations import NewPin
from lms.matching.operations.editing import ChangedMeanwhileError, NotByHandError, NothingToUndoError
from lms.matching.operations.leaving import IsInRoundError, NotLeftError
from lms.matching.operations.pins import ContradictingPinError, PinnedAlreadyError
from lms.matching.operations.proposals import AlreadyWeighedError
from lms.matching.operations.publishing import HardRuleBrokenError
from lms.matching.operations.rounds import RoundPublishedError
from lms.matching.rules.moves import Move, MoveKind
from lms.matching.rules.proposal import HardRule
from lms.messages.models import Notice
from tests.factories.cohorts import make_enrolment
from tests.matching.conftest import Cast, fresh, publish
from tests.matching.test_rounds import stop

Opened = Callable[..., Round]
GROUPS, PAIRS = RoundKind.INTERVISION_GROUPS, RoundKind.TRAINING_PAIRS


def own_version(session: Session, cast: Cast, round_: Round) -> Arrangement:
    row = operations.copy_arrangement(session, actor=cast.actor(), arrangement=round_.arrangements[0])
    session.commit()
    return queries.get_arrangement(session, arrangement_id=row.public_id)


def swap(session: Session, cast: Cast, own: Arrangement, **values: int) -> None:
    move = Move(key=own.groups[0][0], kind=MoveKind.SWAP, target=own.groups[1][0])
    operations.move_person(
        session, actor=cast.actor(), arrangement=own, move=move, version=values.get("version", own.version)
    )


def pin(cast: Cast, first: int, second: int, kind: PinKind = PinKind.TOGETHER) -> NewPin:
    return NewPin(kind=kind, first_id=cast.enrolments[first].id, second_id=cast.enrolments[second].id)


def together(round_: Round, first: int, second: int) -> list[bool]:
    return [any({first, second} <= set(group) for group in row.groups) for row in round_.arrangements]


class TestPins:
    def test_proposals_after_a_pin_keep_to_it(self, session: Session, cast: Cast, open_round: Opened) -> None:
        round_ = open_round(proposals=0)
        one, other = cast.enrolments[0].id, cast.enrolments[1].id
        operations.add_pin(session, actor=cast.actor(), round_=round_, pin=pin(cast, 0, 1))
        operations.add_pin(session, actor=cast.actor(), round_=round_, pin=pin(cast, 2, 3, PinKind.APART))
        operations.ask_proposals(session, actor=cast.actor(), round_=round_)
        assert together(round_, one, other) == [True, True, True]
        assert not any(together(round_, cast.enrolments[2].id, cast.enrolments[3].id))

    def test_a_contradiction_is_refused_and_named(
        self, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        round_ = open_round(proposals=0)
        operations.add_pin(session, actor=cast.actor(), round_=round_, pin=pin(cast, 0, 1))
        with pytest.raises(ContradictingPinError) as refusal:
            operations.add_pin(session, actor=cast.actor(), round_=round_, pin=pin(cast, 1, 0, PinKind.APART))
        assert refusal.value.contradiction.rule is HardRule.APART
        assert len(refusal.value.contradiction.pins) == 2

    def test_the_same_pin_the_other_way_round_stands_already(
        self, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        round_ = open_round(proposals=0)
        operations.add_pin(session, actor=cast.actor(), round_=round_, pin=pin(cast, 0, 1))
        with pytest.raises(PinnedAlreadyError):
            operations.add_pin(session, actor=cast.actor(), round_=round_, pin=pin(cast, 1, 0))

    def test_a_proposal_from_before_the_pin_cannot_be_published(
        self, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        round_ = open_round()
        first, *others = round_.arrangements[0].groups[0]
        keep_apart = NewPin(kind=PinKind.APART, first_id=first, second_id=others[0])
        operations.add_pin(session, actor=cast.actor(), round_=round_, pin=keep_apart)
        session.commit()
        with pytest.raises(HardRuleBrokenError):
            publish(session, cast, round_.arrangements[0])


class TestWeigh:
    def test_what_somebody_else_weighed_meanwhile_is_not_overwritten(
        self, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        round_ = open_round(proposals=0)
        with pytest.raises(AlreadyWeighedError):
            operations.weigh_round(
                session, actor=cast.actor(), round_=round_, weights={"roles": 2}, version=round_.version - 1
            )

    def test_a_published_round_is_not_weighed(self, session: Session, cast: Cast, published: Opened) -> None:
        round_ = published()
        with pytest.raises(RoundPublishedError):
            operations.weigh_round(
                session, actor=cast.actor(), round_=round_, weights={}, version=round_.version
            )


class TestEdit:
    def test_a_move_changes_the_own_version_and_not_its_source(
        self, session: Session, cast: Cast, open_round: Opened, happened: list[Event]
    ) -> None:
        round_ = open_round()
        before = round_.arrangements[0].groups
        own = own_version(session, cast, round_)
        swap(session, cast, own)
        assert own.groups[0][0] == before[1][0]
        assert own.groups[1][0] == before[0][0]
        assert round_.arrangements[0].groups == before
        assert [row for row in happened if isinstance(row, ArrangementChanged)]

    def test_undo_brings_back_what_was(self, session: Session, cast: Cast, open_round: Opened) -> None:
        own = own_version(session, cast, open_round())
        before, account = own.groups, own.account
        swap(session, cast, own)
        operations.undo_move(session, actor=cast.actor(), arrangement=own, version=own.version)
        assert own.groups == before
        assert own.account["score"] == account["score"]
        with pytest.raises(NothingToUndoError):
            operations.undo_move(session, actor=cast.actor(), arrangement=own, version=own.version)

    def test_of_two_who_edit_at_once_the_second_is_told(
        self, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        own = own_version(session, cast, open_round())
        seen = own.version
        swap(session, cast, own)
        with pytest.raises(ChangedMeanwhileError):
            swap(session, cast, own, version=seen)

    def test_a_proposal_itself_never_changes(self, session: Session, cast: Cast, open_round: Opened) -> None:
        proposal = open_round().arrangements[0]
        with pytest.raises(NotByHandError):
            swap(session, cast, proposal)


class TestLeaving:
    def test_in_a_draft_somebody_is_left_out_and_every_proposal_is_measured_anew(
        self, session: Session, cast: Cast, open_round: Opened, happened: list[Event]
    ) -> None:
        round_ = open_round()
        gone = round_.members[0]
        operations.leave_round(session, actor=cast.actor(), member=gone)
        assert not round_.arrangements[0].has(gone.enrolment_id)
        (event,) = [row for row in happened if isinstance(row, MemberLeft)]
        assert not event.was_published

    def test_who_comes_later_waits_for_a_place(
        self, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        round_ = open_round()
        late = make_enrolment(cast.cohort)
        newcomer = queries.get_newcomer(session, round_id=round_.public_id, enrolment_id=late.public_id)
        joined = {"round_": newcomer.round, "enrolment": newcomer.enrolment}
        operations.join_round(session, actor=cast.actor(), **joined)
        assert newcomer.round.arrangements[0].account["unplaced"] == 1
        with pytest.raises(IsInRoundError):
            operations.join_round(session, actor=cast.actor(), **joined)

    def test_who_still_takes_part_needs_no_repair(
        self, session: Session, cast: Cast, published: Opened
    ) -> None:
        round_ = published()
        with pytest.raises(NotLeftError):
            operations.offer_repairs(session, actor=cast.actor(), round_=round_, member=round_.members[0])

    def test_the_first_repair_of_a_group_of_five_moves_nobody(
        self, session: Session, cast: Cast, published: Opened
    ) -> None:
        round_ = published()
        largest = max(round_.arrangements[0].groups, key=len)
        stop(session, cast, next(row for row in cast.enrolments if row.id == largest[0]))
        round_ = fresh(session, round_.public_id)
        gone = next(row for row in round_.members if row.left_at is not None)
        offers = operations.offer_repairs(session, actor=cast.actor(), round_=round_, member=gone)
        assert offers[0].account["moved"] == []
        assert all(row.origin is Origin.REPAIR for row in offers)
        kept = [[key for key in group if key != gone.enrolment_id] for group in round_.arrangements[0].groups]
        assert [sorted(group) for group in offers[0].groups] == [sorted(group) for group in kept]

    def test_only_whose_company_changes_hears_of_a_repair(
        self, session: Session, cast: Cast, published: Opened
    ) -> None:
        round_ = published(PAIRS)
        stop(session, cast, cast.enrolments[0])
        round_ = fresh(session, round_.public_id)
        gone = next(row for row in round_.members if row.left_at is not None)
        offers = operations.offer_repairs(session, actor=cast.actor(), round_=round_, member=gone)
        before = session.query(Notice).filter(Notice.kind == "matching.placed").count()
        publish(session, cast, offers[0])
        told = session.query(Notice).filter(Notice.kind == "matching.placed").count() - before
        assert told == len(offers[0].account["moved"]) + len(offers[0].account["touched"])
        assert told <= 3

    def test_somebody_who_is_back_can_join_again(
        self, session: Session, cast: Cast, published: Opened
    ) -> None:
        round_ = published()
        member = round_.members[0]
        operations.leave_round(session, actor=cast.actor(), member=member)
        enrolment = member.enrolment
        assert enrolment.state is EnrolmentState.IN_TRAINING
        operations.join_round(session, actor=cast.actor(), round_=round_, enrolment=enrolment)
        assert member.left_at is None
