"""The dossier, evidence and the trainer's inbox, as people meet them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import AttendanceStatus
from lms.learning.models import Completion, Evidence, EvidenceState
from lms.messages.models import Notice
from tests.factories.cohorts import (
    day_parts_of,
    make_attendance,
    make_enrolment,
    make_meeting,
    make_trainer,
)
from tests.factories.learning import TEXT, make_completion, make_evidence, requirement_of
from tests.learning.conftest import Cast, text_of
from tests.papers.documents import (
    make_docx,
    make_encrypted_pdf,
    make_odt,
    make_pdf,
    make_png,
    replace_part,
)

SignIn = Callable[[Person], FlaskClient]
Status = Callable[[str, str], int]
REMARK = "Noem ook wat je zelf inbracht in de groep."
PNG = make_png()


def hand_in(client: FlaskClient, cast: Cast, *, key: str = "intervisie", **data: Any) -> Any:
    path = f"/dossier/eisen/{requirement_of(cast.cohort, key).public_id}/bewijs"
    return client.post(path, data=data, content_type="multipart/form-data")


def waiting(cast: Cast) -> Evidence:
    return make_evidence(cast.enrolment, requirement_of(cast.cohort, "intervisie"))


class TestDossier:
    def test_it_says_how_far_one_is(self, cast: Cast, as_participant: FlaskClient) -> None:
        asked = requirement_of(cast.cohort, "intervisie")
        make_evidence(cast.enrolment, asked, state=EvidenceState.CONFIRMED)
        make_completion(cast.enrolment, requirement_of(cast.cohort, "paper"))
        page = text_of(as_participant, "/dossier")
        assert "1 van 3 eisen behaald" in page
        assert "1 van 2" in page
        assert "Lever bewijs in" in page

    def test_attendance_is_told_in_its_three_figures(self, cast: Cast, as_participant: FlaskClient) -> None:
        make_meeting(cast.cohort, day_parts=3)
        morning, afternoon = day_parts_of(make_meeting(cast.cohort))
        make_attendance(morning, cast.enrolment)
        make_attendance(afternoon, cast.enrolment, AttendanceStatus.ILL)
        assert "50% aanwezig tot nu toe, 80% nog haalbaar, 0 dagdelen nog te missen (nodig: 80%)" in text_of(
            as_participant, "/dossier"
        )

    def test_without_an_enrolment_it_says_what_will_come(self, cast: Cast, sign_in: SignIn) -> None:
        assert "Je dossier is nog leeg" in text_of(sign_in(cast.administrator), "/dossier")

    @pytest.mark.parametrize("role", ["participant", "trainer", "coordinator"])
    def test_who_finds_it(self, cast: Cast, status: Status, role: str) -> None:
        assert status(role, f"/dossiers/{cast.enrolment.public_id}") == 200

    @pytest.mark.parametrize("role", ["classmate", "other_trainer", "director", "administrator"])
    def test_it_does_not_exist_for_others(self, cast: Cast, status: Status, role: str) -> None:
        assert status(role, f"/dossiers/{cast.enrolment.public_id}") == 404

    def test_a_coordinator_sees_the_standing_and_no_content(self, cast: Cast, sign_in: SignIn) -> None:
        evidence = waiting(cast)
        page = text_of(sign_in(cast.coordinator), f"/dossiers/{cast.enrolment.public_id}")
        assert "Wacht op oordeel" in page
        assert str(evidence.public_id) not in page

    def test_it_costs_at_most_twelve_queries(
        self, cast: Cast, as_participant: FlaskClient, count_queries: Callable[..., int]
    ) -> None:
        few = count_queries(lambda: as_participant.get("/dossier"))
        for _ in range(30):
            waiting(cast)
        assert count_queries(lambda: as_participant.get("/dossier")) == few
        assert few <= 12


class TestEvidenceNew:
    def test_a_text_is_handed_in_and_waits(self, cast: Cast, as_participant: FlaskClient) -> None:
        answer = hand_in(as_participant, cast, text=TEXT)
        assert answer.status_code == 303
        assert "Wacht op je opleider" in text_of(as_participant, answer.headers["Location"])

    def test_a_file_alone_is_enough(
        self, session: Session, cast: Cast, as_participant: FlaskClient, sign_in: SignIn
    ) -> None:
        hand_in(as_participant, cast, file=(BytesIO(PNG), "flap.png"))
        evidence = session.scalars(sa.select(Evidence)).one()
        answer = sign_in(cast.trainer).get(f"/bewijzen/{evidence.public_id}/bestand")
        assert answer.data == PNG
        assert answer.headers["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (b"", "leeg.pdf", "Dit bestand is leeg"),
            (b"MZ" + b"0" * 60, "spel.exe", "Kies een bestand van het type"),
            (PNG, "flap.pdf", "Kies een bestand van het type"),
            (b"\xd0\xcf\x11\xe0" + b"0" * 60, "oud.docx", "beveiligd of heel oud"),
            (b"%PDF-1.7 stuk", "stuk.pdf", "beschadigd"),
            (make_encrypted_pdf(), "dicht.pdf", "beveiligd of heel oud"),
            (make_pdf("Verslag")[:-400], "half.pdf", "beschadigd"),
            (replace_part(make_docx("Verslag"), "word/document.xml", "<w:stuk"), "stuk.docx", "beschadigd"),
            (make_odt("<!DOCTYPE x [<!ENTITY e 'e'>]>"), "truc.odt", "beschadigd"),
        ],
    )
    def test_a_wrong_file_is_refused_and_the_text_kept(
        self, session: Session, cast: Cast, as_participant: FlaskClient, content: bytes, name: str, words: str
    ) -> None:
        answer = hand_in(as_participant, cast, text=TEXT, file=(BytesIO(content), name))
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert words in page
        assert TEXT in page
        assert session.scalar(sa.select(sa.func.count()).select_from(Evidence)) == 0

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (make_pdf("Verslag"), "verslag.pdf"),
            (make_docx("Verslag"), "verslag.docx"),
            (make_odt(), "verslag.odt"),
        ],
    )
    def test_a_document_that_opens_is_kept(
        self, session: Session, cast: Cast, as_participant: FlaskClient, content: bytes, name: str
    ) -> None:
        assert hand_in(as_participant, cast, file=(BytesIO(content), name)).status_code == 303
        assert session.scalar(sa.select(sa.func.count()).select_from(Evidence)) == 1

    def test_a_thin_text_is_refused_beside_the_field(self, cast: Cast, as_participant: FlaskClient) -> None:
        answer = hand_in(as_participant, cast, text="Gedaan.")
        assert answer.status_code == 422
        assert "Schrijf minstens 30 tekens" in answer.get_data(as_text=True)
        assert "Gedaan." in answer.get_data(as_text=True)

    def test_the_same_form_twice_is_one_piece(
        self, session: Session, cast: Cast, as_participant: FlaskClient
    ) -> None:
        first = hand_in(as_participant, cast, text=TEXT, form_key="een-formulier")
        second = hand_in(as_participant, cast, text=TEXT, form_key="een-formulier")
        assert first.headers["Location"] == second.headers["Location"]
        assert session.scalar(sa.select(sa.func.count()).select_from(Evidence)) == 1

    def test_fields_about_the_judgement_change_nothing(
        self, session: Session, cast: Cast, as_participant: FlaskClient
    ) -> None:
        hand_in(as_participant, cast, text=TEXT, state="confirmed", judged_by_id="1", confirmed="1")
        evidence = session.scalars(sa.select(Evidence)).one()
        assert evidence.state is EvidenceState.WAITING
        assert evidence.judged_by_id is None
        assert session.scalar(sa.select(sa.func.count()).select_from(Completion)) == 0

    @pytest.mark.parametrize("key", ["aanwezigheid", "paper"])
    def test_a_recorded_fact_takes_no_evidence(
        self, session: Session, cast: Cast, as_participant: FlaskClient, key: str
    ) -> None:
        assert hand_in(as_participant, cast, key=key, text=TEXT).status_code == 409
        assert session.scalar(sa.select(sa.func.count()).select_from(Evidence)) == 0

    def test_enough_is_enough(self, session: Session, cast: Cast, as_participant: FlaskClient) -> None:
        for _ in range(2):
            hand_in(as_participant, cast, text=TEXT)
        answer = hand_in(as_participant, cast, text=TEXT)
        assert answer.status_code == 409
        assert "al genoeg ingeleverd" in answer.get_data(as_text=True)

    @pytest.mark.parametrize("role", ["trainer", "coordinator", "stranger", "director"])
    def test_only_participants_hand_in(self, cast: Cast, status: Status, role: str) -> None:
        path = f"/dossier/eisen/{requirement_of(cast.cohort, 'intervisie').public_id}/bewijs"
        assert status(role, path) == 404

    def test_the_trainers_hear_that_something_waits_and_not_what(
        self, cast: Cast, as_participant: FlaskClient, notices: Callable[[], list[Notice]]
    ) -> None:
        hand_in(as_participant, cast, text=TEXT)
        (notice,) = notices()
        assert notice.person_id == cast.trainer.id
        assert TEXT not in notice.line
        assert "Intervisie" not in notice.title + notice.line
        assert notice.path.startswith("/bewijzen/")


class TestEvidenceShow:
    @pytest.mark.parametrize("role", ["participant", "trainer"])
    def test_who_reads_it(self, cast: Cast, status: Status, role: str) -> None:
        assert status(role, f"/bewijzen/{waiting(cast).public_id}") == 200

    @pytest.mark.parametrize(
        "role", ["classmate", "coordinator", "other_trainer", "director", "administrator"]
    )
    def test_it_does_not_exist_for_others(self, cast: Cast, status: Status, role: str) -> None:
        path = f"/bewijzen/{waiting(cast).public_id}"
        assert status(role, path) == 404
        assert status(role, f"{path}/bestand") == 404

    def test_the_participant_sees_no_form_to_judge(self, cast: Cast, as_participant: FlaskClient) -> None:
        assert "Beoordeel dit bewijs" not in text_of(as_participant, f"/bewijzen/{waiting(cast).public_id}")


class TestEvidenceJudge:
    def test_a_trainer_confirms_and_the_participant_hears(
        self, session: Session, cast: Cast, sign_in: SignIn, notices: Callable[[], list[Notice]]
    ) -> None:
        evidence = waiting(cast)
        answer = judge(sign_in(cast.trainer), evidence, decision="confirm", remark="Mooi beschreven.")
        session.refresh(evidence)
        assert answer.status_code == 303
        assert evidence.state is EvidenceState.CONFIRMED
        notice = notices()[-1]
        assert notice.person_id == cast.participant.id
        assert "Mooi beschreven." not in notice.title + notice.line

    @pytest.mark.parametrize("remark", ["", "Nee.", "x" * 19])
    def test_returning_without_a_reason_is_refused_with_everything_kept(
        self, session: Session, cast: Cast, sign_in: SignIn, remark: str
    ) -> None:
        evidence = waiting(cast)
        answer = judge(sign_in(cast.trainer), evidence, decision="return", remark=remark)
        session.refresh(evidence)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "Schrijf in minstens 20 tekens" in page
        assert f"{remark}</textarea>" in page
        assert evidence.state is EvidenceState.WAITING

    def test_without_a_decision_nothing_happens(self, session: Session, cast: Cast, sign_in: SignIn) -> None:
        evidence = waiting(cast)
        answer = judge(sign_in(cast.trainer), evidence, remark="Geen keuze.")
        session.refresh(evidence)
        assert answer.status_code == 422
        assert evidence.state is EvidenceState.WAITING

    def test_the_second_trainer_reads_that_it_is_done(
        self, session: Session, cast: Cast, sign_in: SignIn
    ) -> None:
        evidence = waiting(cast)
        second = make_trainer(cast.cohort)
        judge(sign_in(cast.trainer), evidence, decision="confirm")
        answer = judge(sign_in(second), evidence, decision="return", remark=REMARK)
        session.refresh(evidence)
        assert answer.status_code == 409
        assert "Een andere opleider heeft dit bewijs net beoordeeld." in answer.get_data(as_text=True)
        assert evidence.state is EvidenceState.CONFIRMED

    @pytest.mark.parametrize(
        "role", ["participant", "classmate", "coordinator", "other_trainer", "director", "administrator"]
    )
    def test_nobody_else_judges(self, session: Session, cast: Cast, sign_in: SignIn, role: str) -> None:
        evidence = waiting(cast)
        assert judge(sign_in(cast.person(role)), evidence, decision="confirm").status_code == 404
        session.refresh(evidence)
        assert evidence.state is EvidenceState.WAITING

    def test_a_trainer_who_takes_part_is_not_let_in(self, cast: Cast, sign_in: SignIn) -> None:
        own = make_enrolment(cast.cohort, cast.trainer)
        evidence = make_evidence(own, requirement_of(cast.cohort, "intervisie"))
        assert judge(sign_in(cast.trainer), evidence, decision="confirm").status_code == 404

    def test_the_remark_comes_back_in_the_dossier(self, cast: Cast, sign_in: SignIn) -> None:
        judge(sign_in(cast.trainer), waiting(cast), decision="return", remark=REMARK)
        assert REMARK in text_of(sign_in(cast.participant), "/dossier")


def judge(client: FlaskClient, evidence: Evidence, **data: str) -> Any:
    return client.post(f"/bewijzen/{evidence.public_id}/oordeel", data=data)


class TestEvidenceList:
    def test_only_what_waits_in_the_own_cohorts(self, cast: Cast, sign_in: SignIn) -> None:
        evidence = waiting(cast)
        assert str(evidence.public_id) in text_of(sign_in(cast.trainer), "/bewijzen")
        assert "Er wacht niets op je" in text_of(sign_in(cast.other_trainer), "/bewijzen")

    def test_the_oldest_comes_first(self, session: Session, cast: Cast, sign_in: SignIn) -> None:
        asked = requirement_of(cast.cohort, "intervisie")
        older = make_evidence(cast.enrolment, asked)
        newer = make_evidence(make_enrolment(cast.cohort), asked)
        page = text_of(sign_in(cast.trainer), "/bewijzen")
        assert page.index(str(older.public_id)) < page.index(str(newer.public_id))

    @pytest.mark.parametrize("role", ["participant", "director", "coordinator"])
    def test_it_is_for_trainers(self, cast: Cast, status: Status, role: str) -> None:
        assert status(role, "/bewijzen") == 403

    def test_more_evidence_costs_no_more_queries(
        self, cast: Cast, sign_in: SignIn, count_queries: Callable[..., int]
    ) -> None:
        waiting(cast)
        client = sign_in(cast.trainer)
        few = count_queries(lambda: client.get("/bewijzen"))
        for _ in range(30):
            make_evidence(make_enrolment(cast.cohort), requirement_of(cast.cohort, "intervisie"))
        assert count_queries(lambda: client.get("/bewijzen")) == few
        assert few <= 12
