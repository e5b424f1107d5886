"""What the readers of cohorts return, for whom, and at what cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.cohorts import queries
from lms.cohorts.models import AttendanceStatus, Cohort, EnrolmentState
from lms.core import clock
from lms.core.authorisation import Actor
from tests.conftest import NOW
from tests.factories.accounts import make_hat, make_organisation, make_person
from tests.factories.cohorts import (
    day_parts_of,
    make_attendance,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_meeting,
    make_trainer,
)

ActorOf = Callable[[Person], Actor]
CountQueries = Callable[[Callable[[], object]], int]


def fresh(session: Session, cohort: Cohort) -> Cohort:
    session.expire_all()
    return queries.get_cohort(session, cohort_id=cohort.public_id)


class TestListCohortsFor:
    def test_everybody_gets_only_the_own_cohorts_newest_first(
        self, session: Session, actor_of: ActorOf
    ) -> None:
        old = make_cohort(starts_on=date(2025, 9, 11))
        new = make_cohort()
        make_cohort()
        learner = make_person()
        make_enrolment(old, learner, state=EnrolmentState.PASSED)
        make_enrolment(new, learner)

        found = queries.list_cohorts_for(session, actor=actor_of(learner))

        assert [row.id for row in found] == [new.id, old.id]

    @pytest.mark.parametrize("make", [make_trainer, make_coordinator])
    def test_staff_gets_the_cohorts_of_the_hat(
        self, session: Session, actor_of: ActorOf, make: Callable[[Cohort], Person]
    ) -> None:
        cohort = make_cohort()
        make_cohort()
        found = queries.list_cohorts_for(session, actor=actor_of(make(cohort)))
        assert [row.id for row in found] == [cohort.id]

    def test_director_and_administrator_get_none(self, session: Session, actor_of: ActorOf) -> None:
        organisation = make_organisation()
        make_enrolment(organisation=organisation)
        director = make_person(organisation=organisation)
        make_hat(director, Hat.DIRECTOR, organisation_id=organisation.id)
        make_hat(director, Hat.ADMINISTRATOR)
        assert list(queries.list_cohorts_for(session, actor=actor_of(director))) == []


class TestAttendanceFigures:
    def test_cancelled_day_parts_and_meetings_leave_the_denominator(self, session: Session) -> None:
        cohort = make_cohort()
        enrolment = make_enrolment(cohort)
        first = make_meeting(cohort)
        make_meeting(cohort, cancelled_at=NOW)
        half = make_meeting(cohort)
        day_parts_of(half)[0].cancelled_at = NOW
        session.commit()
        make_attendance(day_parts_of(first)[0], enrolment)
        make_attendance(day_parts_of(first)[1], enrolment, AttendanceStatus.ABSENT)

        figures = queries.attendance_figures(session, cohort=fresh(session, cohort))[enrolment.id]

        assert (figures.attended, figures.held, figures.planned, figures.norm) == (1, 2, 3, 80)

    def test_late_joiner_is_not_absent_before_joining(self, session: Session) -> None:
        cohort = make_cohort()
        early = make_enrolment(cohort)
        late = make_enrolment(cohort, joined_on=date(2026, 11, 1))
        before, after = make_meeting(cohort, held_on=date(2026, 10, 1)), make_meeting(cohort)
        for day_part in [*day_parts_of(before), *day_parts_of(after)]:
            make_attendance(day_part, early)
        for day_part in day_parts_of(after):
            make_attendance(day_part, late)

        figures = queries.attendance_figures(session, cohort=fresh(session, cohort))

        assert (figures[early.id].held, figures[early.id].planned) == (4, 4)
        assert (figures[late.id].attended, figures[late.id].held, figures[late.id].planned) == (2, 2, 2)

    def test_costs_the_same_for_three_as_for_thirty(
        self, session: Session, count_queries: CountQueries
    ) -> None:
        def cost(people: int) -> int:
            cohort = make_cohort()
            meeting = make_meeting(cohort)
            for _ in range(people):
                make_attendance(day_parts_of(meeting)[0], make_enrolment(cohort))
            loaded = fresh(session, cohort)
            session.expunge(loaded)
            return count_queries(lambda: queries.attendance_figures(session, cohort=loaded))

        assert cost(3) == cost(30) == 2


class TestListUnregisteredDayParts:
    def test_trainer_is_asked_for_ended_day_parts_only(self, session: Session, actor_of: ActorOf) -> None:
        cohort = make_cohort()
        trainer = make_trainer(cohort)
        yesterday = make_meeting(cohort, held_on=date(2026, 11, 25))
        make_meeting(cohort, held_on=date(2026, 11, 25), cancelled_at=NOW)
        make_meeting(make_cohort(), held_on=date(2026, 11, 25))
        make_meeting(cohort, held_on=date(2026, 11, 27))
        make_attendance(day_parts_of(yesterday)[0], make_enrolment(cohort))

        found = queries.list_unregistered_day_parts(session, actor=actor_of(trainer))

        assert [row.id for row in found] == [day_parts_of(yesterday)[1].id]
        assert found[0].meeting.cohort.id == cohort.id


def test_coming_meetings_leave_out_cancelled_and_past(session: Session) -> None:
    cohort = make_cohort()
    today = make_meeting(cohort)
    make_meeting(cohort, held_on=date(2026, 11, 25))
    make_meeting(cohort, held_on=date(2026, 12, 3), cancelled_at=NOW)
    later = make_meeting(cohort, held_on=date(2026, 12, 10))
    found = queries.list_coming_meetings(session, cohort=cohort, day=clock.today(), limit=5)
    assert [row.id for row in found] == [today.id, later.id]


def test_current_enrolment_is_the_newest_that_takes_part(session: Session, actor_of: ActorOf) -> None:
    learner = make_person()
    passed = make_enrolment(make_cohort(starts_on=date(2024, 9, 1)), learner, state=EnrolmentState.PASSED)
    make_enrolment(make_cohort(), learner, state=EnrolmentState.STOPPED)
    found = queries.find_current_enrolment(session, actor=actor_of(learner))
    assert found is not None
    assert found.id == passed.id


def test_participants_are_listed_by_family_name_without_prefix(session: Session) -> None:
    cohort = make_cohort()
    for given, prefix, family in (
        ("Noor", "van", "Vliet"),
        ("Ayşe", "", "Yıldız"),
        ("Fatima", "el", "Amrani"),
    ):
        person = make_person(given_name=given, prefix=prefix, family_name=family)
        make_enrolment(cohort, person)
    found = queries.list_enrolments(session, cohort=cohort)
    assert [row.person.given_name for row in found] == ["Fatima", "Noor", "Ayşe"]
