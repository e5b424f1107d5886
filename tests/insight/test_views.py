from dataclasses import dataclass
from datetime import date

import pytest

from lms.accounts.models import Hat, Membership, Organisation, Person
from lms.cohorts.models import AttendanceStatus, Cohort, Enrolment, MeetingKind
from lms.insight.queries import PAGE_SIZE
from lms.learning.models import DecisionState
from lms.programmes.models import Requirement, RequirementKind
from tests.conftest import NOW
from tests.factories import save
from tests.factories.accounts import (
    make_administrator,
    make_hat,
    make_organisation,
    make_person,
)
from tests.factories.agreements import make_agreement
from tests.factories.certification import make_certificate
from tests.factories.cohorts import (
    day_parts_of,
    make_attendance,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_meeting,
    make_trainer,
)
from tests.factories.learning import make_completion, make_decision
from tests.support.rollback import read_anew, standing


@dataclass
class Scene:
    organisation: Organisation
    elsewhere: Organisation
    cohort: Cohort
    requirement: Requirement
    own: Enrolment
    other: Enrolment
    director: Person
    stranger: Person


@pytest.fixture(scope="module")
def everybody(app):
    yield from standing(app, NOW, make_scene)


@pytest.fixture
def scene(session, everybody):
    return read_anew(session, everybody)


def make_scene():
    organisation, elsewhere = make_organisation(), make_organisation()
    cohort = make_cohort()
    requirement = save(
        Requirement(
            programme_version_id=cohort.programme_version_id,
            position=1,
            key="casus",
            kind=RequirementKind.EVIDENCE,
            title="Casus uitgewerkt",
            short_title="Casus",
            planned_week=3,
        )
    )
    own_person = make_person(organisation=organisation, given_name="Wiktor", prefix="", family_name="Zając")
    other_person = make_person(organisation=elsewhere, given_name="Ayşe", prefix="", family_name="Yıldız")
    own = make_enrolment(cohort, own_person, organisation=organisation)
    other = make_enrolment(cohort, other_person, organisation=elsewhere)
    make_completion(own, requirement)
    director = make_person(organisation=organisation)
    make_hat(director, Hat.DIRECTOR, organisation_id=organisation.id)
    stranger = make_person()
    make_hat(stranger, Hat.DIRECTOR, organisation_id=make_organisation().id)
    return Scene(organisation, elsewhere, cohort, requirement, own, other, director, stranger)


def page_of(scene):
    return f"/voortgang/{scene.cohort.public_id}"


class TestProgress:
    def test_with_one_cohort_it_opens_at_once(self, sign_in, scene):
        answer = sign_in(scene.director).get("/voortgang")
        assert answer.status_code == 302
        assert answer.location == page_of(scene)

    def test_lists_only_cohorts_with_own_people(self, sign_in, scene):
        second = make_cohort(name="Leergroep met ons")
        make_enrolment(second, organisation=scene.organisation)
        make_cohort(name="Leergroep zonder ons")
        page = sign_in(scene.director).get("/voortgang").text
        assert "Leergroep met ons" in page
        assert "zonder ons" not in page

    def test_many_cohorts_stand_on_several_pages(self, sign_in, scene):
        for number in range(PAGE_SIZE):
            earlier = make_cohort(name=f"Leergroep {number} van toen", starts_on=date(2001, 1, 1 + number))
            make_enrolment(earlier, organisation=scene.organisation)
        client = sign_in(scene.director)
        first, last = client.get("/voortgang").text, client.get("/voortgang?pagina=2").text
        assert "/voortgang?pagina=2" in first
        assert "Leergroep 0 van toen" not in first
        assert "Leergroep 0 van toen" in last
        assert client.get("/voortgang?pagina=99").text.count("Leergroep 0 van toen") == 1

    def test_without_the_hat_it_is_forbidden(self, sign_in, scene):
        for person in (
            make_person(),
            make_trainer(scene.cohort),
            make_coordinator(scene.cohort),
            make_administrator(),
        ):
            assert sign_in(person).get("/voortgang").status_code == 403


class TestCohortProgress:
    def test_shows_own_people_by_name_and_nobody_else(self, sign_in, scene):
        page = sign_in(scene.director).get(page_of(scene)).text
        assert "Wiktor Zając" in page
        assert "Yıldız" not in page

    def test_a_fact_that_was_not_agreed_is_not_told(self, sign_in, scene):
        make_certificate(scene.own)
        make_agreement(scene.own, facts=["enrolled", "hours"])
        client = sign_in(scene.director)
        page = client.get(page_of(scene)).text
        assert "niet afgesproken" in page
        assert "doet mee" in page
        rows = client.get(f"{page_of(scene)}/deelnemers/csv").text.splitlines()
        assert [row.count("niet afgesproken") for row in rows if "Wiktor" in row] == [2]

    def test_shows_the_cohort_as_a_whole(self, sign_in, scene):
        page = sign_in(scene.director).get(page_of(scene)).text
        assert "2 deelnemers van 2 organisaties" in page
        assert "0,5" in page

    def test_hours_are_those_attended(self, sign_in, scene):
        meeting = make_meeting(scene.cohort)
        morning, _afternoon = day_parts_of(meeting)
        make_attendance(morning, scene.own, AttendanceStatus.PRESENT)
        make_attendance(morning, scene.other, AttendanceStatus.ABSENT)
        page = sign_in(scene.director).get(page_of(scene)).text
        assert "3 van 6" in page
        assert "50%" in page

    def test_who_joined_later_is_measured_by_what_came_since_and_by_what_was_made_up(
        self, sign_in, scene, session
    ):
        before, since = make_meeting(scene.cohort, held_on=date(2026, 11, 12)), make_meeting(scene.cohort)
        scene.own.joined_on = date(2026, 11, 20)
        make_attendance(day_parts_of(before)[0], scene.own, AttendanceStatus.MADE_UP)
        make_attendance(day_parts_of(since)[0], scene.own)
        make_attendance(day_parts_of(since)[0], scene.other, AttendanceStatus.ILL)
        session.commit()
        page = sign_in(scene.director).get(page_of(scene)).text
        assert "6 van 9" in page
        assert "66%" in page

    def test_list_and_cohort_tell_the_same_share_of_training_days_alone(self, sign_in, scene):
        make_enrolment(make_cohort(), organisation=scene.organisation)
        repaired, other = day_parts_of(make_meeting(scene.cohort))
        make_attendance(repaired, scene.own, AttendanceStatus.ILL, repaired_at=repaired.ends_at)
        make_attendance(other, scene.own, AttendanceStatus.LATE, minutes_missed=45)
        make_attendance(other, scene.other, AttendanceStatus.LATE, minutes_missed=46)
        for kind in (MeetingKind.INTERVISION, MeetingKind.MEASUREMENT, MeetingKind.CLOSING):
            make_attendance(
                day_parts_of(make_meeting(scene.cohort, kind=kind))[0], scene.own, AttendanceStatus.ABSENT
            )
        make_attendance(
            day_parts_of(make_meeting(scene.cohort, cancelled_at=repaired.ends_at))[0],
            scene.own,
            AttendanceStatus.ABSENT,
        )
        client = sign_in(scene.director)
        assert [
            text.count("66%") for text in (client.get(page_of(scene)).text, client.get("/voortgang").text)
        ] == [
            1,
            1,
        ]

    def test_tailored_decisions_are_counted_without_names_or_reasons(self, sign_in, scene):
        proposer = make_coordinator(scene.cohort)
        values = {"state": DecisionState.APPROVED, "decided_at": NOW}
        decision = make_decision(scene.other, scene.requirement, proposer, **values)
        make_completion(scene.other, scene.requirement, decision_id=decision.id)
        client = sign_in(scene.director)
        page = client.get(page_of(scene)).text
        assert "1 eis is behaald door een maatwerkbesluit" in page
        figures = client.get(f"{page_of(scene)}/csv").text
        assert "Maatwerkbesluiten;hele leergroep;1" in figures
        for told in (page, figures):
            assert not any(word in told for word in ("Yıldız", proposer.family_name, decision.reason))

    def test_certificate_of_an_own_employee_shows(self, sign_in, scene):
        make_certificate(scene.own)
        assert ">certificaat<" in sign_in(scene.director).get(page_of(scene)).text.replace(" ", "")

    def test_another_employer_closes_the_view_that_day(self, sign_in, scene, session):
        membership = session.query(Membership).filter_by(person_id=scene.own.person_id).one()
        membership.ends_on = date(2026, 11, 25)
        session.commit()
        assert "Zając" not in sign_in(scene.director).get(page_of(scene)).text

    def test_director_of_the_parent_sees_the_department(self, sign_in, scene, session):
        parent = make_organisation()
        scene.organisation.parent_id = parent.id
        session.commit()
        boss = make_person(organisation=parent)
        make_hat(boss, Hat.DIRECTOR, organisation_id=parent.id)
        assert sign_in(boss).get(page_of(scene)).status_code == 200

    def test_director_of_a_department_does_not_see_the_parents_people(self, sign_in, scene, session):
        department = make_organisation(parent_id=scene.elsewhere.id)
        head = make_person(organisation=department)
        make_hat(head, Hat.DIRECTOR, organisation_id=department.id)
        assert sign_in(head).get(page_of(scene)).status_code == 404

    def test_others_get_404(self, sign_in, scene):
        people = {
            "director of another organisation": scene.stranger,
            "trainer": make_trainer(scene.cohort),
            "coordinator": make_coordinator(scene.cohort),
            "administrator": make_administrator(),
        }
        for name, person in people.items():
            for ending in ("", "/csv", "/deelnemers/csv"):
                assert sign_in(person).get(page_of(scene) + ending).status_code == 404, name

    def test_a_withdrawn_hat_closes_the_door_on_the_next_request(self, sign_in, scene, session):
        client = sign_in(scene.director)
        assert client.get(page_of(scene)).status_code == 200
        from lms.accounts.models import HatAssignment

        session.query(HatAssignment).filter_by(person_id=scene.director.id).update(
            {"ends_on": date(2026, 11, 25)}
        )
        session.commit()
        assert client.get(page_of(scene)).status_code == 404


class TestFiles:
    def test_figures_come_as_csv_without_names(self, sign_in, scene):
        answer = sign_in(scene.director).get(page_of(scene) + "/csv")
        assert answer.mimetype == "text/csv"
        assert "Casus uitgewerkt;1;2" in answer.text
        assert "Zając" not in answer.text

    def test_nobody_there_is_nought_and_nothing_registered_is_empty(self, sign_in, scene):
        client = sign_in(scene.director)
        assert "hele leergroep;;" in client.get(page_of(scene) + "/csv").text
        make_attendance(day_parts_of(make_meeting(scene.cohort))[0], scene.own, AttendanceStatus.ABSENT)
        assert "hele leergroep;0;" in client.get(page_of(scene) + "/csv").text

    def test_own_people_come_as_csv_and_a_name_is_no_formula(self, sign_in, scene, session):
        session.get_one(Person, scene.own.person_id).given_name = "=1+1"
        session.commit()
        answer = sign_in(scene.director).get(page_of(scene) + "/deelnemers/csv")
        assert "'=1+1 Zając" in answer.text
        assert "Yıldız" not in answer.text


def test_queries_do_not_grow_with_people(sign_in, scene, count_queries):
    client = sign_in(scene.director)
    few = count_queries(lambda: client.get(page_of(scene)))
    for _ in range(20):
        make_completion(make_enrolment(scene.cohort, organisation=scene.organisation), scene.requirement)
    many = count_queries(lambda: client.get(page_of(scene)))
    assert many == few
    assert many <= 12 + 3
