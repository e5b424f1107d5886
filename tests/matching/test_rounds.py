"""Opening, proposing, publishing and repairing a round."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from lms.cohorts.models import Enrolment, EnrolmentState
from lms.cohorts.operations import change_enrolment_state
from lms.cohorts.queries import get_cohort, get_enrolment
from lms.core.events import Event
from lms.matching import operations, queries
from lms.matching.events import MemberLeft, RoundPublished, RoundRepaired
from lms.matching.models import Origin, Round, RoundKind, RoundState
from lms.matching.operations.publishing import AlreadyPublishedError
from lms.matching.operations.rounds import DraftExistsError
from tests.factories.cohorts import make_enrolment
from tests.matching.conftest import Cast, fresh, publish

Opened = Callable[..., Round]
GROUPS, PAIRS = RoundKind.INTERVISION_GROUPS, RoundKind.TRAINING_PAIRS


def stop(session: Session, cast: Cast, enrolment: Enrolment) -> None:
    change_enrolment_state(
        session,
        actor=cast.actor(),
        enrolment=get_enrolment(session, enrolment_id=enrolment.public_id),
        to_state=EnrolmentState.STOPPED,
        reason="Andere baan.",
    )
    session.commit()


class TestOpenRound:
    def test_everybody_who_belongs_is_in_it_and_who_stopped_is_not(
        self, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        stopped = make_enrolment(cast.cohort, state=EnrolmentState.STOPPED)
        invited = make_enrolment(cast.cohort, state=EnrolmentState.INVITED)
        people = {row.enrolment_id for row in open_round(proposals=0).members}
        assert invited.id in people
        assert stopped.id not in people
        assert len(people) == 15

    def test_a_second_draft_of_the_same_kind_is_refused(
        self, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        open_round(proposals=0)
        open_round(PAIRS, proposals=0)
        cohort = get_cohort(session, cohort_id=cast.cohort.public_id)
        with pytest.raises(DraftExistsError):
            operations.open_round(session, actor=cast.actor(), cohort=cohort, kind=GROUPS)


class TestPropose:
    def test_fourteen_become_five_five_and_four(self, open_round: Opened) -> None:
        (proposal,) = open_round().arrangements
        assert sorted(map(len, proposal.groups)) == [4, 5, 5]
        assert proposal.account["is_publishable"]

    def test_fourteen_become_seven_pairs(self, open_round: Opened) -> None:
        (proposal,) = open_round(PAIRS).arrangements
        assert list(map(len, proposal.groups)) == [2] * 7

    def test_proposals_differ_from_each_other(self, open_round: Opened) -> None:
        proposals = open_round(proposals=3).arrangements
        assert len({str(row.groups) for row in proposals}) == len(proposals) == 3


class TestPublish:
    def test_everybody_has_a_seat_and_it_is_announced(
        self, session: Session, cast: Cast, published: Opened, happened: list[Event]
    ) -> None:
        round_ = published()
        told = queries.get_published(session, round_id=round_.public_id)
        placed = [key for group in told.groups for key in group.enrolment_ids]
        assert sorted(placed) == sorted(row.id for row in cast.enrolments)
        (event,) = [row for row in happened if isinstance(row, RoundPublished)]
        assert (event.round_id, event.kind, event.replaced_id) == (round_.public_id, GROUPS, None)

    def test_of_two_who_publish_at_once_the_second_is_told(
        self, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        first, second = open_round(proposals=2).arrangements
        seen = first.round.version
        publish(session, cast, first)
        second = queries.get_arrangement(session, arrangement_id=second.public_id)
        with pytest.raises(AlreadyPublishedError):
            operations.publish_arrangement(
                session,
                actor=cast.actor("trainer"),
                arrangement=second,
                version=second.version,
                round_version=seen,
            )

    def test_a_newer_round_replaces_the_one_before(
        self, session: Session, cast: Cast, published: Opened
    ) -> None:
        before = published()
        after = published()
        assert fresh(session, before.public_id).state is RoundState.REPLACED
        assert after.state is RoundState.PUBLISHED
        assert after.facts["met"]


class TestDropOut:
    def test_nobody_moves_when_somebody_stops(
        self, session: Session, cast: Cast, published: Opened, happened: list[Event]
    ) -> None:
        before = published().arrangements[0].groups
        stop(session, cast, cast.enrolments[0])
        (left,) = [row for row in happened if isinstance(row, MemberLeft)]
        assert left.was_published
        assert fresh(session, left.round_id).arrangements[0].groups == before

    def test_the_chosen_repair_holds_and_the_one_before_stays_visible(
        self, session: Session, cast: Cast, published: Opened, happened: list[Event]
    ) -> None:
        round_ = published(PAIRS)
        gone = cast.enrolments[0]
        stop(session, cast, gone)
        round_ = fresh(session, round_.public_id)
        member = next(row for row in round_.members if row.enrolment_id == gone.id)
        offers = operations.offer_repairs(session, actor=cast.actor(), round_=round_, member=member)
        session.commit()
        publish(session, cast, offers[0])
        round_ = fresh(session, round_.public_id)
        before, *_others = round_.arrangements
        now = operations.current_of(round_)
        assert before.replaced_at is not None
        assert now.origin is Origin.REPAIR
        assert not now.has(gone.id)
        (event,) = [row for row in happened if isinstance(row, RoundRepaired)]
        assert 1 <= len(event.changed) <= 4
