"""Proposals, catch-up tasks, meetings attended elsewhere and warnings: who may, once, and what it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts import operations, queries
from lms.cohorts.events import AttendanceAlertRaised, MadeUpSessionDecided
from lms.cohorts.models import (
    AbsenceReason,
    AlertKind,
    AttendanceAlert,
    AttendanceCorrection,
    AttendanceProposal,
    AttendanceStatus,
    CatchUpState,
    EnrolmentState,
    MadeUpSession,
    MadeUpState,
    ProposalKind,
)
from lms.cohorts.operations import catch_up, made_up, proposals, register
from lms.cohorts.rules import AttendanceEntry, PersonalDayPart
from lms.core import clock
from lms.core.errors import NotFoundError
from lms.core.events import Event
from lms.messages.models import Notice
from tests.cohorts.absences import Scene
from tests.factories.cohorts import (
    day_parts_of,
    make_attendance,
    make_catch_up_task,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_meeting,
    make_trainer,
)

TODAY = date(2026, 11, 26)
PRESENT, ABSENT, ILL = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT, AttendanceStatus.ILL
ENOUGH = "Ik las het hoofdstuk en oefende drie gesprekken."


@pytest.fixture
def scene(session: Session) -> Scene:
    cohort = make_cohort()
    parts = day_parts_of(make_meeting(cohort))
    make_meeting(cohort, held_on=date(2026, 12, 10), day_parts=3)
    return Scene(session, cohort, make_enrolment(cohort), make_trainer(cohort), parts)


class TestProposals:
    def test_checking_in_is_a_proposal_that_does_not_count(self, scene: Scene) -> None:
        operations.check_in(scene.session, actor=scene.self_, own=scene.own())
        (proposal,) = scene.session.scalars(sa.select(AttendanceProposal))
        assert (proposal.kind, proposal.made_at) == (ProposalKind.PRESENT, clock.now())
        assert scene.rows() == []
        assert scene.figures().held == 0

    def test_saying_it_twice_is_one_proposal_of_the_first_moment(self, scene: Scene) -> None:
        first = clock.now()
        operations.check_in(scene.session, actor=scene.self_, own=scene.own())
        with clock.moved_to(first + timedelta(minutes=5)):
            operations.check_in(scene.session, actor=scene.self_, own=scene.own())
        assert scene.own().proposal.made_at == first

    def test_outside_the_window_nobody_checks_in(self, scene: Scene) -> None:
        with pytest.raises(proposals.CheckInClosedError):
            operations.check_in(scene.session, actor=scene.self_, own=scene.own(1))

    def test_announced_absence_keeps_its_reason_and_a_check_in_replaces_it(self, scene: Scene) -> None:
        facts = {"kind": ProposalKind.ABSENT, "reason": AbsenceReason.OTHER, "note": " verhuizing "}
        operations.announce_absence(scene.session, actor=scene.self_, own=scene.own(), **facts)
        said = scene.own().proposal
        assert (said.kind, said.absence_note) == (ProposalKind.ABSENT, "verhuizing")
        operations.check_in(scene.session, actor=scene.self_, own=scene.own())
        said = scene.own().proposal
        assert (said.kind, said.absence_reason, said.absence_note) == (ProposalKind.PRESENT, None, "")

    def test_after_the_register_nothing_is_announced_or_withdrawn(self, scene: Scene) -> None:
        facts = {"actor": scene.self_, "kind": ProposalKind.ILL}
        operations.announce_absence(scene.session, own=scene.own(), **facts)
        scene.parts[0].registered_at = clock.now()
        with pytest.raises(proposals.AnnouncingClosedError):
            operations.announce_absence(scene.session, own=scene.own(), **facts)
        with pytest.raises(proposals.AnnouncingClosedError):
            operations.withdraw_proposal(scene.session, actor=scene.self_, own=scene.own())

    def test_what_was_said_can_be_taken_back(self, scene: Scene) -> None:
        operations.announce_absence(scene.session, actor=scene.self_, own=scene.own(1), kind=ProposalKind.ILL)
        operations.withdraw_proposal(scene.session, actor=scene.self_, own=scene.own(1))
        assert scene.own(1).proposal is None

    def test_a_day_part_of_another_cohort_is_not_found(self, scene: Scene) -> None:
        stranger = make_enrolment()
        with pytest.raises(NotFoundError):
            queries.get_somebodys_day_part(
                scene.session, enrolment_id=stranger.public_id, day_part_id=scene.parts[0].public_id
            )
        with pytest.raises(NotFoundError):
            queries.get_own_day_part(
                scene.session, day_part_id=scene.parts[0].public_id, actor=scene.actor(stranger.person_id)
            )


class TestMadeUp:
    def propose(self, scene: Scene, own: PersonalDayPart, **values: object) -> MadeUpSession:
        facts = {"actor": scene.self_, "held_on": TODAY, "place": "Leergroep maart", **values}
        found = operations.propose_made_up(scene.session, own=own, **facts)
        scene.session.commit()
        return queries.get_made_up_session(scene.session, made_up_id=found.public_id)

    def test_counts_once_staff_confirms_and_keeps_the_old_entry(
        self, scene: Scene, told: list[Event]
    ) -> None:
        found = self.propose(scene, scene.missed(status=ABSENT))
        make_catch_up_task(scene.parts[0], scene.noor)
        assert scene.figures().attended == 0
        operations.decide_made_up(scene.session, actor=scene.actor(), made_up=found, is_confirmed=True)
        assert (scene.figures().attended, scene.figures().repaired) == (1, 1)
        (correction,) = scene.session.scalars(sa.select(AttendanceCorrection))
        assert (correction.old_status, correction.new_status) == (ABSENT, AttendanceStatus.MADE_UP)
        assert (correction.corrected_by_id, correction.reason) == (
            scene.trainer.id,
            "Leergroep maart, 26-11-2026",
        )
        assert any(isinstance(event, MadeUpSessionDecided) for event in told)
        assert scene.task().state is CatchUpState.NOT_NEEDED

    def test_nobody_confirms_the_own(self, scene: Scene) -> None:
        found = self.propose(scene, scene.missed())
        with pytest.raises(made_up.OwnMadeUpError):
            operations.decide_made_up(scene.session, actor=scene.self_, made_up=found, is_confirmed=True)

    def test_deciding_twice_is_refused(self, scene: Scene) -> None:
        found = self.propose(scene, scene.missed())
        operations.decide_made_up(scene.session, actor=scene.actor(), made_up=found, is_confirmed=False)
        with pytest.raises(made_up.MadeUpDecidedError):
            operations.decide_made_up(scene.session, actor=scene.actor(), made_up=found, is_confirmed=True)
        assert scene.figures().attended == 0

    def test_what_staff_writes_down_counts_at_once_for_who_joined_later(self, scene: Scene) -> None:
        scene.noor.joined_on = TODAY + timedelta(days=1)
        own = scene.own()
        assert scene.figures().planned == 3
        found = self.propose(scene, own, actor=scene.actor())
        assert found.state is MadeUpState.CONFIRMED
        assert (scene.figures().planned, scene.figures().attended) == (4, 1)
        operations.withdraw_made_up(
            scene.session, actor=scene.actor(), made_up=found, reason="Verkeerde persoon."
        )
        assert scene.figures().planned == 3

    def test_taking_it_back_restores_what_the_register_said(self, scene: Scene) -> None:
        found = self.propose(scene, scene.missed(status=ILL), actor=scene.actor())
        operations.withdraw_made_up(
            scene.session, actor=scene.actor(), made_up=found, reason="Verkeerde persoon."
        )
        assert [row.status for row in scene.rows()] == [ILL]
        history = [row.new_status for row in scene.session.scalars(sa.select(AttendanceCorrection))]
        assert history == [AttendanceStatus.MADE_UP, ILL]

    def test_the_future_and_an_attended_day_part_are_refused(self, scene: Scene) -> None:
        with pytest.raises(made_up.NotHeldYetError):
            self.propose(scene, scene.missed(), held_on=TODAY + timedelta(days=1))
        with pytest.raises(catch_up.NotMissedError):
            self.propose(scene, scene.missed(1, PRESENT))

    def test_the_register_leaves_who_attended_elsewhere_alone(self, scene: Scene) -> None:
        self.propose(scene, scene.missed(), actor=scene.actor())
        part = queries.get_day_part(scene.session, day_part_id=scene.parts[0].public_id)
        with pytest.raises(register.NotInRegisterError):
            operations.record_attendance(
                scene.session,
                actor=scene.actor(),
                day_part=part,
                entries={scene.noor.id: AttendanceEntry(ABSENT)},
                version=part.version,
                reason="Vergissing.",
            )


class TestAlerts:
    def record(self, scene: Scene, place: int, status: AttendanceStatus, reason: str = "") -> None:
        part = queries.get_day_part(scene.session, day_part_id=scene.parts[place].public_id)
        operations.record_attendance(
            scene.session,
            actor=scene.actor(),
            day_part=part,
            entries={scene.noor.id: AttendanceEntry(status)},
            version=part.version,
            reason=reason,
        )
        scene.session.commit()

    def standing(self, scene: Scene) -> list[AlertKind]:
        found = sa.select(AttendanceAlert).where(AttendanceAlert.lifted_at.is_(None))
        return [alert.kind for alert in scene.session.scalars(found)]

    def test_each_edge_is_told_once_to_participant_and_staff(self, scene: Scene, told: list[Event]) -> None:
        coordinator = make_coordinator(scene.cohort)
        self.record(scene, 0, ABSENT)
        assert self.standing(scene) == [AlertKind.LAST_MISS]
        self.record(scene, 0, ILL, reason="Was ziek.")
        self.record(scene, 1, ABSENT)
        assert self.standing(scene) == [AlertKind.UNREACHABLE]
        raised = [event.kind for event in told if isinstance(event, AttendanceAlertRaised)]
        assert raised == [AlertKind.LAST_MISS, AlertKind.UNREACHABLE]
        notices = scene.session.scalars(sa.select(Notice)).all()
        people = [scene.noor.person_id, scene.trainer.id, coordinator.id]
        assert sorted(notice.person_id for notice in notices) == sorted(people * 2)
        name = scene.session.get_one(Person, scene.noor.person_id).family_name
        assert not [notice for notice in notices if name in notice.title + notice.line]

    def test_it_is_lifted_when_the_register_is_corrected_and_told_again_after(
        self, scene: Scene, told: list[Event]
    ) -> None:
        self.record(scene, 0, ABSENT)
        self.record(scene, 0, PRESENT, reason="Zat in de andere zaal.")
        assert self.standing(scene) == []
        self.record(scene, 1, ABSENT)
        assert len([event for event in told if isinstance(event, AttendanceAlertRaised)]) == 2

    @pytest.mark.parametrize(
        ("state", "warned"), [(EnrolmentState.IN_TRAINING, 1), (EnrolmentState.STOPPED, 0)]
    )
    def test_who_stopped_is_not_warned(self, scene: Scene, state: EnrolmentState, warned: int) -> None:
        make_attendance(scene.parts[0], scene.noor, ABSENT)
        scene.noor.state = state
        operations.watch_attendance(scene.session, actor=scene.actor(), cohort_id=scene.cohort.public_id)
        assert len(self.standing(scene)) == warned


def test_a_correction_keeps_the_old_reason_too(scene: Scene) -> None:
    entry = AttendanceEntry(ABSENT, 0, AbsenceReason.OTHER, "begrafenis")
    for said, reason in ((entry, ""), (replace(entry, absence_reason=AbsenceReason.LEAVE), "Was verlof.")):
        part = queries.get_day_part(scene.session, day_part_id=scene.parts[0].public_id)
        operations.record_attendance(
            scene.session,
            actor=scene.actor(),
            day_part=part,
            entries={scene.noor.id: said},
            version=part.version,
            reason=reason,
        )
        scene.session.commit()
    (correction,) = scene.session.scalars(sa.select(AttendanceCorrection))
    assert (correction.old_absence_reason, correction.old_absence_note) == (AbsenceReason.OTHER, "begrafenis")
    assert (correction.new_absence_reason, correction.new_absence_note) == (AbsenceReason.LEAVE, "")
