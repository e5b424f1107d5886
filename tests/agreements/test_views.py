from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.agreements.models import LearningAgreement, SignerRole
from lms.core.outbox import Intent
from lms.messages.models import Notice
from tests.agreements.conftest import MANAGER, Cast, complete, sign
from tests.factories.cohorts import make_cohort, make_coordinator, make_trainer
from tests.support.documents import faults_of

Draft = Callable[..., LearningAgreement]
Outbox = Callable[[], list[Intent]]
SignIn = Callable[[Person], FlaskClient]

TERMS = {
    "hours_per_week": "7,5",
    "manager_name": "Eva Leiding",
    "manager_email": MANAGER,
    "learning_goals": "Beter luisteren.",
    "facts": ["hours"],
}
REMARK = "Zes uur per week lukt ons niet."


def told(session: Session) -> set[int]:
    """Who has a notice."""
    return set(session.scalars(sa.select(Notice.person_id)))


class TestAgreementShow:
    def test_it_says_what_the_employer_sees(self, cast: Cast, draft: Draft, sign_in: SignIn) -> None:
        page = sign_in(cast.participant).get(f"/leerovereenkomsten/{draft(facts=[]).public_id}")
        assert "Dat iemand de opleiding volgt" in page.text
        assert "Of iemand het certificaat heeft" not in page.text

    @pytest.mark.parametrize("who", ["classmate", "other_trainer", "stranger"])
    def test_others_find_nothing(self, cast: Cast, draft: Draft, sign_in: SignIn, who: str) -> None:
        address = f"/leerovereenkomsten/{draft().public_id}"
        client = sign_in(getattr(cast, who))
        assert client.get(address).status_code == 404
        assert client.post(f"{address}/tekenen", data={"agree": "y"}).status_code == 404

    def test_changed_words_are_told(
        self, session: Session, cast: Cast, draft: Draft, sign_in: SignIn
    ) -> None:
        agreement = draft()
        agreement.snapshot = {**agreement.snapshot, "text": "Iets heel anders."}
        session.commit()
        page = sign_in(cast.participant).get(f"/leerovereenkomsten/{agreement.public_id}")
        assert "De tekst past niet bij de handtekeningen" in page.text


class TestAgreementSign:
    def test_the_participant_signs(self, cast: Cast, draft: Draft, sign_in: SignIn) -> None:
        agreement = draft()
        address = f"/leerovereenkomsten/{agreement.public_id}"
        answer = sign_in(cast.participant).post(f"{address}/tekenen", data={"agree": "y"})
        assert (answer.status_code, answer.location) == (303, address)
        assert [signature.role for signature in agreement.signatures] == [SignerRole.PARTICIPANT]

    def test_without_the_tick_nothing_is_signed(self, cast: Cast, draft: Draft, sign_in: SignIn) -> None:
        address = f"/leerovereenkomsten/{draft().public_id}/tekenen"
        answer = sign_in(cast.trainer).post(address)
        assert answer.status_code == 422
        assert "Zet hier een vinkje" in answer.text

    def test_twice_is_a_conflict(self, session: Session, cast: Cast, draft: Draft, sign_in: SignIn) -> None:
        agreement = draft()
        sign(session, cast, agreement, "trainer", SignerRole.TRAINER)
        address = f"/leerovereenkomsten/{agreement.public_id}/tekenen"
        answer = sign_in(cast.trainer).post(address, data={"agree": "y"})
        assert answer.status_code == 409
        assert "Deze handtekening staat er al." in answer.text

    def test_the_same_form_twice_has_one_effect(self, cast: Cast, draft: Draft, sign_in: SignIn) -> None:
        agreement, client = draft(), sign_in(cast.participant)
        address = f"/leerovereenkomsten/{agreement.public_id}/tekenen"
        answers = [client.post(address, data={"agree": "y", "form_key": "een-sleutel"}) for _ in "12"]
        assert [answer.status_code for answer in answers] == [303, 303]
        assert len(agreement.signatures) == 1

    def test_an_old_version_is_not_signed(
        self, session: Session, cast: Cast, draft: Draft, sign_in: SignIn
    ) -> None:
        old = draft()
        address = f"/leerovereenkomsten/{old.public_id}"
        sign_in(cast.coordinator).post(f"{address}/nieuwe-versie", data=TERMS)
        client = sign_in(cast.participant)
        answer = client.post(f"{address}/tekenen", data={"agree": "y"})
        assert answer.status_code == 409
        assert "Er is een nieuwere versie" in client.get(address).text

    def test_the_coordinator_does_not_sign(self, cast: Cast, draft: Draft, sign_in: SignIn) -> None:
        address = f"/leerovereenkomsten/{draft().public_id}/tekenen"
        assert sign_in(cast.coordinator).post(address, data={"agree": "y"}).status_code == 404


class TestAgreementFile:
    def test_it_is_a_tagged_document_for_the_archive(
        self,
        session: Session,
        cast: Cast,
        link: tuple[LearningAgreement, str],
        sign_in: SignIn,
        tmp_path: Path,
    ) -> None:
        complete(session, cast, link)
        answer = sign_in(cast.trainer).get(f"/leerovereenkomsten/{link[0].public_id}/pdf")
        reader = PdfReader(BytesIO(answer.data))
        text = "".join(page.extract_text() for page in reader.pages)
        assert cast.participant.display_name in text
        assert "Eva Leiding" in text
        catalogue = reader.trailer["/Root"]
        assert catalogue["/MarkInfo"]["/Marked"] is not False
        assert catalogue["/Lang"] == "nl"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert faults_of(answer.data, tmp_path) == []

    def test_there_is_none_before_everybody_signed(self, cast: Cast, draft: Draft, sign_in: SignIn) -> None:
        address = f"/leerovereenkomsten/{draft().public_id}/pdf"
        assert sign_in(cast.participant).get(address).status_code == 404


class TestAgreementNew:
    def test_a_draft_asks_all_three(
        self, session: Session, cast: Cast, sign_in: SignIn, outbox: Outbox
    ) -> None:
        address = f"/inschrijvingen/{cast.enrolment.public_id}/leerovereenkomst"
        answer = sign_in(cast.coordinator).post(address, data=TERMS)
        assert answer.status_code == 303
        mails = {row.payload["to"]: row.payload["text"] for row in outbox()}
        assert set(mails) == {cast.participant.email, MANAGER}
        assert told(session) == {cast.participant.id, cast.trainer.id}
        assert "/tekenen/" in mails[MANAGER]
        assert not any("Beter luisteren" in text for text in mails.values())

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("hours_per_week", "NaN", "Vul een getal in"),
            ("hours_per_week", "41", "van 0,5 tot en met 40"),
            ("manager_email", "eva", "Dit lijkt geen e-mailadres"),
            ("manager_name", "", "Vul een naam in."),
        ],
    )
    def test_a_wrong_field_says_so_and_keeps_the_rest(
        self, cast: Cast, sign_in: SignIn, name: str, value: str, words: str
    ) -> None:
        address = f"/inschrijvingen/{cast.enrolment.public_id}/leerovereenkomst"
        answer = sign_in(cast.coordinator).post(address, data={**TERMS, name: value})
        assert answer.status_code == 422
        assert words in answer.text
        assert "Beter luisteren." in answer.text

    def test_a_second_one_is_a_conflict(self, cast: Cast, draft: Draft, sign_in: SignIn) -> None:
        draft()
        address = f"/inschrijvingen/{cast.enrolment.public_id}/leerovereenkomst"
        answer = sign_in(cast.coordinator).post(address, data=TERMS)
        assert answer.status_code == 409
        assert "heeft al een leerovereenkomst" in answer.text


class TestAgreementEdit:
    def test_the_second_tab_sees_both(self, cast: Cast, draft: Draft, sign_in: SignIn) -> None:
        client = sign_in(cast.coordinator)
        address = f"/leerovereenkomsten/{draft().public_id}/nieuwe-versie"
        client.post(address, data=TERMS)
        answer = client.post(address, data={**TERMS, "learning_goals": "Vaker bellen."})
        assert answer.status_code == 409
        assert "Vaker bellen." in answer.text
        assert "Dit is nu bewaard" in answer.text
        assert "7,5" in answer.text

    def test_the_same_again_is_refused(self, cast: Cast, draft: Draft, sign_in: SignIn) -> None:
        client = sign_in(cast.coordinator)
        address = f"/leerovereenkomsten/{draft(facts=['hours']).public_id}/nieuwe-versie"
        answer = client.post(address, data={**TERMS, "hours_per_week": "6"})
        assert answer.status_code == 409
        assert "Er is niets veranderd." in answer.text


class TestLinkSend:
    def test_another_address_gets_it(
        self, session: Session, cast: Cast, draft: Draft, sign_in: SignIn, outbox: Outbox
    ) -> None:
        address = f"/leerovereenkomsten/{draft().public_id}/link"
        answer = sign_in(cast.coordinator).post(address, data={"email": "nieuw@werkgever.example"})
        assert answer.status_code == 303
        assert "nieuw@werkgever.example" in {row.payload["to"] for row in outbox()}

    def test_a_signers_address_is_refused(self, cast: Cast, draft: Draft, sign_in: SignIn) -> None:
        address = f"/leerovereenkomsten/{draft().public_id}/link"
        answer = sign_in(cast.coordinator).post(address, data={"email": cast.trainer.email})
        assert answer.status_code == 422
        assert cast.trainer.email in answer.text


class TestAgreementsList:
    @pytest.mark.parametrize(("make_staff", "may_begin"), [(make_coordinator, True), (make_trainer, False)])
    def test_an_empty_cohort_offers_the_first_step_to_who_may_take_it(
        self, session: Session, sign_in: SignIn, make_staff: Callable[..., Person], may_begin: bool
    ) -> None:
        cohort = make_cohort()
        page = sign_in(make_staff(cohort)).get(f"/leergroepen/{cohort.public_id}/leerovereenkomsten").text
        assert "Nog geen deelnemers" in page
        assert (f"/leergroepen/{cohort.public_id}/deelnemers/nieuw" in page) is may_begin

    def test_it_says_who_is_missing(self, cast: Cast, draft: Draft, sign_in: SignIn) -> None:
        draft()
        page = sign_in(cast.coordinator).get(f"/leergroepen/{cast.cohort.public_id}/leerovereenkomsten")
        assert "Nog niet compleet" in page.text
        assert "Maak de leerovereenkomst" in page.text
        assert "Herinner wie nog moet tekenen" in page.text

    def test_a_trainer_reads_and_changes_nothing(self, cast: Cast, draft: Draft, sign_in: SignIn) -> None:
        draft()
        client = sign_in(cast.trainer)
        address = f"/leergroepen/{cast.cohort.public_id}/leerovereenkomsten"
        page = client.get(address)
        assert "Nog niet compleet" in page.text
        assert "Maak de leerovereenkomst" not in page.text
        assert client.post(f"{address}/herinnering").status_code == 404

    def test_a_reminder_reaches_who_must_still_sign(
        self, session: Session, cast: Cast, draft: Draft, sign_in: SignIn, outbox: Outbox
    ) -> None:
        sign(session, cast, draft(), "participant", SignerRole.PARTICIPANT)
        session.execute(sa.delete(Intent))
        session.execute(sa.delete(Notice))
        sign_in(cast.coordinator).post(f"/leergroepen/{cast.cohort.public_id}/leerovereenkomsten/herinnering")
        assert {row.payload["to"] for row in outbox()} == {MANAGER}
        assert told(session) == {cast.trainer.id}

    def test_the_coordinator_reads_that_a_manager_wants_no_reminder(
        self, session: Session, cast: Cast, draft: Draft, sign_in: SignIn, outbox: Outbox
    ) -> None:
        agreement, client = draft(), sign_in(cast.coordinator)
        address = f"/leergroepen/{cast.cohort.public_id}/leerovereenkomsten"
        (first,) = [row.payload for row in outbox() if row.payload["to"] == MANAGER]
        assert first["fewer_path"] == ""
        session.execute(sa.delete(Intent))
        client.post(f"{address}/herinnering")
        (mail,) = [row.payload for row in outbox() if row.payload["to"] == MANAGER]
        assert client.post(mail["fewer_path"], data={"List-Unsubscribe": "One-Click"}).status_code == 200
        assert "geen herinnering meer" in client.get(f"/leerovereenkomsten/{agreement.public_id}").text


class TestStatementOwn:
    def test_signing_it(self, session: Session, cast: Cast, sign_in: SignIn) -> None:
        client = sign_in(cast.participant)
        session.expunge_all()
        assert "Wat ik beloof" in client.get("/geheimhoudingsverklaring").text
        answer = client.post("/geheimhoudingsverklaring", data={"agree": "y", "number": "1"})
        assert answer.status_code == 303
        assert "Je hebt dit getekend" in client.get("/geheimhoudingsverklaring").text

    def test_a_text_that_was_not_read_is_not_signed(self, cast: Cast, sign_in: SignIn) -> None:
        answer = sign_in(cast.participant).post(
            "/geheimhoudingsverklaring", data={"agree": "y", "number": "7"}
        )
        assert answer.status_code == 409
        assert "De tekst is intussen veranderd." in answer.text

    def test_without_an_enrolment_there_is_nothing(self, cast: Cast, sign_in: SignIn) -> None:
        answer = sign_in(cast.stranger).post("/geheimhoudingsverklaring", data={"agree": "y", "number": "1"})
        assert "Hier valt nu niets te tekenen" in answer.text


class TestTextEdit:
    def address(self, cast: Cast, session: Session, kind: str = "leerovereenkomst") -> str:
        scopes = cast.actor("coordinator").hats
        scope = next(grant.scope for grant in scopes)
        return f"/opleidingen/{scope}/teksten/{kind}"

    def test_a_new_text_counts(self, session: Session, cast: Cast, sign_in: SignIn, draft: Draft) -> None:
        client = sign_in(cast.coordinator)
        answer = client.post(self.address(cast, session), data={"text": "Hallo {deelnemer}.", "number": "1"})
        assert answer.status_code == 303
        assert draft().snapshot["text"] == f"Hallo {cast.participant.display_name}."

    def test_an_unknown_word_is_named(self, session: Session, cast: Cast, sign_in: SignIn) -> None:
        answer = sign_in(cast.coordinator).post(
            self.address(cast, session), data={"text": "Hallo {inwoner}.", "number": "1"}
        )
        assert answer.status_code == 422
        assert "‘inwoner’ kennen we niet" in answer.text

    def test_two_tabs_meet(self, session: Session, cast: Cast, sign_in: SignIn) -> None:
        client, address = sign_in(cast.coordinator), self.address(cast, session)
        client.post(address, data={"text": "Eerste tekst.", "number": "1"})
        answer = client.post(address, data={"text": "Tweede tekst.", "number": "1"})
        assert answer.status_code == 409
        assert "Eerste tekst." in answer.text
        assert "Tweede tekst." in answer.text

    def test_another_kind_does_not_exist(self, session: Session, cast: Cast, sign_in: SignIn) -> None:
        client = sign_in(cast.coordinator)
        assert client.get(self.address(cast, session, "huishoudreglement")).status_code == 404
