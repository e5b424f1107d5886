"""The arithmetic of attendance, the make-up of a cohort, and the states of an enrolment."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from lms.accounts.models import OrganisationKind
from lms.cohorts import rules
from lms.cohorts.models import AttendanceStatus, EnrolmentState
from lms.cohorts.rules import AttendanceFigures
from tests.factories.accounts import make_discipline, make_organisation
from tests.factories.cohorts import make_cohort, make_enrolment


class TestAttendanceFigures:
    @pytest.mark.parametrize(
        ("attended", "held", "planned", "reachable", "secured", "left"),
        [
            (20, 24, 24, True, True, 0),
            (19, 24, 24, False, False, 0),
            (0, 4, 24, True, False, 0),
            (0, 5, 24, False, False, 0),
            (0, 3, 24, True, False, 1),
            (0, 0, 24, True, False, 4),
            (20, 20, 24, True, True, 4),
            (19, 20, 24, True, False, 3),
            (24, 24, 24, True, True, 0),
            (23, 23, 24, True, True, 1),
            (16, 20, 20, True, True, 0),
            (15, 20, 20, False, False, 0),
            (0, 0, 0, True, False, 0),
        ],
    )
    def test_norm_of_eighty_is_counted_in_whole_day_parts(
        self, attended: int, held: int, planned: int, reachable: bool, secured: bool, left: int
    ) -> None:
        figures = AttendanceFigures(attended, held, planned, 80)
        assert (figures.is_reachable, figures.is_secured, figures.misses_left) == (reachable, secured, left)

    def test_twenty_of_twenty_four_are_needed(self) -> None:
        assert AttendanceFigures(0, 0, 24, 80).needed == 20

    def test_percentage_is_never_rounded_up_to_the_norm(self) -> None:
        figures = AttendanceFigures(19, 24, 24, 80)
        assert figures.percent_so_far == 79
        assert figures.percent_reachable == 79

    def test_no_percentage_before_the_first_register(self) -> None:
        figures = AttendanceFigures(0, 0, 24, 80)
        assert figures.percent_so_far is None
        assert figures.percent_reachable == 100

    @pytest.mark.parametrize(
        ("attended", "held", "warning"),
        [(7, 10, True), (6, 10, True), (8, 10, False), (5, 10, False), (10, 10, False), (20, 23, False)],
    )
    def test_warning_comes_at_one_remaining_miss_and_goes_when_out_of_reach(
        self, attended: int, held: int, warning: bool
    ) -> None:
        assert AttendanceFigures(attended, held, 24, 80).is_warning is warning


class TestIsAttended:
    @pytest.mark.parametrize(
        ("status", "missed", "attended"),
        [
            (AttendanceStatus.PRESENT, 0, True),
            (AttendanceStatus.LATE, 45, True),
            (AttendanceStatus.LATE, 46, False),
            (AttendanceStatus.LATE, 180, False),
            (AttendanceStatus.ABSENT, 0, False),
            (AttendanceStatus.ILL, 0, False),
        ],
    )
    def test_three_quarters_of_the_day_part_is_present(
        self, status: AttendanceStatus, missed: int, attended: bool
    ) -> None:
        assert rules.is_attended(status, minutes_missed=missed, net_minutes=180) is attended


class TestComposition:
    def test_counts_who_belongs_by_kind_organisation_and_discipline(self, session: Session) -> None:
        cohort = make_cohort()
        town = make_organisation(name="Gemeente Lindedal", kind=OrganisationKind.MUNICIPALITY)
        service = make_organisation(name="Sociale Zaken", kind=OrganisationKind.SOCIAL_SERVICE)
        care = make_organisation(name="Zorggroep De Vliet", kind=OrganisationKind.CARE)
        wmo = make_discipline(name="Wmo")
        people = [
            make_enrolment(cohort, organisation=town, discipline_id=wmo.id),
            make_enrolment(cohort, organisation=town, state=EnrolmentState.INVITED),
            make_enrolment(cohort, organisation=service),
            make_enrolment(cohort, organisation=care, state=EnrolmentState.PASSED),
            make_enrolment(cohort, organisation=care, state=EnrolmentState.STOPPED),
            make_enrolment(cohort, organisation=care, state=EnrolmentState.POSTPONED),
        ]
        for row in people:
            session.refresh(row, ["organisation", "discipline"])

        made_up = rules.composition(people, target=14)

        assert (made_up.total, made_up.municipal, made_up.partner) == (4, 3, 1)
        assert made_up.open_places == 10
        assert list(made_up.per_organisation) == [
            ("Gemeente Lindedal", 2),
            ("Sociale Zaken", 1),
            ("Zorggroep De Vliet", 1),
        ]
        assert list(made_up.per_discipline) == [("Wmo", 1)]
        assert made_up.dominant is None

    def test_names_the_organisation_with_more_than_half(self, session: Session) -> None:
        cohort, town = make_cohort(), make_organisation(name="Gemeente Lindedal")
        people = [make_enrolment(cohort, organisation=town) for _ in range(2)]
        people.append(make_enrolment(cohort))
        for row in people:
            session.refresh(row, ["organisation", "discipline"])
        assert rules.composition(people).dominant == "Gemeente Lindedal"


class TestStates:
    @pytest.mark.parametrize(
        ("state", "to_state", "allowed"),
        [
            (EnrolmentState.INVITED, EnrolmentState.IN_TRAINING, True),
            (EnrolmentState.INVITED, EnrolmentState.PASSED, False),
            (EnrolmentState.IN_TRAINING, EnrolmentState.PASSED, True),
            (EnrolmentState.IN_TRAINING, EnrolmentState.INVITED, False),
            (EnrolmentState.RESIT, EnrolmentState.PASSED, True),
            (EnrolmentState.PASSED, EnrolmentState.IN_TRAINING, True),
            (EnrolmentState.PASSED, EnrolmentState.FAILED, False),
            (EnrolmentState.STOPPED, EnrolmentState.PASSED, False),
            (EnrolmentState.STOPPED, EnrolmentState.IN_TRAINING, True),
            (EnrolmentState.POSTPONED, EnrolmentState.IN_TRAINING, True),
            (EnrolmentState.IN_TRAINING, EnrolmentState.IN_TRAINING, False),
        ],
    )
    def test_an_enrolment_takes_the_known_ways(
        self, state: EnrolmentState, to_state: EnrolmentState, allowed: bool
    ) -> None:
        assert rules.may_become(state, to_state) is allowed

    @pytest.mark.parametrize("state", list(EnrolmentState))
    def test_nobody_passes_or_unpasses_by_hand(self, state: EnrolmentState) -> None:
        assert EnrolmentState.PASSED not in rules.states_by_hand(state)
        assert list(rules.states_by_hand(EnrolmentState.PASSED)) == []

    def test_stopping_needs_a_reason_and_starting_does_not(self) -> None:
        assert rules.needs_reason(EnrolmentState.IN_TRAINING, EnrolmentState.STOPPED)
        assert not rules.needs_reason(EnrolmentState.INVITED, EnrolmentState.IN_TRAINING)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("2026/2027", True),
        ("2026/2028", False),
        ("2026-2027", False),
        ("26/27", False),
        ("", False),
        ("2026/2027\n", False),
        ("٢٠٢٦/٢٠٢٧", False),
    ],
)
def test_study_year_is_a_year_and_the_next(text: str, valid: bool) -> None:
    assert rules.is_academic_year(text) is valid


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "likely", "possible"),
    [
        (date(2026, 9, 1), date(2027, 8, 31), "2026/2027", ["2026/2027"]),
        (date(2026, 8, 31), date(2027, 6, 1), "2026/2027", ["2025/2026", "2026/2027"]),
        (date(2027, 3, 4), date(2027, 12, 16), "2026/2027", ["2026/2027", "2027/2028"]),
        (date(2027, 7, 1), date(2028, 4, 1), "2027/2028", ["2026/2027", "2027/2028"]),
        (date(2026, 1, 8), date(2027, 12, 9), "2026/2027", ["2025/2026", "2026/2027", "2027/2028"]),
    ],
)
def test_an_edition_starts_in_any_month_of_a_study_year(
    starts_on: date, ends_on: date, likely: str, possible: list[str]
) -> None:
    assert rules.likely_academic_year(starts_on, ends_on) == likely
    years = [f"{year}/{year + 1}" for year in range(2023, 2031)]
    fits = [row for row in years if rules.is_academic_year_of(row, starts_on=starts_on, ends_on=ends_on)]
    assert fits == possible


def test_who_joined_later_is_not_concerned_by_earlier_days(session: Session) -> None:
    enrolment = make_enrolment(joined_on=date(2026, 10, 1))
    assert not rules.is_held_for(enrolment, day=date(2026, 9, 30))
    assert rules.is_held_for(enrolment, day=date(2026, 10, 1))
