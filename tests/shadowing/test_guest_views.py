"""A host without account: looking uses nothing, one form does one thing, every dead link has its own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.core import clock
from lms.core.authorisation import Actor
from lms.shadowing import operations, queries, rules
from lms.shadowing.models import LinkPurpose, Reason, Visit, VisitState
from tests.shadowing.conftest import QUESTION, Cast, on_the_day

Ask = Callable[..., Visit]
Token = Callable[[Visit, LinkPurpose], str]
YES = {"answer": "accept", "instructions": "Bel aan bij de zijdeur."}


def again(session: Session, visit: Visit) -> Visit:
    return queries.get_visit(session, visit_id=visit.public_id)


class TestAnswer:
    def test_looking_uses_nothing_and_names_nobody(
        self, client: FlaskClient, cast: Cast, ask: Ask, token: Token
    ) -> None:
        address = f"/meelopen/antwoord/{token(ask(), LinkPurpose.ANSWER)}"
        pages = [client.get(address) for _ in "12"]
        assert [page.status_code for page in pages] == [200, 200]
        assert QUESTION in pages[1].text
        assert cast.visitor.family_name not in pages[1].text

    def test_yes_leads_to_thanks_and_uses_the_link(
        self, session: Session, client: FlaskClient, ask: Ask, token: Token
    ) -> None:
        visit = ask()
        address = f"/meelopen/antwoord/{token(visit, LinkPurpose.ANSWER)}"
        answer = client.post(address, data=YES)
        assert answer.status_code == 303
        assert "Bedankt" in client.get(answer.location).text
        kept = again(session, visit)
        assert (kept.state, kept.instructions) == (VisitState.ACCEPTED, "Bel aan bij de zijdeur.")
        assert (kept.changes[-1].by_link, kept.changes[-1].changed_by_id) == (True, None)
        reused = client.post(address, data={"answer": "reject", "reason": "illness"})
        assert reused.status_code == 410
        assert "Deze link is al gebruikt" in reused.text
        assert again(session, visit).state is VisitState.ACCEPTED

    def test_without_an_answer_the_link_stays(
        self, session: Session, client: FlaskClient, ask: Ask, token: Token
    ) -> None:
        visit = ask()
        address = f"/meelopen/antwoord/{token(visit, LinkPurpose.ANSWER)}"
        answer = client.post(address, data={"instructions": "Bel aan."})
        assert answer.status_code == 422
        assert "Bel aan." in answer.text
        assert client.post(address, data=YES).status_code == 303

    def test_considering_brings_a_new_link(
        self, session: Session, client: FlaskClient, ask: Ask, token: Token
    ) -> None:
        visit = ask()
        address = f"/meelopen/antwoord/{token(visit, LinkPurpose.ANSWER)}"
        assert client.post(address, data={"answer": "consider"}).status_code == 303
        assert again(session, visit).state is VisitState.CONSIDERING
        assert "Deze link is al gebruikt" in client.get(address).text


class TestGone:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_expired(self, client: FlaskClient, cast: Cast, ask: Ask, token: Token, method: str) -> None:
        secret = token(ask(), LinkPurpose.ANSWER)
        with clock.moved_to(clock.now() + rules.LINK_LASTS + timedelta(seconds=1)):
            answer = getattr(client, method)(f"/meelopen/antwoord/{secret}", data=YES)
        assert answer.status_code == 410
        assert "Deze link is verlopen" in answer.text
        assert cast.guest.name not in answer.text

    def test_revoked(self, client: FlaskClient, ask: Ask, token: Token) -> None:
        visit = ask()
        older = token(visit, LinkPurpose.ANSWER)
        token(visit, LinkPurpose.ANSWER)
        answer = client.get(f"/meelopen/antwoord/{older}")
        assert answer.status_code == 410
        assert "Deze link is ingetrokken" in answer.text

    def test_overtaken(
        self,
        session: Session,
        client: FlaskClient,
        cast: Cast,
        ask: Ask,
        token: Token,
        actor_of: Callable[[Person], Actor],
    ) -> None:
        visit = ask()
        secret = token(visit, LinkPurpose.ANSWER)
        operations.withdraw_visit(
            session, actor=actor_of(cast.visitor), visit=again(session, visit), reason=Reason.ILLNESS
        )
        session.commit()
        answer = client.post(f"/meelopen/antwoord/{secret}", data=YES)
        assert answer.status_code == 410
        assert "Dit hoeft niet meer" in answer.text

    @pytest.mark.parametrize("path", ["antwoord", "voorbereiding", "wijzigen", "verslag", "bedankt"])
    def test_unknown(self, client: FlaskClient, path: str) -> None:
        answer = client.get(f"/meelopen/{path}/een-link-die-er-niet-is")
        assert answer.status_code == 410
        assert "Deze link kennen we niet" in answer.text


class TestAfterYes:
    def test_preparing(self, session: Session, client: FlaskClient, agreed: Ask, token: Token) -> None:
        visit = agreed()
        address = f"/meelopen/voorbereiding/{token(visit, LinkPurpose.PREPARE)}"
        assert "Noor van Vliet" in client.get(address).text
        done = ["residents_told", "consent_asked", "sign_agreed", "colleagues_told"]
        assert client.post(address, data={"done": done}).status_code == 303
        assert again(session, visit).prepared_at is not None

    def test_moving_tells_both_and_gives_a_new_link(
        self, session: Session, client: FlaskClient, agreed: Ask, token: Token
    ) -> None:
        visit = agreed()
        address = f"/meelopen/wijzigen/{token(visit, LinkPurpose.CHANGE)}"
        day = (clock.today() + timedelta(days=40)).isoformat()
        answer = client.post(f"{address}/verzetten", data={"day": day, "starts": "10:00", "ends": "16:00"})
        assert answer.status_code == 303
        assert "De dag is verzet." in client.get(answer.location).text
        assert again(session, visit).sequence == 1
        assert client.get(address).status_code == 410

    def test_hours_over_midnight_keep_the_link(
        self, session: Session, client: FlaskClient, agreed: Ask, token: Token
    ) -> None:
        visit = agreed()
        address = f"/meelopen/wijzigen/{token(visit, LinkPurpose.CHANGE)}"
        day = (clock.today() + timedelta(days=40)).isoformat()
        answer = client.post(f"{address}/verzetten", data={"day": day, "starts": "20:00", "ends": "03:00"})
        assert answer.status_code == 422
        assert "Een meeloopdag begint en eindigt op dezelfde dag." in answer.text
        session.rollback()
        assert client.get(address).status_code == 200

    def test_cancelling(self, session: Session, client: FlaskClient, agreed: Ask, token: Token) -> None:
        visit = agreed()
        address = f"/meelopen/wijzigen/{token(visit, LinkPurpose.CHANGE)}/afzeggen"
        assert client.post(address, data={"reason": "illness"}).status_code == 303
        kept = again(session, visit)
        assert (kept.state, kept.changes[-1].reason) == (VisitState.CANCELLED, Reason.ILLNESS)

    @pytest.mark.parametrize(
        ("outcome", "state"),
        [("came", VisitState.DONE), ("partly", VisitState.DONE), ("missed", VisitState.NO_SHOW)],
    )
    def test_reporting(
        self,
        session: Session,
        client: FlaskClient,
        agreed: Ask,
        token: Token,
        outcome: str,
        state: VisitState,
    ) -> None:
        visit = agreed()
        secret = token(visit, LinkPurpose.REPORT)
        with on_the_day(visit):
            answer = client.post(
                f"/meelopen/verslag/{secret}",
                data={"outcome": outcome, "real_hours": "5,5", "debrief_minutes": "20", "remark": ""},
            )
        assert answer.status_code == 303
        kept = again(session, visit)
        assert kept.state is state
        assert kept.was_partly_absent is (outcome == "partly")

    @pytest.mark.parametrize("hours", ["", "0", "13", "zes"])
    def test_hours_that_cannot_be(
        self, session: Session, client: FlaskClient, agreed: Ask, token: Token, hours: str
    ) -> None:
        visit = agreed()
        secret = token(visit, LinkPurpose.REPORT)
        with on_the_day(visit):
            answer = client.post(
                f"/meelopen/verslag/{secret}", data={"outcome": "came", "real_hours": hours, "remark": "Goed"}
            )
        assert answer.status_code == 422
        assert "Goed" in answer.text
        assert again(session, visit).state is VisitState.ACCEPTED
