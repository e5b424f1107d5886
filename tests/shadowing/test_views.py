"""What visitor, host and coordinator see: statuses, words, what stays hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import EnrolmentState
from lms.core import clock
from lms.shadowing import queries
from lms.shadowing.models import Visit, VisitChange, VisitState
from tests.factories import save
from tests.factories.accounts import make_organisation
from tests.factories.cohorts import make_cohort, make_enrolment
from tests.factories.shadowing import (
    ADDRESS,
    make_done_visit,
    make_host,
    make_host_slot,
    make_own_host,
    make_term,
    make_visit,
    make_visit_reflection,
    sign,
)
from tests.shadowing.conftest import QUESTION, Cast

SignIn = Callable[[Person], FlaskClient]


def state_of(session: Session, visit: Visit) -> VisitState:
    return queries.get_visit(session, visit_id=visit.public_id).state


class TestHosts:
    def test_the_own_organisation_is_not_listed(self, cast: Cast, sign_in: SignIn) -> None:
        mine = make_host(cast.cohort, organisation=cast.own_organisation, work="balie van het eigen huis")
        page = sign_in(cast.visitor).get("/meelopen/gastcollegas").text
        assert f"/meelopen/gastcollegas/{cast.guest.public_id}" in page
        assert str(mine.public_id) not in page

    def test_a_direct_address_to_the_own_organisation_is_forbidden_with_the_reason(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        mine = make_host(cast.cohort, organisation=make_organisation(parent_id=cast.own_organisation.id))
        answer = sign_in(cast.visitor).get(f"/meelopen/gastcollegas/{mine.public_id}")
        assert answer.status_code == 403
        assert "Deze gastcollega werkt bij je eigen organisatie." in answer.text
        assert ADDRESS not in answer.text

    def test_asking_the_own_organisation_is_forbidden(
        self, session: Session, cast: Cast, sign_in: SignIn
    ) -> None:
        slot = make_host_slot(make_host(cast.cohort, organisation=cast.own_organisation))
        answer = sign_in(cast.visitor).post(
            f"/meelopen/plekken/{slot.public_id}/vragen", data={"learning_question": QUESTION}
        )
        assert answer.status_code == 403
        assert not queries.list_visits_of(session, enrolment=cast.enrolment)

    def test_wishing_for_the_own_organisation_is_forbidden_with_the_reason(
        self, session: Session, cast: Cast, sign_in: SignIn
    ) -> None:
        mine = make_host(cast.cohort, organisation=cast.own_organisation)
        data = {"learning_question": QUESTION, "first": str(mine.public_id)}
        answer = sign_in(cast.visitor).post("/meelopen/wens", data=data)
        assert answer.status_code == 403
        assert "Deze gastcollega werkt bij je eigen organisatie." in answer.text
        assert queries.find_wish(session, enrolment=cast.enrolment) is None

    def test_a_wish_for_somebody_unknown_stays_with_its_text(self, cast: Cast, sign_in: SignIn) -> None:
        data = {"learning_question": QUESTION, "first": "bestaat-niet"}
        answer = sign_in(cast.visitor).post("/meelopen/wens", data=data)
        assert answer.status_code == 422
        assert QUESTION in answer.text

    def test_a_wish_that_came_true_stays_when_the_wish_is_saved_again(
        self, session: Session, cast: Cast, sign_in: SignIn
    ) -> None:
        data = {"learning_question": QUESTION, "first": str(cast.guest.public_id), "second": "", "third": ""}
        client = sign_in(cast.visitor)
        assert client.post("/meelopen/wens", data=data).status_code == 303
        make_visit(cast.enrolment, cast.guest)
        assert f'<option selected value="{cast.guest.public_id}">' in client.get("/meelopen/wens").text
        assert client.post("/meelopen/wens", data=data).status_code == 303
        wish = queries.find_wish(session, enrolment=cast.enrolment)
        assert wish is not None
        assert [row.host_id for row in wish.hosts] == [cast.guest.id]

    def test_the_address_is_not_on_the_page_of_a_host(self, cast: Cast, sign_in: SignIn) -> None:
        make_host_slot(cast.guest)
        page = sign_in(cast.visitor).get(f"/meelopen/gastcollegas/{cast.guest.public_id}").text
        assert "Vraag deze dag" in page
        assert ADDRESS not in page
        assert cast.guest.name not in page

    def test_a_host_who_broke_off_receives_nobody_again_unasked(
        self, session: Session, cast: Cast, sign_in: SignIn
    ) -> None:
        make_own_host(cast.enrolment, retired_at=clock.now())
        host = queries.find_own_host(session, enrolment=cast.enrolment)
        assert host is not None
        path = f"/meelopen/gastcollegas/{host.public_id}"
        client = sign_in(cast.visitor)
        assert f"{path}/hervatten" in client.get(f"{path}/dagen").text
        cast.enrolment.state = EnrolmentState.STOPPED
        session.commit()
        assert f"{path}/hervatten" not in client.get(f"{path}/dagen").text
        assert client.post(f"{path}/hervatten").status_code == 404
        assert sign_in(cast.coordinator).post(f"{path}/hervatten").status_code == 303


class TestRequest:
    def test_a_request_leads_to_the_day(self, session: Session, cast: Cast, sign_in: SignIn) -> None:
        slot = make_host_slot(cast.guest)
        client = sign_in(cast.visitor)
        answer = client.post(
            f"/meelopen/plekken/{slot.public_id}/vragen", data={"learning_question": QUESTION}
        )
        assert answer.status_code == 303
        assert "aangevraagd" in client.get(answer.location).text

    def test_what_is_typed_stays(self, cast: Cast, sign_in: SignIn) -> None:
        slot = make_host_slot(cast.guest)
        answer = sign_in(cast.visitor).post(
            f"/meelopen/plekken/{slot.public_id}/vragen", data={"learning_question": "Te kort"}
        )
        assert answer.status_code == 422
        assert "Te kort" in answer.text
        assert "Schrijf hier minstens 15 tekens." in answer.text

    def test_the_last_seat_is_gone(self, cast: Cast, sign_in: SignIn) -> None:
        slot = make_host_slot(cast.guest)
        make_visit(make_enrolment(cast.cohort), cast.guest, slot_id=slot.id, starts_at=slot.starts_at)
        answer = sign_in(cast.visitor).post(
            f"/meelopen/plekken/{slot.public_id}/vragen", data={"learning_question": QUESTION}
        )
        assert answer.status_code == 409
        assert "Iemand was je net voor. Deze plek is weg. Kies een andere dag." in answer.text
        assert QUESTION in answer.text

    def test_a_request_that_is_sent_twice_is_one(self, session: Session, cast: Cast, sign_in: SignIn) -> None:
        slot, client = make_host_slot(cast.guest), sign_in(cast.visitor)
        data = {"learning_question": QUESTION, "form_key": "een-sleutel"}
        first, second = (client.post(f"/meelopen/plekken/{slot.public_id}/vragen", data=data) for _ in "12")
        assert first.location == second.location
        assert len(queries.list_visits_of(session, enrolment=cast.enrolment)) == 1


class TestSign:
    def test_place_and_address_show_only_after_signing(self, cast: Cast, sign_in: SignIn) -> None:
        visit, client = make_visit(cast.enrolment, cast.guest), sign_in(cast.visitor)
        address = f"/meelopen/dagen/{visit.public_id}"
        before = client.get(address).text
        assert ADDRESS not in before
        assert cast.guest.name not in before
        page = client.get(f"{address}/afspraken")
        assert "Ik kom om te kijken en te leren." in page.text
        answer = client.post(f"{address}/afspraken", data={"number": "1", "agree": "y"})
        assert answer.status_code == 303
        assert ADDRESS in client.get(address).text

    def test_without_a_tick_nothing_is_signed(self, cast: Cast, sign_in: SignIn) -> None:
        visit, client = make_visit(cast.enrolment, cast.guest), sign_in(cast.visitor)
        answer = client.post(f"/meelopen/dagen/{visit.public_id}/afspraken", data={"number": "1"})
        assert answer.status_code == 422
        assert ADDRESS not in client.get(f"/meelopen/dagen/{visit.public_id}").text

    def test_the_calendar_hides_the_place_until_then(self, cast: Cast, sign_in: SignIn) -> None:
        visit, client = make_visit(cast.enrolment, cast.guest), sign_in(cast.visitor)
        month = f"/kalender?maand={clock.local(visit.starts_at):%Y-%m}"
        before = client.get(month).text
        sign(visit)
        after = client.get(month).text
        assert "Meeloopdag bij" in before
        assert ADDRESS not in before
        assert ADDRESS in after


class TestReflection:
    @pytest.mark.parametrize("who", ["trainer", "coordinator", "host_person", "director"])
    def test_nobody_else_finds_it(self, cast: Cast, sign_in: SignIn, who: str) -> None:
        visit = make_done_visit(cast.enrolment, cast.host)
        reflection = make_visit_reflection(visit)
        person = cast.director if who == "director" else getattr(cast, who)
        answer = sign_in(person).get(f"/meelopen/reflecties/{reflection.public_id}")
        assert answer.status_code == 404

    def test_sharing_opens_it_for_one_and_stopping_closes_it(self, cast: Cast, sign_in: SignIn) -> None:
        visit = make_done_visit(cast.enrolment, cast.guest)
        reflection = make_visit_reflection(visit, text="Ik belde altijd te vroeg op de dag.")
        base, shown = f"/meelopen/dagen/{visit.public_id}/reflectie", reflection.public_id
        client = sign_in(cast.visitor)
        answer = client.post(f"{base}/delen", data={"reader": str(cast.trainer.public_id)})
        assert answer.status_code == 303
        read = sign_in(cast.trainer).get(f"/meelopen/reflecties/{shown}")
        assert "Ik belde altijd te vroeg op de dag." in read.text
        assert sign_in(cast.coordinator).get(f"/meelopen/reflecties/{shown}").status_code == 404
        sign_in(cast.visitor).post(f"{base}/niet-delen")
        assert sign_in(cast.trainer).get(f"/meelopen/reflecties/{shown}").status_code == 404

    def test_it_cannot_be_shared_with_a_stranger(self, cast: Cast, sign_in: SignIn) -> None:
        visit = make_done_visit(cast.enrolment, cast.guest)
        make_visit_reflection(visit)
        answer = sign_in(cast.visitor).post(
            f"/meelopen/dagen/{visit.public_id}/reflectie/delen",
            data={"reader": str(cast.coordinator.public_id)},
        )
        assert answer.status_code == 422

    def test_a_short_text_is_kept_but_not_finished(
        self, session: Session, cast: Cast, sign_in: SignIn
    ) -> None:
        visit, client = make_done_visit(cast.enrolment, cast.guest), sign_in(cast.visitor)
        address = f"/meelopen/dagen/{visit.public_id}/reflectie"
        assert client.post(address, data={"text": "Kort.", "version": "0", "finish": "1"}).status_code == 422
        assert client.post(address, data={"text": "Kort.", "version": "0", "save": "1"}).status_code == 303
        kept = queries.get_visit(session, visit_id=visit.public_id).reflection
        assert kept is not None
        assert (kept.text, kept.finished_at) == ("Kort.", None)

    def test_of_two_tabs_the_second_sees_both_texts(self, cast: Cast, sign_in: SignIn) -> None:
        visit, client = make_done_visit(cast.enrolment, cast.guest), sign_in(cast.visitor)
        address = f"/meelopen/dagen/{visit.public_id}/reflectie"
        client.post(address, data={"text": "Uit het ene tabblad.", "version": "0", "save": "1"})
        answer = client.post(address, data={"text": "Uit het andere.", "version": "0", "save": "1"})
        assert answer.status_code == 409
        assert "Uit het ene tabblad." in answer.text
        assert "Uit het andere." in answer.text

    def test_nothing_is_written_about_a_day_to_come(self, cast: Cast, sign_in: SignIn) -> None:
        visit = make_visit(cast.enrolment, cast.guest)
        answer = sign_in(cast.visitor).post(
            f"/meelopen/dagen/{visit.public_id}/observatie", data={"seen": "Nog niets", "version": "0"}
        )
        assert answer.status_code == 409
        assert "De dag is nog niet begonnen." in answer.text


class TestHosting:
    def test_a_host_reads_the_name_after_saying_yes(self, cast: Cast, sign_in: SignIn) -> None:
        visit = make_visit(cast.enrolment, cast.host, state=VisitState.REQUESTED)
        save(VisitChange(visit_id=visit.id, to_state=visit.state, changed_by_id=cast.visitor.id))
        client, address = sign_in(cast.host_person), f"/meelopen/bezoek/{visit.public_id}"
        assert cast.visitor.family_name not in client.get(address).text
        answer = client.post(f"{address}/antwoord", data={"answer": "accept", "instructions": "Bel aan."})
        assert answer.status_code == 303
        assert cast.visitor.display_name in client.get(address).text

    def test_no_needs_a_reason(self, session: Session, cast: Cast, sign_in: SignIn) -> None:
        visit = make_visit(cast.enrolment, cast.host, state=VisitState.REQUESTED)
        answer = sign_in(cast.host_person).post(
            f"/meelopen/bezoek/{visit.public_id}/antwoord", data={"answer": "reject", "note": "Helaas"}
        )
        assert answer.status_code == 422
        assert "Kies een reden." in answer.text
        assert "Helaas" in answer.text
        assert state_of(session, visit) is VisitState.REQUESTED

    def test_another_participant_does_not_find_the_visit(self, cast: Cast, sign_in: SignIn) -> None:
        visit = make_visit(cast.enrolment, cast.guest)
        for address in ("bezoek", "dagen"):
            answer = sign_in(cast.host_person).get(f"/meelopen/{address}/{visit.public_id}")
            assert answer.status_code == 404

    @pytest.mark.parametrize(
        ("times", "words"),
        [
            (("2026-12-22", "20:00", "02:00"), "Een meeloopdag begint en eindigt op dezelfde dag."),
            (("2027-03-28", "02:30", "09:00"), "Deze tijd bestaat niet op deze dag"),
        ],
    )
    def test_hours_that_cannot_be_are_refused_beside_the_field(
        self, session: Session, cast: Cast, sign_in: SignIn, times: tuple[str, str, str], words: str
    ) -> None:
        day, starts, ends = times
        answer = sign_in(cast.host_person).post(
            f"/meelopen/gastcollegas/{cast.host.public_id}/dagen",
            data={
                "day": day,
                "starts": starts,
                "ends": ends,
                "capacity": "1",
                "lead_days": "7",
                "repeat": "never",
            },
        )
        assert answer.status_code == 422
        assert words in answer.text
        assert f'value="{starts}"' in answer.text

    def test_a_resident_has_no_field(self, cast: Cast, sign_in: SignIn) -> None:
        visit = make_visit(cast.enrolment, cast.host, starts_at=clock.now() - timedelta(hours=7))
        page = sign_in(cast.host_person).get(f"/meelopen/bezoek/{visit.public_id}").text
        assert "deels niet aanwezig" in page
        for name in ("resident", "inwoner", "client", "klant"):
            assert f'name="{name}' not in page

    def test_a_profile_is_kept_and_days_follow(self, session: Session, cast: Cast, sign_in: SignIn) -> None:
        answer = sign_in(cast.visitor).post(
            "/meelopen/gastcollega",
            data={
                "work": "Wmo-consulent",
                "about": "Je gaat mee naar het keukentafelgesprek.",
                "area": "Centrum",
                "address": "Plein 1",
                "version": "0",
            },
        )
        assert answer.status_code == 303
        own = queries.find_own_host(session, enrolment=cast.enrolment)
        assert own is not None
        assert answer.location.endswith(f"/meelopen/gastcollegas/{own.public_id}/dagen")


class TestCoordinator:
    def test_the_overview_counts_and_names_silent_hosts(self, cast: Cast, sign_in: SignIn) -> None:
        make_visit(
            cast.enrolment,
            cast.guest,
            state=VisitState.REQUESTED,
            created_at=clock.now() - timedelta(days=6),
        )
        page = sign_in(cast.coordinator).get(f"/leergroepen/{cast.cohort.public_id}/meelopen").text
        assert "Truus Gast" in page
        assert "Herinner de gastcollega" in page
        assert "Zoekt nog een plek" in page

    def test_a_reminder_sends_one_new_link(
        self, session: Session, cast: Cast, sign_in: SignIn, outbox: Callable[[], list[object]]
    ) -> None:
        visit = make_visit(cast.enrolment, cast.guest, state=VisitState.REQUESTED)
        before = len(outbox())
        answer = sign_in(cast.coordinator).post(f"/meelopen/bezoek/{visit.public_id}/herinneren")
        assert answer.status_code == 303
        assert len(outbox()) == before + 1

    def test_a_host_who_takes_part_is_not_added_from_outside(self, cast: Cast, sign_in: SignIn) -> None:
        organisation = make_organisation()
        answer = sign_in(cast.coordinator).post(
            f"/leergroepen/{cast.cohort.public_id}/meelopen/gastcollegas/nieuw",
            data={
                "organisation": str(organisation.public_id),
                "name": "Noor",
                "email": cast.visitor.email.upper(),
                "work": "consulent",
                "about": "Een dag op kantoor met gesprekken.",
                "area": "Centrum",
                "address": "Plein 1",
                "version": "0",
            },
        )
        assert answer.status_code == 422
        assert "Dit adres is van iemand uit de leergroep." in answer.text

    def test_the_ledger_counts_days_per_organisation(self, cast: Cast, sign_in: SignIn) -> None:
        make_done_visit(cast.enrolment, cast.guest)
        page = sign_in(cast.coordinator).get(f"/leergroepen/{cast.cohort.public_id}/meelopen/balans").text
        assert "ontvangt nog 1 dag" in page
        assert "1 dag meer gegeven" in page
        assert "6 uur" in page

    def test_only_the_coordinator_counts_over_all_cohorts(self, cast: Cast, sign_in: SignIn) -> None:
        cohort, elsewhere = make_cohort(version=cast.enrolment.cohort.programme_version), make_organisation()
        make_done_visit(make_enrolment(cohort, organisation=elsewhere), make_host(cohort))
        path = f"/leergroepen/{cast.cohort.public_id}/meelopen/balans?leergroepen=alle"
        assert elsewhere.name in sign_in(cast.coordinator).get(path).text
        page = sign_in(cast.trainer).get(path).text
        assert elsewhere.name not in page
        assert "leergroepen=alle" not in page

    def test_the_trainer_reads_visits_and_changes_nothing(self, cast: Cast, sign_in: SignIn) -> None:
        visit = make_done_visit(cast.enrolment, cast.guest, learning_question=QUESTION, host_remark="Vlot.")
        client, address = sign_in(cast.trainer), f"/meelopen/bezoek/{visit.public_id}"
        assert address in client.get(f"/leergroepen/{cast.cohort.public_id}/meelopen").text
        page = client.get(address).text
        assert QUESTION in page
        assert "Vlot." not in page
        assert client.post(f"{address}/afzeggen", data={"reason": "illness"}).status_code == 404

    def test_the_trainer_finds_no_form_and_no_note(self, cast: Cast, sign_in: SignIn) -> None:
        visit = make_visit(cast.enrolment, cast.guest)
        save(VisitChange(visit_id=visit.id, to_state=visit.state, note="Mijn kind is ziek."))
        page = sign_in(cast.trainer).get(f"/meelopen/bezoek/{visit.public_id}").text
        assert "Mijn kind is ziek." not in page
        assert f'action="/meelopen/bezoek/{visit.public_id}' not in page


def test_a_word_waits_for_the_glossary(session: Session, cast: Cast, sign_in: SignIn) -> None:
    visit = make_done_visit(cast.enrolment, cast.guest)
    make_term(visit)
    page = sign_in(cast.visitor).get(f"/meelopen/dagen/{visit.public_id}/begrip").text
    assert "Een telefoontje van een buur." in page
