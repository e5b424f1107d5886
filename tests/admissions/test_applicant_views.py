"""What an applicant does by the link: go on, follow, choose a time, read the letter, take it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.admissions.models import (
    Application,
    ApplicationLink,
    ApplicationState,
    IntakeSlot,
    LetterKind,
)
from lms.core import clock
from tests.admissions.test_public_views import answers
from tests.factories.admissions import (
    make_application,
    make_draft,
    make_letter,
    make_link,
    make_round,
    make_slot,
)
from tests.support.documents import faults_of

Follow = Callable[[Application], FlaskClient]
Mails = Callable[[], list[dict[str, Any]]]


def holder_of(session: Session, slot: IntakeSlot) -> int | None:
    return session.scalars(sa.select(IntakeSlot.application_id).where(IntakeSlot.id == slot.id)).one()


class TestLinkOpen:
    def test_opening_a_link_uses_nothing_up(self, session: Session, client: FlaskClient) -> None:
        draft = make_draft()
        make_link(draft, "geheim-van-iris")
        for _ in range(2):
            response = client.get("/aanmelden/verder/geheim-van-iris")
            assert (response.status_code, response.location) == (303, "/mijn-aanmelding")
        (link,) = session.scalars(sa.select(ApplicationLink))
        assert link.used_at is None

    def test_unknown_link_tells_the_next_step(self, client: FlaskClient) -> None:
        response = client.get("/aanmelden/verder/verzonnen")
        assert response.status_code == 410
        assert "Vraag een nieuwe link" in response.text

    def test_expired_link(self, client: FlaskClient) -> None:
        make_link(make_application(), "geheim", expires_at=clock.now())
        response = client.get("/aanmelden/verder/geheim")
        assert response.status_code == 410
        assert "De link is verlopen." in response.text
        assert "Iris" not in response.text

    def test_used_link(self, client: FlaskClient) -> None:
        make_link(make_draft(), "geheim", used_at=clock.now())
        response = client.get("/aanmelden/verder/geheim")
        assert response.status_code == 410
        assert "Daarmee is deze link gebruikt." in response.text

    def test_withdrawn_application(self, client: FlaskClient) -> None:
        make_link(make_application(state=ApplicationState.WITHDRAWN), "geheim")
        response = client.get("/aanmelden/verder/geheim")
        assert response.status_code == 410
        assert "Deze aanmelding is ingetrokken" in response.text

    def test_link_that_ends_ends_the_open_browser_too(self, session: Session, follow: Follow) -> None:
        client = follow(make_application())
        assert client.get("/mijn-aanmelding").status_code == 200
        session.execute(sa.update(ApplicationLink).values(replaced_at=clock.now()))
        assert client.get("/mijn-aanmelding").status_code == 410


class TestApplicationOwn:
    def test_without_a_link_there_is_nothing_to_see(self, client: FlaskClient) -> None:
        assert client.get("/mijn-aanmelding").status_code == 410

    def test_shows_what_was_sent_and_never_the_advice(self, follow: Follow) -> None:
        page = follow(make_application()).get("/mijn-aanmelding").text
        assert "Je aanmelding is binnen" in page
        assert "eerst vragen en dan pas regelen" in page


class TestApplicationEdit:
    def test_saved_draft_comes_back_as_it_was(self, session: Session, follow: Follow) -> None:
        draft = make_draft(motivation="Half werk")
        client = follow(draft)
        page = client.get("/mijn-aanmelding/bewerken").text
        assert "Half werk" in page
        assert 'value="6,5"' in page
        saved = {"motivation": "Nog steeds half", "version": str(draft.version), "save": "1"}
        assert client.post("/mijn-aanmelding/bewerken", data=saved).status_code == 303
        session.refresh(draft)
        assert (draft.motivation, draft.state) == ("Nog steeds half", ApplicationState.DRAFT)

    def test_sent_draft_uses_its_link_up_and_opens_the_next(
        self, session: Session, follow: Follow, mails: Mails
    ) -> None:
        round_ = make_round()
        draft = make_draft(round_)
        client = follow(draft)
        given = answers(session, round_, version=str(draft.version))
        del given["email"]
        assert client.post("/mijn-aanmelding/bewerken", data=given).location == "/mijn-aanmelding"
        assert client.get("/mijn-aanmelding").status_code == 200
        assert mails()[0]["to"] == draft.email
        used = session.scalars(sa.select(ApplicationLink).where(ApplicationLink.used_at.is_not(None))).all()
        assert len(used) == 1

    def test_other_tab_that_saved_first_is_shown_beside_the_own_words(
        self, session: Session, follow: Follow
    ) -> None:
        draft = make_draft(motivation="Van het andere tabblad")
        response = follow(draft).post(
            "/mijn-aanmelding/bewerken",
            data={"motivation": "Van dit tabblad", "version": str(draft.version - 1), "save": "1"},
        )
        assert response.status_code == 409
        assert "Van het andere tabblad" in response.text
        assert "Van dit tabblad" in response.text

    def test_draft_that_is_open_while_the_round_closes_is_kept(
        self, session: Session, follow: Follow
    ) -> None:
        round_ = make_round(closed_at=clock.now())
        draft = make_draft(round_)
        client = follow(draft)
        given = answers(session, round_, version=str(draft.version))
        response = client.post("/mijn-aanmelding/bewerken", data=given)
        assert response.status_code == 409
        assert "Ik wil leren doorvragen." in response.text
        session.refresh(draft)
        assert draft.state is ApplicationState.DRAFT

    def test_second_application_for_the_same_cohort_is_refused(
        self, session: Session, follow: Follow
    ) -> None:
        round_ = make_round()
        make_application(round_, email="iris@test.example")
        draft = make_draft(round_, email="iris@test.example")
        client = follow(draft)
        given = answers(session, round_, version=str(draft.version))
        response = client.post("/mijn-aanmelding/bewerken", data=given)
        assert response.status_code == 409
        assert "Je hebt je al aangemeld voor deze leergroep." in response.text

    def test_discarded_draft_leaves_nothing(self, session: Session, follow: Follow) -> None:
        client = follow(make_draft())
        assert client.post("/mijn-aanmelding/weggooien").status_code == 303
        assert session.scalars(sa.select(Application)).all() == []
        assert session.scalars(sa.select(ApplicationLink)).all() == []
        assert client.get("/mijn-aanmelding").status_code == 410


class TestApplicationWithdraw:
    def test_frees_the_talk_and_ends_the_link(self, session: Session, follow: Follow) -> None:
        round_ = make_round()
        application = make_application(round_, state=ApplicationState.INVITED)
        slot = make_slot(round_, application_id=application.id)
        client = follow(application)
        assert client.post("/mijn-aanmelding/intrekken").status_code == 303
        session.refresh(application)
        assert application.state is ApplicationState.WITHDRAWN
        assert holder_of(session, slot) is None
        assert client.get("/mijn-aanmelding").status_code == 410

    def test_placed_applicant_cannot_withdraw_here(self, session: Session, follow: Follow) -> None:
        application = make_application(state=ApplicationState.PLACED)
        assert follow(application).post("/mijn-aanmelding/intrekken").status_code == 409
        session.refresh(application)
        assert application.state is ApplicationState.PLACED

    def test_closing_on_this_device_forgets_the_link(self, follow: Follow) -> None:
        client = follow(make_application())
        assert client.post("/mijn-aanmelding/sluiten").status_code == 303
        assert client.get("/mijn-aanmelding").status_code == 410


class TestSlotBook:
    def test_chosen_time_is_booked_and_confirmed(
        self, session: Session, follow: Follow, mails: Mails
    ) -> None:
        round_ = make_round()
        application = make_application(round_, state=ApplicationState.INVITED)
        slot = make_slot(round_)
        client = follow(application)
        assert "Kamer 3" in client.get("/mijn-aanmelding/gesprek").text
        response = client.post("/mijn-aanmelding/gesprek", data={"slot": str(slot.public_id)})
        assert response.status_code == 303
        assert holder_of(session, slot) == application.id
        assert "Kamer 3" in client.get("/mijn-aanmelding").text
        assert "do 3 december 2026, 10.00 uur" in mails()[0]["text"]
        assert "Kamer 3" not in mails()[0]["text"]

    def test_time_that_somebody_else_took_is_told_with_what_is_free(
        self, session: Session, follow: Follow
    ) -> None:
        round_ = make_round()
        other = make_application(round_, state=ApplicationState.INVITED)
        taken, free = make_slot(round_, application_id=other.id), make_slot(round_, hour=11)
        client = follow(make_application(round_, state=ApplicationState.INVITED))
        response = client.post("/mijn-aanmelding/gesprek", data={"slot": str(taken.public_id)})
        assert response.status_code == 409
        assert "Iemand anders koos deze tijd net voor jou." in response.text
        assert str(free.public_id) in response.text
        assert holder_of(session, taken) == other.id

    def test_moved_talk_gives_the_former_time_back(self, session: Session, follow: Follow) -> None:
        round_ = make_round()
        application = make_application(round_, state=ApplicationState.INVITED)
        former, wanted = make_slot(round_, application_id=application.id), make_slot(round_, hour=14)
        client = follow(application)
        client.post("/mijn-aanmelding/gesprek", data={"slot": str(wanted.public_id)})
        assert holder_of(session, wanted) == application.id
        assert holder_of(session, former) is None

    def test_talk_of_tomorrow_morning_can_no_longer_be_moved_or_cancelled(
        self, session: Session, follow: Follow
    ) -> None:
        round_ = make_round()
        application = make_application(round_, state=ApplicationState.INVITED)
        near = make_slot(round_, days=1, hour=9, application_id=application.id)
        wanted = make_slot(round_, hour=14)
        client = follow(application)
        page = client.get("/mijn-aanmelding").text
        assert "Verzetten of afzeggen kan niet meer" in page
        moved = client.post("/mijn-aanmelding/gesprek", data={"slot": str(wanted.public_id)})
        assert moved.status_code == 409
        assert client.post("/mijn-aanmelding/gesprek/afzeggen").status_code == 409
        assert holder_of(session, near) == application.id

    def test_time_of_another_cohort_cannot_be_chosen(self, session: Session, follow: Follow) -> None:
        elsewhere = make_slot(make_round())
        client = follow(make_application(state=ApplicationState.INVITED))
        response = client.post("/mijn-aanmelding/gesprek", data={"slot": str(elsewhere.public_id)})
        assert response.status_code == 409
        assert holder_of(session, elsewhere) is None

    def test_who_is_not_invited_chooses_nothing(self, session: Session, follow: Follow) -> None:
        round_ = make_round()
        slot = make_slot(round_)
        client = follow(make_application(round_))
        response = client.post("/mijn-aanmelding/gesprek", data={"slot": str(slot.public_id)})
        assert response.status_code == 409
        assert holder_of(session, slot) is None

    def test_cancelled_talk_is_free_again(self, session: Session, follow: Follow) -> None:
        round_ = make_round()
        application = make_application(round_, state=ApplicationState.INVITED)
        slot = make_slot(round_, application_id=application.id)
        assert follow(application).post("/mijn-aanmelding/gesprek/afzeggen").status_code == 303
        assert holder_of(session, slot) is None

    def test_nothing_chosen_is_told_beside_the_field(self, follow: Follow) -> None:
        round_ = make_round()
        make_slot(round_)
        client = follow(make_application(round_, state=ApplicationState.INVITED))
        response = client.post("/mijn-aanmelding/gesprek")
        assert response.status_code == 422
        assert "Kies een van de tijden." in response.text


class TestLetterOwn:
    def test_newest_letter_is_read_and_downloaded(self, follow: Follow, tmp_path: Path) -> None:
        application = make_application(state=ApplicationState.WAITING)
        make_letter(application, LetterKind.WAITING_LIST)
        client = follow(application)
        page = client.get("/mijn-aanmelding/brief").text
        assert "Je staat op plek 1 van de wachtlijst." in page
        assert "Probeer het in het najaar." in page
        answer = client.get("/mijn-aanmelding/brief/pdf")
        assert answer.mimetype == "application/pdf"
        assert faults_of(answer.data, tmp_path) == []

    def test_letter_speaks_the_language_of_the_applicant(self, follow: Follow) -> None:
        application = make_application(state=ApplicationState.REJECTED, locale="en")
        make_letter(application)
        page = follow(application).get("/mijn-aanmelding/brief").text
        assert "You have no place this time" in page

    def test_without_a_decision_there_is_no_letter(self, follow: Follow) -> None:
        assert follow(make_application()).get("/mijn-aanmelding/brief").status_code == 404


def test_links_live_as_long_as_the_last_saving_says(session: Session, follow: Follow) -> None:
    draft = make_draft()
    client = follow(draft)
    with clock.moved_to(clock.now() + timedelta(days=20)):
        saved = {"motivation": "Bijna klaar", "version": str(draft.version), "save": "1"}
        client.post("/mijn-aanmelding/bewerken", data=saved)
    with clock.moved_to(clock.now() + timedelta(days=45)):
        assert client.get("/mijn-aanmelding/bewerken").status_code == 200
