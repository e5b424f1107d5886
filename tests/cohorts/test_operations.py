"""What happens to cohorts, enrolments and meetings: the rows that remain and the events that tell it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from lms.accounts.models import Hat
from lms.accounts.queries import actor_for
from lms.cohorts import operations, queries
from lms.cohorts.models import Cohort, MeetingKind
from lms.cohorts.operations import cohorts
from lms.core import clock
from lms.core.authorisation import SYSTEM, Actor
from lms.core.errors import ConflictError
from lms.core.events import Event
from tests.factories.accounts import make_organisation, make_person
from tests.factories.cohorts import (
    make_admission,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_meeting,
    make_plain_version,
    make_trainer,
)


def names(told: list[Event]) -> list[str]:
    return [type(event).__name__ for event in told]


@pytest.fixture
def coordinator(session: Session) -> Callable[[Cohort], Actor]:
    return lambda cohort: actor_for(session, person=make_coordinator(cohort))


def plan(session: Session, **values: Any) -> Cohort:
    return operations.plan_cohort(
        session,
        actor=SYSTEM,
        **{
            "programme_version": make_plain_version(),
            "name": "Leergroep Maas",
            "academic_year": "2026/2027",
            "starts_on": date(2026, 9, 10),
            "ends_on": date(2027, 6, 24),
            **values,
        },
    )


class TestPlanCohort:
    def test_keeps_the_version_and_tells_it(self, session: Session, told: list[Event]) -> None:
        version = make_plain_version()
        cohort = plan(session, programme_version=version)
        assert (cohort.programme_version_id, cohort.target_size) == (version.id, 14)
        assert names(told) == ["CohortPlanned"]

    @pytest.mark.parametrize(
        ("values", "error"),
        [
            ({"academic_year": "2026/2028"}, cohorts.UnknownAcademicYearError),
            ({"academic_year": "2027/2028"}, cohorts.AcademicYearElsewhereError),
            ({"ends_on": date(2026, 9, 10)}, cohorts.EndsBeforeStartError),
            ({"target_size": 17}, cohorts.TooSmallError),
        ],
    )
    def test_refuses_what_cannot_be(
        self, session: Session, values: dict[str, Any], error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            plan(session, **values)

    def test_the_study_year_follows_from_the_days(self, session: Session) -> None:
        cohort = plan(session, academic_year="", starts_on=date(2027, 3, 4), ends_on=date(2027, 12, 16))
        assert cohort.academic_year == "2026/2027"

    def test_refuses_a_draft(self, session: Session) -> None:
        with pytest.raises(cohorts.UnpublishedVersionError):
            plan(session, programme_version=make_plain_version(published_at=None))


class TestChangeCohort:
    def change(self, session: Session, cohort: Cohort, **values: Any) -> None:
        operations.change_cohort(
            session,
            actor=SYSTEM,
            cohort=cohort,
            **{
                "name": "Nieuwe naam",
                "academic_year": cohort.academic_year,
                "starts_on": cohort.starts_on,
                "ends_on": cohort.ends_on,
                "target_size": 14,
                "maximum_size": 16,
                "version": cohort.version,
                **values,
            },
        )

    def test_changes_and_tells(self, session: Session, told: list[Event]) -> None:
        cohort = make_cohort()
        self.change(session, cohort)
        assert cohort.name == "Nieuwe naam"
        assert names(told) == ["CohortChanged"]

    @pytest.mark.parametrize(
        ("values", "meeting", "is_before"),
        [
            ({"starts_on": date(2026, 11, 27)}, {}, True),
            ({"ends_on": date(2026, 11, 25)}, {}, False),
            ({"ends_on": date(2026, 11, 26)}, {}, None),
            ({"starts_on": date(2026, 11, 27)}, {"cancelled_at": clock.now()}, None),
            ({"ends_on": date(2026, 11, 25)}, {"kind": MeetingKind.REUNION}, None),
        ],
    )
    def test_no_meeting_is_left_outside_the_days(
        self, session: Session, values: dict[str, Any], meeting: dict[str, Any], is_before: bool | None
    ) -> None:
        cohort = make_cohort()
        make_meeting(cohort, held_on=date(2026, 11, 26), **meeting)
        if is_before is None:
            self.change(session, cohort, **values)
            return
        with pytest.raises(cohorts.MeetsOutsideError) as refusal:
            self.change(session, cohort, **values)
        assert refusal.value.is_before is is_before

    def test_stale_form_is_a_conflict_with_both_names(self, session: Session) -> None:
        cohort = make_cohort(name="Oude naam")
        with pytest.raises(ConflictError) as conflict:
            self.change(session, cohort, version=cohort.version + 1)
        assert list(conflict.value.yours) == [("name", "Nieuwe naam")]
        assert list(conflict.value.theirs) == [("name", "Oude naam")]
        assert cohort.name == "Oude naam"

    def test_never_smaller_than_the_people_in_it(self, session: Session) -> None:
        cohort = make_cohort()
        for _ in range(2):
            make_enrolment(cohort)
        with pytest.raises(cohorts.TooSmallError):
            self.change(session, cohort, target_size=1, maximum_size=1)


class TestAdmissions:
    def test_admitting_twice_is_once(self, session: Session, told: list[Event]) -> None:
        cohort, organisation = make_cohort(), make_organisation()
        for _ in range(2):
            operations.admit_organisation(session, actor=SYSTEM, cohort=cohort, organisation=organisation)
        assert [row.id for row in queries.list_admitted(session, cohort=cohort)] == [organisation.id]
        assert names(told) == ["OrganisationAdmitted"]

    def test_stays_while_its_people_take_part(self, session: Session) -> None:
        cohort, organisation = make_cohort(), make_organisation()
        make_admission(cohort, organisation)
        make_enrolment(cohort, organisation=organisation)
        with pytest.raises(cohorts.StillTakesPartError):
            operations.end_admission(session, actor=SYSTEM, cohort=cohort, organisation=organisation)

    def test_ends_when_nobody_takes_part(self, session: Session, told: list[Event]) -> None:
        cohort, organisation = make_cohort(), make_organisation()
        make_admission(cohort, organisation)
        operations.end_admission(session, actor=SYSTEM, cohort=cohort, organisation=organisation)
        session.flush()
        assert list(queries.list_admitted(session, cohort=cohort)) == []
        assert names(told) == ["AdmissionEnded"]


class TestTrainers:
    def test_teaches_the_cohort_and_writes_for_the_programme(
        self, session: Session, coordinator: Callable[[Cohort], Actor], told: list[Event]
    ) -> None:
        cohort, person = make_cohort(), make_person()
        operations.assign_trainer(session, actor=coordinator(cohort), cohort=cohort, person=person)
        programme_id = queries.get_programme_scope(session, cohort=cohort)
        actor = actor_for(session, person=person)
        assert actor.scopes(Hat.TRAINER) == {cohort.public_id, programme_id}
        assert names(told)[-1] == "TrainerAssigned"

    def test_participant_never_teaches_the_own_cohort(
        self, session: Session, coordinator: Callable[[Cohort], Actor]
    ) -> None:
        cohort, person = make_cohort(), make_person()
        make_enrolment(cohort, person)
        with pytest.raises(cohorts.TeachesOwnCohortError):
            operations.assign_trainer(session, actor=coordinator(cohort), cohort=cohort, person=person)

    def test_unknown_address_is_refused(
        self, session: Session, coordinator: Callable[[Cohort], Actor]
    ) -> None:
        cohort = make_cohort()
        with pytest.raises(cohorts.NobodyKnownError):
            operations.assign_trainer_by_email(
                session, actor=coordinator(cohort), cohort=cohort, email="niemand@test.example"
            )

    def test_withdrawing_takes_both_hats_with_the_last_cohort(
        self, session: Session, coordinator: Callable[[Cohort], Actor], told: list[Event]
    ) -> None:
        cohort = make_cohort()
        trainer = make_trainer(cohort)
        operations.withdraw_trainer(session, actor=coordinator(cohort), cohort=cohort, person=trainer)
        assert actor_for(session, person=trainer).scopes(Hat.TRAINER) == frozenset()
        assert names(told)[-1] == "TrainerWithdrawn"

    def test_withdrawing_leaves_the_programme_to_who_teaches_another_cohort_of_it(
        self, session: Session, coordinator: Callable[[Cohort], Actor]
    ) -> None:
        version = make_plain_version()
        first, second = make_cohort(version=version), make_cohort(version=version)
        trainer = make_trainer(first)
        operations.assign_trainer(session, actor=coordinator(second), cohort=second, person=trainer)
        operations.withdraw_trainer(session, actor=coordinator(first), cohort=first, person=trainer)
        programme_id = queries.get_programme_scope(session, cohort=first)
        assert actor_for(session, person=trainer).scopes(Hat.TRAINER) == {second.public_id, programme_id}
