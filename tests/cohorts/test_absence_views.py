"""The pages around absence, and the register as the queue in the browser speaks with it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.accounts.models import Person
from lms.cohorts.models import (
    AbsenceReason,
    Attendance,
    AttendanceCorrection,
    AttendanceProposal,
    AttendanceStatus,
    CatchUpState,
    CatchUpTask,
    Cohort,
    DayPart,
    Enrolment,
    Meeting,
)
from lms.core import clock
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.cohorts import (
    day_parts_of,
    make_attendance,
    make_catch_up_task,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_made_up_session,
    make_meeting,
    make_trainer,
)
from tests.papers.documents import make_pdf

SignIn = Callable[[Person], FlaskClient]
QUEUE = {"Accept": "application/json", "X-Requested-With": "register"}
ENOUGH = "Ik las het hoofdstuk en oefende drie gesprekken."


@dataclass
class Scene:
    session: Session
    sign_in: SignIn
    cohort: Cohort
    part: DayPart
    noor: Enrolment
    trainer: Person

    @property
    def path(self) -> str:
        return f"/dagdelen/{self.part.public_id}"

    def as_noor(self) -> FlaskClient:
        return self.sign_in(self.session.get_one(Person, self.noor.person_id))

    def as_trainer(self) -> FlaskClient:
        return self.sign_in(self.trainer)

    def send(self, status: str = "present", key: str = "sleutel-1", **values: str) -> TestResponse:
        fields = {f"status_{self.noor.public_id.hex}": status, "version": "1", "form_key": key, **values}
        return self.as_trainer().post(f"{self.path}/aanwezigheid", data=fields, headers=QUEUE)

    def saved(self) -> list[Attendance]:
        self.session.expire_all()
        return list(self.session.scalars(sa.select(Attendance)))

    def missed(self) -> None:
        make_attendance(self.part, self.noor, AttendanceStatus.ABSENT)


@pytest.fixture
def scene(session: Session, sign_in: SignIn) -> Scene:
    cohort = make_cohort()
    part = day_parts_of(make_meeting(cohort))[0]
    noor = make_enrolment(cohort, make_person(given_name="Noor"))
    return Scene(session, sign_in, cohort, part, noor, make_trainer(cohort))


class TestQueueInTheBrowser:
    def test_is_answered_with_when_it_was_saved_and_a_fresh_key(self, scene: Scene) -> None:
        first = scene.send()
        assert (first.status_code, first.location) == (303, f"{scene.path}/aanwezigheid/stand")
        state = scene.as_trainer().get(first.location, headers=QUEUE).get_json()
        assert state["saved"] == "Opgeslagen om 11.00 uur"
        assert (state["version"], len(state["form_key"]) > 20) == (2, True)

    def test_a_retry_after_a_lost_answer_has_one_effect(self, scene: Scene) -> None:
        answers = [scene.send("absent") for _ in range(3)]
        assert {answer.location for answer in answers} == {f"{scene.path}/aanwezigheid/stand"}
        assert [row.status for row in scene.saved()] == [AttendanceStatus.ABSENT]
        assert not scene.session.scalars(sa.select(AttendanceCorrection)).all()

    def test_the_same_register_under_another_key_has_no_second_effect_either(self, scene: Scene) -> None:
        scene.send("absent")
        assert scene.send("absent", key="sleutel-2").status_code == 303
        assert not scene.session.scalars(sa.select(AttendanceCorrection)).all()

    def test_a_register_that_somebody_else_kept_shows_both(self, scene: Scene) -> None:
        scene.send("absent")
        answer = scene.send("ill", key="sleutel-2")
        assert answer.status_code == 409
        reply: dict[str, Any] = answer.get_json()
        name = scene.session.get_one(Person, scene.noor.person_id).display_name
        assert reply["differing"] == [{"name": name, "mine": "Ziek", "theirs": "Niet"}]
        assert (reply["version"], reply["is_registered"]) == (2, True)
        assert [row.status for row in scene.saved()] == [AttendanceStatus.ABSENT]

    def test_what_is_wrong_is_told_by_field_and_nothing_is_saved(self, scene: Scene) -> None:
        answer = scene.send("late")
        assert answer.status_code == 422
        assert list(answer.get_json()["errors"]) == [f"minutes_{scene.noor.public_id.hex}"]
        assert scene.saved() == []

    def test_negative_minutes_are_refused(self, scene: Scene) -> None:
        assert scene.send("late", **{f"minutes_{scene.noor.public_id.hex}": "-5"}).status_code == 422
        assert scene.saved() == []

    def test_a_cancelled_day_part_is_refused_with_its_sentence(self, scene: Scene) -> None:
        scene.part.cancelled_at = NOW
        scene.session.commit()
        answer = scene.send()
        assert answer.status_code == 409
        assert answer.get_json()["sentences"] == ["Dit dagdeel gaat niet door. Er valt niets vast te leggen."]
        assert scene.saved() == []

    def test_a_signed_out_queue_is_told_so_and_not_sent_to_the_sign_in_page(self, scene: Scene) -> None:
        client = scene.as_trainer()
        with client.session_transaction() as cookie:
            cookie.clear()
        fields = {f"status_{scene.noor.public_id.hex}": "present", "version": "1"}
        assert client.post(f"{scene.path}/aanwezigheid", data=fields, headers=QUEUE).status_code == 401

    def test_the_script_for_a_lost_connection_may_not_be_kept_for_others(self, client: FlaskClient) -> None:
        answer = client.get("/zonder-verbinding.js", buffered=True)
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Cache-Control"] == "private, no-store"


class TestRegisterReasons:
    def test_reason_and_note_are_kept_and_read_by_staff_and_participant_only(self, scene: Scene) -> None:
        key = scene.noor.public_id.hex
        scene.send("absent", **{f"why_{key}": "other", f"note_{key}": "naar de tandarts"})
        (row,) = scene.saved()
        assert (row.absence_reason, row.absence_note) == (AbsenceReason.OTHER, "naar de tandarts")
        own = scene.as_noor().get("/aanwezigheid").text
        assert "naar de tandarts" in own
        path = f"/inschrijvingen/{scene.noor.public_id}/aanwezigheid"
        assert "naar de tandarts" in scene.as_trainer().get(path).text
        classmate = make_enrolment(scene.cohort)
        other = scene.sign_in(scene.session.get_one(Person, classmate.person_id))
        assert other.get(path).status_code == 404

    def test_a_note_has_a_largest_length(self, scene: Scene) -> None:
        key = scene.noor.public_id.hex
        assert scene.send("absent", **{f"why_{key}": "other", f"note_{key}": "x" * 201}).status_code == 422
        assert scene.saved() == []

    def test_the_register_starts_from_what_participants_said(self, scene: Scene) -> None:
        facts = {"kind": "other", "note": "naar de tandarts"}
        assert scene.as_noor().post(f"{scene.path}/afmelden", data=facts).status_code == 303
        page = scene.as_trainer().get(f"{scene.path}/aanwezigheid").text
        assert "afgemeld" in page
        assert 'value="absent" checked' in page
        assert 'value="naar de tandarts"' in page
        assert scene.saved() == []


class TestCheckIn:
    def test_button_on_the_start_page_and_the_attendance_page(self, scene: Scene) -> None:
        client = scene.as_noor()
        for page in ("/", "/aanwezigheid"):
            text = client.get(page).text
            assert f'action="{scene.path}/aanmelden"' in text
        assert client.post(f"{scene.path}/aanmelden").status_code == 303
        assert "Aangemeld om 11.00 uur" in client.get("/").text
        assert "aangemeld om 11.00 uur" in scene.as_trainer().get(f"{scene.path}/aanwezigheid").text

    def test_without_an_open_day_part_there_is_no_button_and_no_way_in(self, scene: Scene) -> None:
        with clock.moved_to(clock.at(NOW.date(), 8, 0)):
            client = scene.as_noor()
            assert "Ik ben er" not in client.get("/aanwezigheid").text
            answer = client.post(f"{scene.path}/aanmelden")
        assert answer.status_code == 409
        assert "Aanmelden kan alleen rond het dagdeel zelf." in answer.text
        assert not scene.session.scalars(sa.select(AttendanceProposal)).all()

    def test_announcing_asks_for_a_reason_from_the_list(self, scene: Scene) -> None:
        assert scene.as_noor().post(f"{scene.path}/afmelden", data={"kind": "zin"}).status_code == 422
        assert not scene.session.scalars(sa.select(AttendanceProposal)).all()

    def test_an_announced_absence_can_be_taken_back(self, scene: Scene) -> None:
        client = scene.as_noor()
        client.post(f"{scene.path}/afmelden", data={"kind": "ill"})
        assert "Ik kan toch komen" in client.get("/aanwezigheid").text
        assert client.post(f"{scene.path}/afmelden/intrekken").status_code == 303
        assert not scene.session.scalars(sa.select(AttendanceProposal)).all()


class TestCatchUp:
    def task(self, scene: Scene) -> CatchUpTask:
        scene.session.expire_all()
        return scene.session.scalars(sa.select(CatchUpTask)).one()

    def test_from_question_to_approval(self, scene: Scene) -> None:
        scene.missed()
        scene.as_noor().post(f"{scene.path}/inhaalopdracht")
        given = f"/inschrijvingen/{scene.noor.public_id}{scene.path}/inhaalopdracht"
        facts = {"assignment": "Lees hoofdstuk twee.", "due_on": "10-12-2026"}
        assert scene.as_trainer().post(given, data=facts).status_code == 303
        path = f"/inhaalopdrachten/{self.task(scene).public_id}"
        work = {"text": "", "version": "2", "file": (io.BytesIO(make_pdf("Werk")), "werk.pdf")}
        assert scene.as_noor().post(f"{path}/inleveren", data=work).status_code == 303
        assert "werk.pdf" in scene.as_trainer().get(path).text
        assert scene.as_trainer().get(f"{path}/bestand").status_code == 200
        verdict = {"decision": "yes", "version": "3"}
        assert scene.as_trainer().post(f"{path}/oordeel", data=verdict).status_code == 303
        assert self.task(scene).state is CatchUpState.APPROVED
        page = scene.as_noor().get("/aanwezigheid").text
        assert "1 ingehaald" in page

    def test_thin_work_and_a_wrong_file_keep_the_text(self, scene: Scene) -> None:
        scene.missed()
        task = make_catch_up_task(scene.part, scene.noor)
        path = f"/inhaalopdrachten/{task.public_id}/inleveren"
        answer = scene.as_noor().post(path, data={"text": "Kort", "version": "1"})
        assert answer.status_code == 422
        assert "Schrijf minstens 30 tekens, of voeg een bestand toe." in answer.text
        wrong = {"text": ENOUGH, "version": "1", "file": (io.BytesIO(b"MZ programma"), "werk.exe")}
        answer = scene.as_noor().post(path, data=wrong)
        assert answer.status_code == 422
        assert ENOUGH in answer.text
        assert self.task(scene).state is CatchUpState.GIVEN

    def test_a_second_tab_is_a_conflict_with_both_texts(self, scene: Scene) -> None:
        scene.missed()
        task = make_catch_up_task(scene.part, scene.noor, text="Wat er eerder stond, en dat is genoeg.")
        path = f"/inhaalopdrachten/{task.public_id}/inleveren"
        answer = scene.as_noor().post(path, data={"text": ENOUGH, "version": "7"})
        assert answer.status_code == 409
        assert ENOUGH in answer.text
        assert "Wat er eerder stond" in answer.text

    def test_a_tab_that_comes_after_handing_in_still_shows_its_text(self, scene: Scene) -> None:
        scene.missed()
        task = make_catch_up_task(scene.part, scene.noor, state=CatchUpState.HANDED_IN, text=ENOUGH)
        later = "Dit schreef ik in het andere tabblad, en dat wil ik niet kwijt."
        path = f"/inhaalopdrachten/{task.public_id}/inleveren"
        answer = scene.as_noor().post(path, data={"text": later, "version": "1"})
        assert (answer.status_code, later in answer.text) == (409, True)

    def test_waits_for_staff_on_the_start_page(self, scene: Scene) -> None:
        scene.missed()
        make_catch_up_task(scene.part, scene.noor, state=CatchUpState.HANDED_IN, text=ENOUGH)
        make_made_up_session(day_parts_of(make_meeting(scene.cohort))[0], scene.noor)
        assert "Bekijk 2 inhaalvragen" in scene.as_trainer().get("/").text

    def test_waits_for_the_participant_on_the_start_page(self, scene: Scene) -> None:
        scene.missed()
        make_catch_up_task(scene.part, scene.noor)
        assert "Maak je inhaalopdracht" in scene.as_noor().get("/").text


class TestMadeUp:
    def test_participant_says_where_and_staff_confirms(self, scene: Scene) -> None:
        scene.missed()
        path = f"/inschrijvingen/{scene.noor.public_id}{scene.path}/elders-gevolgd"
        facts = {"held_on": "2026-11-19", "place": "Leergroep maart"}
        assert scene.as_noor().post(path, data=facts).status_code == 303
        listed = scene.as_trainer().get(f"/leergroepen/{scene.cohort.public_id}/inhaalopdrachten").text
        door = listed.split('href="/elders-gevolgd/')[1].split('"')[0]
        assert scene.as_trainer().post(f"/elders-gevolgd/{door}", data={"decision": "yes"}).status_code == 303
        assert [row.status for row in scene.saved()] == [AttendanceStatus.MADE_UP]
        page = scene.as_trainer().get(f"{scene.path}/aanwezigheid").text
        assert f"status_{scene.noor.public_id.hex}" not in page

    def test_a_coming_day_is_refused_beside_its_field(self, scene: Scene) -> None:
        scene.missed()
        path = f"/inschrijvingen/{scene.noor.public_id}{scene.path}/elders-gevolgd"
        answer = scene.as_noor().post(path, data={"held_on": "2026-11-27", "place": "Leergroep maart"})
        assert answer.status_code == 422
        assert "Deze dag is nog niet geweest." in answer.text


class TestRulesAndSheet:
    def test_coordinator_changes_the_rules_and_a_stale_tab_loses(self, scene: Scene) -> None:
        client = scene.sign_in(make_coordinator(scene.cohort))
        path = f"/leergroepen/{scene.cohort.public_id}/aanwezigheid/afspraken"
        facts = {"check_in_minutes_before": "45", "check_in_minutes_after": "0", "catch_up_maximum": "3"}
        assert client.post(path, data={**facts, "version": "1"}).status_code == 303
        answer = client.post(path, data={**facts, "catch_up_maximum": "1", "version": "1"})
        assert answer.status_code == 409
        scene.session.expire_all()
        assert scene.cohort.catch_up_maximum == 3

    @pytest.mark.parametrize("wrong", ["-1", "99", "twee"])
    def test_impossible_rules_are_refused(self, scene: Scene, wrong: str) -> None:
        client = scene.sign_in(make_coordinator(scene.cohort))
        facts = {"check_in_minutes_before": "45", "check_in_minutes_after": "0", "version": "1"}
        path = f"/leergroepen/{scene.cohort.public_id}/aanwezigheid/afspraken"
        assert client.post(path, data={**facts, "catch_up_maximum": wrong}).status_code == 422

    def test_sheet_has_everybody_with_a_place_to_sign_per_day_part(self, scene: Scene) -> None:
        meeting = scene.session.get_one(Meeting, scene.part.meeting_id)
        page = scene.as_trainer().get(f"/bijeenkomsten/{meeting.public_id}/presentielijst").text
        assert "Noor" in page
        assert page.count('<td class="sheet__sign">') == 2
        assert "Handtekening ochtend" in page


def test_overview_flags_who_needs_a_talk(scene: Scene) -> None:
    scene.missed()
    page = scene.as_trainer().get(f"/leergroepen/{scene.cohort.public_id}/aanwezigheid").text
    assert "Vraagt een gesprek" in page
    assert "een maatwerkbesluit is mogelijk" in page


@pytest.mark.parametrize("count", [1, 8])
def test_register_asks_ten_things_at_most(
    scene: Scene, count_queries: Callable[[Callable[[], object]], int], count: int
) -> None:
    for _ in range(count):
        make_attendance(scene.part, make_enrolment(scene.cohort))
    client = scene.as_trainer()
    client.get(f"{scene.path}/aanwezigheid")
    assert count_queries(lambda: client.get(f"{scene.path}/aanwezigheid")) <= 10
