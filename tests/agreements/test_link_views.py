from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.agreements import operations, rules
from lms.agreements.models import AgreementState, LearningAgreement, SignerRole
from lms.core import clock
from lms.core.outbox import Intent
from tests.agreements.conftest import MANAGER, Cast, complete

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


class TestManagerSign:
    def test_looking_uses_nothing(self, client: FlaskClient, link: tuple[LearningAgreement, str]) -> None:
        pages = [client.get(f"/tekenen/{link[1]}") for _ in "12"]
        assert [page.status_code for page in pages] == [200, 200]
        assert "Wat de werkgever ziet" in pages[1].text

    def test_signing_leads_to_thanks(self, client: FlaskClient, link: tuple[LearningAgreement, str]) -> None:
        agreement, token = link
        answer = client.post(f"/tekenen/{token}", data={"name": "Eva Leiding", "agree": "y"})
        assert answer.status_code == 303
        assert "Bedankt" in client.get(answer.location).text
        assert [(s.role, s.name, s.person_id) for s in agreement.signatures] == [
            (SignerRole.LINE_MANAGER, "Eva Leiding", None)
        ]

    def test_what_is_typed_stays(self, client: FlaskClient, link: tuple[LearningAgreement, str]) -> None:
        answer = client.post(f"/tekenen/{link[1]}", data={"name": "Eva Leiding"})
        assert answer.status_code == 422
        assert 'value="Eva Leiding"' in answer.text

    def test_another_signers_name_is_refused(
        self, client: FlaskClient, cast: Cast, link: tuple[LearningAgreement, str]
    ) -> None:
        name = cast.participant.display_name
        answer = client.post(f"/tekenen/{link[1]}", data={"name": name, "agree": "y"})
        assert answer.status_code == 422
        assert "Vul je eigen naam in." in answer.text

    @pytest.mark.parametrize("who", ["participant", "trainer"])
    def test_another_signer_finds_no_form(
        self, cast: Cast, link: tuple[LearningAgreement, str], sign_in: SignIn, who: str
    ) -> None:
        client = sign_in(getattr(cast, who))
        assert "Deze handtekening is niet van jou" in client.get(f"/tekenen/{link[1]}").text
        answer = client.post(f"/tekenen/{link[1]}", data={"name": "Eva Leiding", "agree": "y"})
        assert answer.status_code == 403
        assert link[0].signatures == []


class TestLinkGone:
    @pytest.mark.parametrize(
        ("method", "end"), [("get", ""), ("post", ""), ("post", "/niet-akkoord"), ("get", "/pdf")]
    )
    def test_expired(
        self, client: FlaskClient, cast: Cast, link: tuple[LearningAgreement, str], method: str, end: str
    ) -> None:
        reply = {"name": "Eva Leiding", "agree": "y", "remark": REMARK} if method == "post" else None
        with clock.moved_to(clock.now() + rules.LINK_LASTS + timedelta(seconds=1)):
            answer = client.open(f"/tekenen/{link[1]}{end}", method=method, data=reply)
        assert answer.status_code == 410
        assert "Deze link is verlopen" in answer.text
        assert cast.participant.display_name not in answer.text
        assert (link[0].state, link[0].signatures) == (AgreementState.WAITING, [])

    def test_used(self, client: FlaskClient, link: tuple[LearningAgreement, str]) -> None:
        data = {"name": "Eva Leiding", "agree": "y"}
        client.post(f"/tekenen/{link[1]}", data=data)
        answer = client.post(f"/tekenen/{link[1]}", data=data)
        assert answer.status_code == 410
        assert "Deze link is al gebruikt" in answer.text
        assert "pdf" not in answer.text

    def test_used_keeps_the_document_until_it_expires(
        self, session: Session, client: FlaskClient, cast: Cast, link: tuple[LearningAgreement, str]
    ) -> None:
        complete(session, cast, link)
        assert "Download de pdf" in client.get(f"/tekenen/{link[1]}").text
        assert client.get(f"/tekenen/{link[1]}/pdf").mimetype == "application/pdf"
        with clock.moved_to(clock.now() + rules.LINK_LASTS):
            assert client.get(f"/tekenen/{link[1]}/pdf").status_code == 410

    def test_revoked(
        self, session: Session, client: FlaskClient, cast: Cast, link: tuple[LearningAgreement, str]
    ) -> None:
        operations.send_link(
            session, actor=cast.actor("coordinator"), agreement=link[0], manager_email=MANAGER
        )
        answer = client.get(f"/tekenen/{link[1]}")
        assert answer.status_code == 410
        assert "Deze link is ingetrokken" in answer.text

    def test_replaced(
        self, cast: Cast, link: tuple[LearningAgreement, str], sign_in: SignIn, app: object
    ) -> None:
        client = sign_in(cast.coordinator)
        client.post(f"/leerovereenkomsten/{link[0].public_id}/nieuwe-versie", data=TERMS)
        answer = client.post(f"/tekenen/{link[1]}", data={"name": "Eva Leiding", "agree": "y"})
        assert answer.status_code == 410
        assert "Er is een nieuwere versie" in answer.text

    @pytest.mark.parametrize("path", ["", "/pdf", "/klaar"])
    def test_unknown(self, client: FlaskClient, path: str) -> None:
        answer = client.get(f"/tekenen/onzin{path}")
        assert answer.status_code == 410
        assert "Deze link kennen we niet" in answer.text


class TestManagerDecline:
    def test_the_remark_reaches_who_may_read_it(
        self,
        session: Session,
        cast: Cast,
        link: tuple[LearningAgreement, str],
        sign_in: SignIn,
        outbox: Outbox,
    ) -> None:
        client = sign_in(cast.stranger)
        answer = client.post(f"/tekenen/{link[1]}/niet-akkoord", data={"remark": REMARK})
        assert answer.status_code == 303
        assert link[0].state is AgreementState.DECLINED
        page = sign_in(cast.coordinator).get(f"/leerovereenkomsten/{link[0].public_id}")
        assert REMARK in page.text
        mails = [row.payload for row in outbox()]
        assert cast.coordinator.email in {mail["to"] for mail in mails}
        assert not any(REMARK in mail["text"] for mail in mails)

    def test_a_word_is_not_enough(self, client: FlaskClient, link: tuple[LearningAgreement, str]) -> None:
        answer = client.post(f"/tekenen/{link[1]}/niet-akkoord", data={"remark": "Nee"})
        assert answer.status_code == 422
        assert link[0].state is AgreementState.WAITING
