"""The year of a cohort, the plan of a version, agendas and copies on their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import ClassVar

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.cohorts.models import Cohort, EnrolmentState, Meeting
from lms.planning.models import AgendaItem, CohortPlan, PlanItem, PlannedMeeting
from lms.programmes.models import ProgrammeVersion
from tests.factories.accounts import make_hat
from tests.factories.agreements import make_agreement
from tests.factories.cohorts import (
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_meeting,
    make_trainer,
)
from tests.factories.planning import make_agenda_item, make_plan, make_plan_item

SignIn = Callable[[Person], FlaskClient]


def page(cohort: Cohort, end: str = "planning") -> str:
    return f"/leergroepen/{cohort.public_id}/{end}"


def meetings_of(session: Session, cohort: Cohort) -> list[Meeting]:
    session.expire_all()
    return list(session.scalars(sa.select(Meeting).where(Meeting.cohort_id == cohort.id)))


class TestPlanShow:
    def test_makes_a_proposal_and_plans_nothing(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        make_plan_item(cohort.programme_version_id, week=22, title="Regels en ruimte")
        make_plan_item(cohort.programme_version_id, title="Start")
        client = sign_in(make_coordinator(cohort))
        response = client.post(page(cohort), data={"starts_on": "2026-09-17"})
        assert (response.status_code, response.location) == (303, page(cohort))
        shown = client.get(page(cohort)).text
        assert "verschoven van do 18 februari: voorjaarsvakantie" in shown
        assert not meetings_of(session, cohort)

    def test_without_a_plan_of_the_version_it_says_so(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        response = sign_in(make_coordinator(cohort)).post(page(cohort), data={"starts_on": "2026-09-17"})
        assert response.status_code == 409
        assert "Er is niets te plannen." in response.text

    @pytest.mark.parametrize("day", ["", "31-02-2027", "29-02-2027", "9999-12-31"])
    def test_an_impossible_first_day_is_refused(self, session: Session, sign_in: SignIn, day: str) -> None:
        cohort = make_cohort()
        make_plan_item(cohort.programme_version_id)
        response = sign_in(make_coordinator(cohort)).post(page(cohort), data={"starts_on": day})
        assert response.status_code == 422
        assert not session.scalars(sa.select(CohortPlan)).all()

    def days(self, session: Session, plan: CohortPlan, **values: str) -> dict[str, str]:
        rows = (
            sa.select(PlannedMeeting).where(PlannedMeeting.plan_id == plan.id).order_by(PlannedMeeting.week)
        )
        first, second = (row.public_id.hex for row in session.scalars(rows))
        return {
            "starts_on": "2026-09-10",
            "version": "1",
            f"day_{first}": "2026-09-10",
            f"day_{second}": "2026-09-25",
            f"place_{second}": "Zaal 2",
            **values,
        }

    def test_keeps_a_chosen_day(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        plan = make_plan(cohort, weeks=(0, 2))
        client = sign_in(make_coordinator(cohort))
        assert client.post(page(cohort), data=self.days(session, plan)).status_code == 303
        session.expire_all()
        assert "zelf gekozen in plaats van do 24 september" in client.get(page(cohort)).text

    def test_second_tab_is_told_that_another_was_first(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        plan = make_plan(cohort, weeks=(0, 2))
        client = sign_in(make_coordinator(cohort))
        data = self.days(session, plan)
        client.post(page(cohort), data=data)
        response = client.post(page(cohort), data=data)
        assert response.status_code == 409
        assert "Een ander was je net voor." in response.text

    def test_clashes_are_told(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        make_plan(cohort, weeks=(0,))
        make_meeting(cohort, held_on=date(2026, 9, 10), title="Al gepland")
        shown = sign_in(make_coordinator(cohort)).get(page(cohort)).text
        assert "Op hetzelfde moment: Al gepland." in shown

    def test_publishing_needs_one_press_and_happens_once(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        make_plan(cohort)
        client = sign_in(make_coordinator(cohort))
        data = {"version": "1", "form_key": "een-sleutel"}
        first = client.post(page(cohort, "planning/publiceren"), data=data)
        again = client.post(page(cohort, "planning/publiceren"), data=data)
        assert (first.status_code, again.location) == (303, first.location)
        other_tab = client.post(page(cohort, "planning/publiceren"), data={"version": "1"})
        assert other_tab.status_code == 409
        assert "Deze planning is al gepubliceerd." in other_tab.text
        assert len(meetings_of(session, cohort)) == 3
        assert "Deze planning is gepubliceerd" in client.get(page(cohort)).text

    def test_throwing_away_leaves_nothing(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        make_plan(cohort)
        client = sign_in(make_coordinator(cohort))
        assert client.post(page(cohort, "planning/weggooien")).status_code == 303
        session.expire_all()
        assert not session.scalars(sa.select(CohortPlan)).all()


class TestYear:
    def test_shows_what_clashes_and_names_only_own_cohorts(self, sign_in: SignIn) -> None:
        cohort, strange = make_cohort(), make_cohort(name="Geheime groep")
        trainer = make_trainer(cohort)
        make_meeting(cohort, held_on=date(2026, 12, 3), location="Zaal Één")
        make_meeting(strange, held_on=date(2026, 12, 3), location=" zaal  één")
        shown = sign_in(trainer).get(page(cohort, "jaar")).text
        assert "zaal één is dan ook in gebruik door een andere leergroep." in " ".join(shown.split())
        assert "Geheime groep" not in shown

    def test_a_trainer_of_two_cohorts_sees_the_double_booking(self, sign_in: SignIn) -> None:
        first, second = make_cohort(), make_cohort(name="Leergroep Geul")
        trainer = make_trainer(first, given_name="Vera", prefix="", family_name="Bos")
        make_hat(trainer, Hat.TRAINER, scope=second.public_id)
        for one in (first, second):
            make_meeting(one, held_on=date(2026, 12, 3), location="")
        shown = sign_in(trainer).get(page(first, "jaar")).text
        assert "Vera Bos geeft dan ook les in Leergroep Geul." in shown

    def test_an_empty_year_says_what_comes(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        assert "Nog geen bijeenkomsten" in sign_in(make_trainer(cohort)).get(page(cohort, "jaar")).text

    def test_all_own_cohorts_stand_side_by_side(self, sign_in: SignIn) -> None:
        cohort, strange = make_cohort(), make_cohort(name="Geheime groep")
        for one in (cohort, strange):
            make_meeting(one)
        shown = sign_in(make_coordinator(cohort)).get("/planning").text
        assert cohort.name in shown
        assert "Geheime groep" not in shown

    def test_days_with_more_than_one_cohort_come_in_their_order(self, sign_in: SignIn) -> None:
        first, second = make_cohort(), make_cohort()
        trainer = make_trainer(first)
        make_hat(trainer, Hat.TRAINER, scope=second.public_id)
        for one in (first, second):
            for day in (date(2027, 2, 25), date(2027, 2, 4)):
                make_meeting(one, held_on=day)
        shown = sign_in(trainer).get("/planning").text.split("Dagen met meer dan één leergroep")[1]
        assert shown.index("do 4 februari 2027") < shown.index("do 25 februari 2027")

    def test_costs_the_same_for_few_and_many(
        self, sign_in: SignIn, count_queries: Callable[[Callable[[], object]], int]
    ) -> None:
        cohort = make_cohort()
        make_meeting(cohort)
        client = sign_in(make_trainer(cohort))
        few = count_queries(lambda: client.get(page(cohort, "jaar")))
        for number in range(1, 8):
            make_meeting(cohort, held_on=date(2026, 12, number))
        many = count_queries(lambda: client.get(page(cohort, "jaar")))
        assert few == many
        assert many <= 17


class TestMeetingNewWarns:
    FIELDS: ClassVar = {
        "title": "Extra",
        "kind": "training_day",
        "held_on": "2026-12-25",
        "location": "Zaal 2",
        "day_parts-0-starts": "09:30",
        "day_parts-0-ends": "12:30",
        "version": "1",
    }

    def test_a_clash_is_shown_and_may_be_confirmed(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        client = sign_in(make_trainer(cohort))
        path = page(cohort, "bijeenkomsten/nieuw")
        first = client.post(path, data=self.FIELDS)
        assert first.status_code == 422
        assert "Deze dag is vrij: Kerstmis." in first.text
        assert not meetings_of(session, cohort)
        seen = {**self.FIELDS, "seen": "2026-12-25 09:30-12:30 Zaal 2"}
        assert client.post(path, data=seen).status_code == 303
        assert len(meetings_of(session, cohort)) == 1


class TestPlanItems:
    def fields(self, **values: str) -> dict[str, str]:
        return {
            "title": "Extra dag",
            "kind": "training_day",
            "week": "12",
            "weekday": "1",
            "day_parts-0-starts": "9.30",
            "day_parts-0-ends": "12.30",
            "version": "1",
            **values,
        }

    def version_path(self, session: Session, cohort: Cohort, end: str = "") -> str:
        version = session.get_one(ProgrammeVersion, cohort.programme_version_id)
        return f"/opleidingsversies/{version.public_id}/planning{end}"

    def test_the_coordinator_writes_the_plan(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        client = sign_in(make_coordinator(cohort))
        response = client.post(self.version_path(session, cohort, "/nieuw"), data=self.fields())
        assert response.status_code == 303
        shown = client.get(response.location).text
        assert "Extra dag" in shown
        assert "dinsdag" in shown
        item = session.scalars(sa.select(PlanItem)).one()
        path = f"/planningsonderdelen/{item.public_id}"
        assert client.post(f"{path}/bewerken", data=self.fields(week="13")).status_code == 303
        assert client.post(f"{path}/bewerken", data=self.fields(week="14")).status_code == 409
        assert client.post(f"{path}/verwijderen").status_code == 303
        assert "Nog geen planning" in client.get(self.version_path(session, cohort)).text

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"week": "105"}, "Kies een getal van 0 tot en met 104."),
            ({"week": "-1"}, "Kies een getal van 0 tot en met 104."),
            ({"weekday": "9"}, "choice"),
            ({"day_parts-0-ends": "9.00"}, "Het einde ligt voor het begin."),
            ({"day_parts-0-starts": "", "day_parts-0-ends": ""}, "De dagdelen kloppen niet."),
        ],
    )
    def test_refuses_what_cannot_be(
        self, session: Session, sign_in: SignIn, values: dict[str, str], sentence: str
    ) -> None:
        cohort = make_cohort()
        path = self.version_path(session, cohort, "/nieuw")
        response = sign_in(make_coordinator(cohort)).post(path, data=self.fields(**values))
        assert response.status_code == 422
        assert sentence == "choice" or sentence in response.text
        assert not session.scalars(sa.select(PlanItem)).all()

    def test_an_example_can_be_taken_over(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        path = self.version_path(session, cohort, "/voorbeeld")
        data = {"key": "effectief-leidinggeven"}
        assert sign_in(make_coordinator(cohort)).post(path, data=data).status_code == 303
        assert len(session.scalars(sa.select(PlanItem)).all()) == 9


class TestAgendaEdit:
    def rows(self, **values: str) -> dict[str, str]:
        return {
            "items-0-part": "1",
            "items-0-title": "Oefenen met een casus",
            "items-0-minutes": "90",
            "items-0-kind": "reflection",
            "items-0-counts": "y",
            "items-1-part": "1",
            "items-1-title": "",
            "items-1-minutes": "",
            "items-1-kind": "training",
            "version": "1",
            **values,
        }

    def test_is_written_by_the_trainer_and_read_by_participants(
        self, session: Session, sign_in: SignIn
    ) -> None:
        cohort = make_cohort()
        meeting, enrolment = make_meeting(cohort), make_enrolment(cohort)
        path = f"/bijeenkomsten/{meeting.public_id}"
        response = sign_in(make_trainer(cohort)).post(f"{path}/agenda", data=self.rows())
        assert (response.status_code, response.location) == (303, path)
        shown = sign_in(session.get_one(Person, enrolment.person_id)).get(path).text
        assert "Oefenen met een casus" in shown
        assert "reflectie 90 minuten" in shown

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"items-0-minutes": "181"}, "De onderdelen duren samen langer dan het dagdeel."),
            ({"items-0-minutes": ""}, "Vul in hoeveel minuten dit duurt."),
            ({"items-0-title": ""}, "Schrijf erbij wat je dan doet."),
        ],
    )
    def test_refuses_in_words_and_keeps_what_was_there(
        self, session: Session, sign_in: SignIn, values: dict[str, str], sentence: str
    ) -> None:
        cohort = make_cohort()
        meeting = make_meeting(cohort)
        make_agenda_item(meeting, title="Oud")
        response = sign_in(make_trainer(cohort)).post(
            f"/bijeenkomsten/{meeting.public_id}/agenda", data=self.rows(**values)
        )
        assert response.status_code == 422
        assert sentence in response.text
        session.expire_all()
        assert [row.title for row in session.scalars(sa.select(AgendaItem))] == ["Oud"]


class TestCohortCopy:
    def fields(self, cohort: Cohort, session: Session, **values: str) -> dict[str, str]:
        version = session.get_one(ProgrammeVersion, cohort.programme_version_id)
        return {
            "name": "Leergroep Geul",
            "academic_year": "2027/2028",
            "starts_on": "2027-09-09",
            "programme_version": str(version.public_id),
            **values,
        }

    def test_leads_to_the_proposal_of_the_copy(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        make_plan(cohort)
        client = sign_in(make_coordinator(cohort))
        response = client.post(page(cohort, "kopieren"), data=self.fields(cohort, session))
        copy = session.scalars(sa.select(Cohort).where(Cohort.name == "Leergroep Geul")).one()
        assert (response.status_code, response.location) == (303, page(copy))
        assert "Er is nog niets gepland." in client.get(response.location).text

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"academic_year": "2026/2027"}, "De leergroep valt niet in dit studiejaar."),
            ({"starts_on": "30-02-2027"}, "Deze datum bestaat niet."),
            ({"name": ""}, "Vul dit veld in."),
        ],
    )
    def test_refuses_beside_the_field(
        self, session: Session, sign_in: SignIn, values: dict[str, str], sentence: str
    ) -> None:
        cohort = make_cohort()
        response = sign_in(make_coordinator(cohort)).post(
            page(cohort, "kopieren"), data=self.fields(cohort, session, **values)
        )
        assert response.status_code == 422
        assert sentence in response.text
        assert len(session.scalars(sa.select(Cohort)).all()) == 1


class TestFullWeeks:
    """A plan that asks more hours than people agreed with their employer says so, and may go on."""

    def agreed(self, hours: int) -> Cohort:
        cohort = make_cohort()
        make_agreement(make_enrolment(cohort), hours_per_week=Decimal(hours))
        return cohort

    def test_the_proposal_names_the_weeks(self, sign_in: SignIn) -> None:
        cohort = self.agreed(2)
        make_plan_item(cohort.programme_version_id, title="Start")
        client = sign_in(make_coordinator(cohort))
        client.post(page(cohort), data={"starts_on": "2026-12-03"})
        shown = client.get(page(cohort)).text
        assert "1 week vraagt meer uren dan is afgesproken" in shown
        assert "Week van ma 30 november: ongeveer" in shown
        assert "Dat is voor 1 deelnemer te veel." in shown

    @pytest.mark.parametrize(("hours", "is_full"), [(2, True), (20, False)])
    def test_the_year_warns_only_of_what_is_too_much(
        self, sign_in: SignIn, hours: int, is_full: bool
    ) -> None:
        cohort = self.agreed(hours)
        make_meeting(cohort, held_on=date(2026, 12, 3))
        shown = sign_in(make_coordinator(cohort)).get(page(cohort, "jaar")).text
        assert ("meer uren dan is afgesproken" in shown) is is_full

    def test_moving_into_a_full_week_says_so_before_it_is_saved(self, sign_in: SignIn) -> None:
        cohort = self.agreed(4)
        make_meeting(cohort, held_on=date(2026, 12, 10))
        moved = make_meeting(cohort, held_on=date(2026, 12, 3))
        data = {"held_on": "2026-12-11", "day_parts-0-starts": "09:30", "day_parts-0-ends": "12:30"}
        client = sign_in(make_coordinator(cohort))
        shown = client.post(f"/bijeenkomsten/{moved.public_id}/verzetten", data={**data, "version": "1"}).text
        assert "Week van ma 7 december: ongeveer" in shown

    def test_who_stopped_is_not_counted(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        make_agreement(make_enrolment(cohort, state=EnrolmentState.STOPPED), hours_per_week=Decimal(1))
        make_meeting(cohort, held_on=date(2026, 12, 3))
        assert "dan is afgesproken" not in sign_in(make_coordinator(cohort)).get(page(cohort, "jaar")).text
