"""Plans by weeks, the year of a cohort, copies and agendas: rows and events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.cohorts.models import AttendanceStatus, Cohort, Meeting, MeetingKind
from lms.cohorts.operations import assign_trainer
from lms.cohorts.queries import get_cohort, get_meeting, list_admitted, list_trainers
from lms.cohorts.rules import DayPartPlan
from lms.core.authorisation import SYSTEM
from lms.core.errors import ConflictError
from lms.core.outbox import Intent
from lms.planning import operations, queries
from lms.planning.holiday_files import read_calendar
from lms.planning.models import AgendaItem, AgendaKind, CohortPlan, PlannedMeeting
from lms.planning.operations import agenda, plans, templates
from lms.planning.plan_files import PlanItemFacts
from lms.planning.rules import AgendaItemFacts
from lms.programmes.operations import load_template, start_draft
from tests.factories.accounts import make_person
from tests.factories.cohorts import (
    day_parts_of,
    make_admission,
    make_attendance,
    make_cohort,
    make_enrolment,
    make_meeting,
)
from tests.factories.planning import make_agenda_item, make_plan, make_plan_item

CALENDAR = read_calendar()
FACTS = PlanItemFacts(
    MeetingKind.TRAINING_DAY, "Extra dag", None, 12, 3, [DayPartPlan(time(9), time(12), 180)]
)


def fresh(session: Session, cohort: Cohort) -> Cohort:
    session.flush()
    session.expire_all()
    return get_cohort(session, cohort_id=cohort.public_id)


class TestPlanOfAVersion:
    def test_a_template_brings_its_plan_and_a_draft_inherits_it(self, session: Session) -> None:
        version = load_template(session, actor=SYSTEM, key="effectieve-klantmanager")
        assert len(queries.list_plan_items(session, version_id=version.id)) == 21
        version.published_at = version.created_at
        session.flush()
        item = queries.list_plan_items(session, version_id=version.id)[0]
        item.title = "Onze eigen start"
        draft = start_draft(session, actor=SYSTEM, programme=version.programme)
        inherited = queries.list_plan_items(session, version_id=draft.id)
        assert len(inherited) == 21
        assert inherited[0].title == "Onze eigen start"

    def test_items_are_added_changed_and_removed(self, session: Session) -> None:
        version = make_cohort().programme_version_id
        item = make_plan_item(version)
        loaded = queries.get_plan_item(session, item_id=item.public_id)
        operations.change_plan_item(session, actor=SYSTEM, item=loaded, facts=FACTS, version=1)
        assert (loaded.week, loaded.day_parts) == (12, [["09:00", "12:00", 180]])
        operations.add_plan_item(session, actor=SYSTEM, version=loaded.programme_version, facts=FACTS)
        operations.remove_plan_item(session, actor=SYSTEM, item=loaded)
        assert [row.title for row in queries.list_plan_items(session, version_id=version)] == ["Extra dag"]

    def test_stale_change_is_a_conflict(self, session: Session) -> None:
        item = make_plan_item(make_cohort().programme_version_id)
        loaded = queries.get_plan_item(session, item_id=item.public_id)
        with pytest.raises(ConflictError):
            operations.change_plan_item(session, actor=SYSTEM, item=loaded, facts=FACTS, version=7)

    def test_impossible_times_are_refused(self, session: Session) -> None:
        item = make_plan_item(make_cohort().programme_version_id)
        loaded = queries.get_plan_item(session, item_id=item.public_id)
        backwards = PlanItemFacts(MeetingKind.CLOSING, "x", None, 1, 3, [DayPartPlan(time(12), time(9), 60)])
        with pytest.raises(templates.ImpossibleTimesError):
            operations.change_plan_item(session, actor=SYSTEM, item=loaded, facts=backwards, version=1)

    def test_an_example_is_taken_over_once(self, session: Session) -> None:
        item = make_plan_item(make_cohort().programme_version_id)
        version = queries.get_plan_item(session, item_id=item.public_id).programme_version
        with pytest.raises(templates.PlanExistsError):
            operations.adopt_plan(session, actor=SYSTEM, version=version, key="effectieve-klantmanager")


class TestYear:
    def drafted(self, session: Session, **values: Any) -> tuple[Cohort, CohortPlan]:
        cohort = make_cohort(**values)
        make_plan(cohort)
        cohort = fresh(session, cohort)
        plan = queries.find_plan(session, cohort=cohort)
        assert plan is not None
        return cohort, plan

    def publish(self, session: Session, cohort: Cohort, plan: CohortPlan, version: int = 1) -> int:
        return operations.publish_plan(
            session, actor=SYSTEM, cohort=cohort, plan=plan, calendar=CALENDAR, version=version
        )

    def choose(self, session: Session, cohort: Cohort, plan: CohortPlan, **values: Any) -> None:
        days = plans.placed(plan, calendar=CALENDAR)
        operations.choose_days(
            session,
            actor=SYSTEM,
            cohort=cohort,
            plan=plan,
            **{
                "starts_on": plan.starts_on,
                "chosen": {row.id: days[row.id].held_on for row in plan.planned if row.id in days},
                "left_out": set(),
                "locations": {},
                "calendar": CALENDAR,
                "version": plan.version,
                **values,
            },
        )

    def test_a_draft_copies_the_plan_of_the_version(self, session: Session) -> None:
        cohort = make_cohort()
        make_plan_item(cohort.programme_version_id, week=3)
        plan = operations.draft_plan(
            session, actor=SYSTEM, cohort=fresh(session, cohort), starts_on=date(2026, 9, 10)
        )
        assert [row.week for row in plan.planned] == [3]
        assert not session.scalars(sa.select(Meeting)).all()

    def test_there_is_one_plan_per_cohort(self, session: Session) -> None:
        cohort, _plan = self.drafted(session)
        with pytest.raises(plans.PlanKnownError):
            operations.draft_plan(session, actor=SYSTEM, cohort=cohort, starts_on=cohort.starts_on)

    def test_without_items_there_is_nothing_to_plan(self, session: Session) -> None:
        cohort = fresh(session, make_cohort())
        with pytest.raises(plans.NothingToPlanError):
            operations.draft_plan(session, actor=SYSTEM, cohort=cohort, starts_on=cohort.starts_on)

    def test_publishing_plans_everything_at_once(self, session: Session) -> None:
        cohort, plan = self.drafted(session)
        assert self.publish(session, cohort, plan) == 3
        found = session.scalars(sa.select(Meeting).order_by(Meeting.held_on)).all()
        assert [row.held_on for row in found] == [date(2026, 9, 10), date(2026, 9, 24), date(2026, 10, 8)]
        assert [row.meeting_id for row in plan.planned] == [row.id for row in found]
        assert len(day_parts_of(found[0])) == 2

    def test_publishing_twice_is_refused(self, session: Session) -> None:
        cohort, plan = self.drafted(session)
        self.publish(session, cohort, plan)
        with pytest.raises(plans.PlanPublishedError):
            self.publish(session, cohort, plan, version=plan.version)
        assert len(session.scalars(sa.select(Meeting)).all()) == 3

    def test_a_plan_that_changed_since_is_a_conflict(self, session: Session) -> None:
        cohort, plan = self.drafted(session)
        self.choose(session, cohort, plan)
        with pytest.raises(ConflictError):
            self.publish(session, cohort, plan, version=1)

    def test_people_hear_once_of_the_whole_year(
        self, session: Session, outbox: Callable[[], list[Intent]]
    ) -> None:
        cohort, plan = self.drafted(session, starts_on=date(2026, 12, 3))
        person = make_person()
        make_enrolment(cohort, person)
        self.publish(session, cohort, plan)
        assert [row.payload["to"] for row in outbox() if row.kind == "mail"] == [person.email]

    def test_a_chosen_day_is_pinned_and_an_unchanged_one_is_not(self, session: Session) -> None:
        cohort, plan = self.drafted(session)
        first, second, third = plan.planned
        days = plans.placed(plan, calendar=CALENDAR)
        chosen = {first.id: days[first.id].held_on, second.id: date(2026, 9, 25), third.id: None}
        self.choose(session, cohort, plan, chosen=chosen, locations={first.id: "Zaal 1"})
        assert [row.pinned_on for row in plan.planned] == [None, date(2026, 9, 25), None]
        assert first.location == "Zaal 1"
        self.choose(session, cohort, plan, chosen={first.id: None, second.id: None, third.id: None})
        assert second.pinned_on is None

    def test_another_first_day_moves_all_but_what_is_pinned(self, session: Session) -> None:
        cohort, plan = self.drafted(session)
        second = plan.planned[1]
        days = plans.placed(plan, calendar=CALENDAR)
        chosen = {row.id: days[row.id].held_on for row in plan.planned} | {second.id: date(2026, 11, 5)}
        self.choose(session, cohort, plan, chosen=chosen, starts_on=date(2026, 9, 17))
        found = {row.week: plans.placed(plan, calendar=CALENDAR)[row.id].held_on for row in plan.planned}
        assert found == {0: date(2026, 9, 17), 2: date(2026, 11, 5), 4: date(2026, 10, 15)}

    def test_what_is_left_out_is_not_planned(self, session: Session) -> None:
        cohort, plan = self.drafted(session)
        self.choose(session, cohort, plan, left_out={plan.planned[1].id})
        assert self.publish(session, cohort, plan, version=plan.version) == 2

    def test_a_day_outside_the_cohort_is_refused_as_a_whole(self, session: Session) -> None:
        cohort, plan = self.drafted(session)
        chosen = {row.id: None for row in plan.planned} | {plan.planned[2].id: date(2027, 8, 5)}
        self.choose(session, cohort, plan, chosen=chosen)
        with pytest.raises(plans.DayOutsideCohortError):
            self.publish(session, cohort, plan, version=plan.version)
        assert not session.scalars(sa.select(Meeting)).all()

    def test_a_published_plan_is_not_thrown_away(self, session: Session) -> None:
        cohort, plan = self.drafted(session)
        self.publish(session, cohort, plan)
        with pytest.raises(plans.PlanPublishedError):
            operations.drop_plan(session, actor=SYSTEM, cohort=cohort, plan=plan)

    def test_a_proposal_may_be_thrown_away(self, session: Session) -> None:
        cohort, plan = self.drafted(session)
        operations.drop_plan(session, actor=SYSTEM, cohort=cohort, plan=plan)
        assert not session.scalars(sa.select(PlannedMeeting)).all()


class TestCopyCohort:
    def copy(self, session: Session, cohort: Cohort, **values: Any) -> Cohort:
        cohort = fresh(session, cohort)
        copied = operations.copy_cohort(
            session,
            actor=SYSTEM,
            cohort=cohort,
            programme_version=cohort.programme_version,
            **{
                "name": "Leergroep Geul",
                "academic_year": "2027/2028",
                "starts_on": date(2027, 9, 9),
                "with_trainers": False,
                **values,
            },
        )
        return fresh(session, copied)

    def test_takes_all_but_people(self, session: Session) -> None:
        cohort = make_cohort()
        admission = make_admission(cohort)
        make_enrolment(cohort)
        make_plan(cohort)
        copy = self.copy(session, cohort)
        assert copy.enrolments == []
        assert [row.id for row in list_admitted(session, cohort=copy)] == [admission.organisation_id]
        assert list_trainers(session, cohort=copy) == []
        assert (copy.ends_on - copy.starts_on) == (cohort.ends_on - cohort.starts_on)
        plan = queries.find_plan(session, cohort=copy)
        assert plan is not None
        assert (plan.published_at, plan.starts_on, len(plan.planned)) == (None, date(2027, 9, 9), 3)

    def test_trainers_go_along_when_asked(self, session: Session) -> None:
        cohort, person = make_cohort(), make_person()
        assign_trainer(session, actor=SYSTEM, cohort=fresh(session, cohort), person=person)
        assert list_trainers(session, cohort=self.copy(session, cohort, with_trainers=True)) == [person]

    def test_meetings_planned_by_hand_become_weeks(self, session: Session) -> None:
        cohort = make_cohort()
        make_meeting(cohort, held_on=date(2026, 9, 10))
        make_meeting(cohort, held_on=date(2026, 9, 29), day_parts=1)
        plan = queries.find_plan(session, cohort=self.copy(session, cohort))
        assert plan is not None
        assert [(row.week, row.weekday, len(row.day_parts)) for row in plan.planned] == [(0, 3, 2), (3, 1, 1)]


class TestAgenda:
    def write(self, session: Session, meeting: Meeting, *items: AgendaItemFacts, version: int = 1) -> None:
        session.expire_all()
        loaded = get_meeting(session, meeting_id=meeting.public_id)
        operations.write_agenda(session, actor=SYSTEM, meeting=loaded, items=items, version=version)

    def facts(self, minutes: int, kind: AgendaKind = AgendaKind.TRAINING, part: int = 1) -> AgendaItemFacts:
        return AgendaItemFacts(part=part, title="Oefenen", minutes=minutes, kind=kind, counts=True)

    def test_replaces_what_was_there(self, session: Session) -> None:
        meeting = make_meeting()
        make_agenda_item(meeting, title="Oud")
        self.write(session, meeting, self.facts(90), self.facts(15, AgendaKind.PAUSE))
        rows = session.scalars(sa.select(AgendaItem).order_by(AgendaItem.position)).all()
        assert [(row.minutes, row.counts) for row in rows] == [(90, True), (15, False)]

    @pytest.mark.parametrize(
        ("minutes", "kind", "part", "refusal"),
        [
            (181, AgendaKind.PAUSE, 1, agenda.AgendaTooLongError),
            (10, AgendaKind.TRAINING, 3, agenda.NoSuchDayPartError),
            (10, AgendaKind.TRAINING, 0, agenda.NoSuchDayPartError),
        ],
    )
    def test_what_does_not_fit_is_refused(
        self, session: Session, minutes: int, kind: AgendaKind, part: int, refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            self.write(session, make_meeting(), self.facts(minutes, kind, part))

    def test_no_more_counts_than_the_net_minutes(self, session: Session) -> None:
        meeting = make_meeting()
        day_parts_of(meeting)[0].net_minutes = 165
        session.flush()
        with pytest.raises(agenda.TooMuchCountsError):
            self.write(session, meeting, self.facts(166))

    def test_stale_agenda_is_a_conflict(self, session: Session) -> None:
        with pytest.raises(ConflictError):
            self.write(session, make_meeting(), version=9)


class TestCountedMinutes:
    def test_counts_per_kind_what_was_attended(self, session: Session) -> None:
        cohort = make_cohort()
        enrolment, meeting = make_enrolment(cohort), make_meeting(cohort)
        morning, afternoon = day_parts_of(meeting)
        make_attendance(morning, enrolment)
        make_attendance(afternoon, enrolment, AttendanceStatus.LATE, minutes_missed=90)
        make_agenda_item(meeting, minutes=100)
        make_agenda_item(meeting, minutes=15, kind=AgendaKind.PAUSE)
        make_agenda_item(meeting, minutes=60, part=2, kind=AgendaKind.REFLECTION)
        assert queries.counted_minutes(session, enrolment=enrolment) == {
            AgendaKind.TRAINING: 100,
            AgendaKind.REFLECTION: 30,
        }

    def test_absence_another_person_and_a_called_off_day_part_give_nothing(self, session: Session) -> None:
        cohort = make_cohort()
        enrolment, other, meeting = make_enrolment(cohort), make_enrolment(cohort), make_meeting(cohort)
        morning, afternoon = day_parts_of(meeting)
        make_attendance(morning, enrolment, AttendanceStatus.ABSENT)
        make_attendance(afternoon, other)
        make_agenda_item(meeting)
        make_agenda_item(meeting, part=2)
        assert queries.counted_minutes(session, enrolment=enrolment) == {}
        afternoon.cancelled_at = afternoon.starts_at
        session.flush()
        assert queries.counted_minutes(session, enrolment=other) == {}
