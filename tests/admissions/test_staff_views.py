"""What coordinators and trainers do: rounds, the list, times, the record, the decision, the letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Organisation, Person
from lms.admissions.models import (
    Advice,
    Application,
    ApplicationRound,
    ApplicationState,
    Intake,
    IntakeSlot,
    LetterKind,
)
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from tests.factories.accounts import make_organisation
from tests.factories.admissions import (
    make_application,
    make_draft,
    make_intake,
    make_letter,
    make_round,
    make_slot,
)
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_trainer

SignIn = Callable[[Person], FlaskClient]
Mails = Callable[[], list[dict[str, Any]]]


def cohort_of(session: Session, round_: ApplicationRound) -> Cohort:
    return session.get_one(Cohort, round_.cohort_id)


def coordinator_of(session: Session, round_: ApplicationRound) -> Person:
    return make_coordinator(cohort_of(session, round_))


class TestRoundsList:
    def test_own_cohorts_alone_with_what_waits(self, session: Session, sign_in: SignIn) -> None:
        round_ = make_round(make_cohort(name="Leergroep Hier"))
        make_round(make_cohort(name="Leergroep Elders"))
        make_application(round_)
        page = sign_in(coordinator_of(session, round_)).get("/aanmeldingen").text
        assert "Leergroep Hier" in page
        assert "Leergroep Elders" not in page
        assert "0, nog 14 vrij" in page


class TestRoundEdit:
    def fields(self, **instead: Any) -> dict[str, str]:
        today = clock.today()
        values = {
            "opens_on": today,
            "closes_on": today + timedelta(days=30),
            "answers_on": today + timedelta(days=40),
            "minimum_size": 10,
            "maximum_size": 14,
            "rebook_hours": 24,
            "version": 0,
            **instead,
        }
        return {key: str(value) for key, value in values.items()}

    def test_coordinator_opens_the_applications(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        client = sign_in(make_coordinator(cohort))
        response = client.post(f"/leergroepen/{cohort.public_id}/aanmeldronde", data=self.fields())
        assert response.location == f"/leergroepen/{cohort.public_id}/aanmeldingen"
        assert session.scalars(sa.select(ApplicationRound.cohort_id)).all() == [cohort.id]

    def test_impossible_days_and_numbers_are_told_beside_their_field(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        given = self.fields(
            closes_on=clock.today() - timedelta(days=1), answers_on="31-02-2027", maximum_size=3
        )
        response = sign_in(make_coordinator(cohort)).post(
            f"/leergroepen/{cohort.public_id}/aanmeldronde", data=given
        )
        assert response.status_code == 422
        assert "Deze dag ligt voor de eerste dag." in response.text
        assert "Deze datum bestaat niet." in response.text
        assert "Dit aantal is lager dan het minimum." in response.text

    def test_other_coordinator_who_saved_first_is_shown(self, session: Session, sign_in: SignIn) -> None:
        round_ = make_round(maximum_size=12)
        cohort = cohort_of(session, round_)
        given = self.fields(maximum_size=13, version=round_.version - 1)
        response = sign_in(make_coordinator(cohort)).post(
            f"/leergroepen/{cohort.public_id}/aanmeldronde", data=given
        )
        assert response.status_code == 409
        assert "Een ander was je net voor." in response.text
        session.refresh(round_)
        assert round_.maximum_size == 12

    def test_closed_round_takes_nothing_and_opens_again(self, session: Session, sign_in: SignIn) -> None:
        round_ = make_round()
        path = f"/leergroepen/{cohort_of(session, round_).public_id}/aanmeldronde"
        client = sign_in(coordinator_of(session, round_))
        assert client.post(f"{path}/sluiten").status_code == 303
        session.refresh(round_)
        assert round_.closed_at is not None
        assert client.post(path, data=self.fields(version=round_.version)).status_code == 303
        session.refresh(round_)
        assert round_.closed_at is None

    def test_trainer_sets_no_round(self, session: Session, sign_in: SignIn) -> None:
        round_ = make_round()
        cohort = cohort_of(session, round_)
        client = sign_in(make_trainer(cohort))
        assert client.get(f"/leergroepen/{cohort.public_id}/aanmeldronde").status_code == 404


class TestApplicationsList:
    def test_drafts_are_counted_and_never_named(self, session: Session, sign_in: SignIn) -> None:
        round_ = make_round()
        make_draft(round_, given_name="Geheimpje")
        cohort = cohort_of(session, round_)
        page = sign_in(make_coordinator(cohort)).get(f"/leergroepen/{cohort.public_id}/aanmeldingen").text
        assert "1 persoon is begonnen" in page
        assert "Geheimpje" not in page

    def test_filter_shows_one_state(self, session: Session, sign_in: SignIn) -> None:
        round_ = make_round()
        make_application(round_, given_name="Wachtster", state=ApplicationState.WAITING, waiting_place=1)
        make_application(round_, given_name="Nieuweling")
        cohort = cohort_of(session, round_)
        client = sign_in(make_trainer(cohort))
        page = client.get(f"/leergroepen/{cohort.public_id}/aanmeldingen?stand=submitted").text
        assert "Nieuweling" in page
        assert "<b>Wachtster" not in page
        everybody = client.get(f"/leergroepen/{cohort.public_id}/aanmeldingen?stand=onzin").text
        assert "Wachtster" in everybody

    def test_free_place_is_proposed_to_who_waits_first(self, session: Session, sign_in: SignIn) -> None:
        round_ = make_round()
        make_application(round_, given_name="Tweede", state=ApplicationState.WAITING, waiting_place=2)
        make_application(round_, given_name="Eerste", state=ApplicationState.WAITING, waiting_place=1)
        cohort = cohort_of(session, round_)
        page = sign_in(make_coordinator(cohort)).get(f"/leergroepen/{cohort.public_id}/aanmeldingen").text
        assert "Voorstel: geef de plaats aan Eerste" in page

    def test_full_cohort_proposes_nobody(self, session: Session, sign_in: SignIn) -> None:
        round_ = make_round(minimum_size=1, maximum_size=1)
        cohort = cohort_of(session, round_)
        make_enrolment(cohort)
        make_application(round_, state=ApplicationState.WAITING, waiting_place=1)
        page = sign_in(make_coordinator(cohort)).get(f"/leergroepen/{cohort.public_id}/aanmeldingen").text
        assert "Voorstel" not in page

    def test_everybody_who_waits_is_invited_at_once(
        self, session: Session, sign_in: SignIn, mails: Mails
    ) -> None:
        round_ = make_round()
        asked = [make_application(round_), make_application(round_)]
        make_application(round_, state=ApplicationState.WAITING)
        cohort = cohort_of(session, round_)
        client = sign_in(make_trainer(cohort))
        client.post(f"/leergroepen/{cohort.public_id}/aanmeldingen/uitnodigen")
        states = session.scalars(sa.select(Application.state).order_by(Application.id)).all()
        assert states == [ApplicationState.INVITED, ApplicationState.INVITED, ApplicationState.WAITING]
        assert {mail["to"] for mail in mails()} == {row.email for row in asked}
        assert "eerst vragen" not in mails()[0]["text"]


class TestApplicationShow:
    def test_draft_is_not_found_by_anybody(self, session: Session, sign_in: SignIn) -> None:
        draft = make_draft(round_ := make_round())
        client = sign_in(coordinator_of(session, round_))
        assert client.get(f"/aanmeldingen/{draft.public_id}").status_code == 404

    def test_trainer_reads_and_does_not_decide(self, session: Session, sign_in: SignIn) -> None:
        application = make_application(round_ := make_round())
        client = sign_in(make_trainer(cohort_of(session, round_)))
        page = client.get(f"/aanmeldingen/{application.public_id}").text
        assert "eerst vragen en dan pas regelen" in page
        assert "/besluit" not in page
        assert client.get(f"/aanmeldingen/{application.public_id}/besluit").status_code == 404

    def test_trainer_of_another_cohort_finds_nothing(self, sign_in: SignIn) -> None:
        application = make_application()
        client = sign_in(make_trainer(make_cohort()))
        assert client.get(f"/aanmeldingen/{application.public_id}").status_code == 404


class TestSlotsList:
    def fields(self, held_by: Person, **instead: Any) -> dict[str, str]:
        values = {
            "held_by": held_by.public_id,
            "day": clock.today() + timedelta(days=8),
            "first": "9.30",
            "number": 3,
            "minutes": 45,
            "pause": 15,
            "place": "Kamer 3",
            **instead,
        }
        return {key: str(value) for key, value in values.items()}

    def test_series_is_offered_with_a_pause_between(self, session: Session, sign_in: SignIn) -> None:
        round_ = make_round()
        cohort = cohort_of(session, round_)
        trainer = make_trainer(cohort)
        path = f"/leergroepen/{cohort.public_id}/intakegesprekken"
        assert sign_in(trainer).post(path, data=self.fields(trainer)).status_code == 303
        starts = session.scalars(sa.select(IntakeSlot.starts_at).order_by(IntakeSlot.starts_at)).all()
        assert [clock.local(moment).strftime("%H.%M") for moment in starts] == ["09.30", "10.30", "11.30"]

    def test_past_and_doubly_booked_times_are_refused(self, session: Session, sign_in: SignIn) -> None:
        round_ = make_round()
        cohort = cohort_of(session, round_)
        trainer = make_trainer(cohort)
        make_slot(round_, days=8, hour=10, held_by_id=trainer.id)
        client = sign_in(trainer)
        path = f"/leergroepen/{cohort.public_id}/intakegesprekken"
        for given in (self.fields(trainer, day=clock.today()), self.fields(trainer)):
            response = client.post(path, data=given)
            assert response.status_code == 422
            assert "Deze tijden kunnen niet" in response.text
        assert len(session.scalars(sa.select(IntakeSlot)).all()) == 1

    def test_wrong_values_are_told_beside_their_field(self, session: Session, sign_in: SignIn) -> None:
        round_ = make_round()
        cohort = cohort_of(session, round_)
        trainer = make_trainer(cohort)
        given = self.fields(trainer, first="25.99", number="veel", place="", video_url="javascript:1")
        response = sign_in(trainer).post(f"/leergroepen/{cohort.public_id}/intakegesprekken", data=given)
        assert response.status_code == 422
        assert "Vul een tijd in, bijvoorbeeld 09.30." in response.text
        assert "Vul een heel getal in." in response.text
        assert "Vul een adres in dat met https:// begint." in response.text

    def test_a_time_that_the_clock_skips_is_refused(self, session: Session, sign_in: SignIn) -> None:
        round_ = make_round()
        cohort = cohort_of(session, round_)
        given = self.fields(trainer := make_trainer(cohort), day="2027-03-28", first="02:30")
        response = sign_in(trainer).post(f"/leergroepen/{cohort.public_id}/intakegesprekken", data=given)
        assert response.status_code == 422
        assert "Deze tijd bestaat niet op deze dag" in response.text

    def test_withdrawn_time_asks_its_applicant_to_choose_again(
        self, session: Session, sign_in: SignIn, mails: Mails
    ) -> None:
        round_ = make_round()
        application = make_application(round_, state=ApplicationState.INVITED)
        slot = make_slot(round_, application_id=application.id)
        client = sign_in(make_trainer(cohort_of(session, round_)))
        assert client.post(f"/intakegesprekken/{slot.public_id}/schrappen").status_code == 303
        assert session.scalars(sa.select(IntakeSlot)).all() == []
        assert [mail["to"] for mail in mails()] == [application.email]


class TestIntakeEdit:
    def test_begins_with_what_the_application_told(self, session: Session, sign_in: SignIn) -> None:
        application = make_application(round_ := make_round())
        client = sign_in(make_trainer(cohort_of(session, round_)))
        page = client.get(f"/aanmeldingen/{application.public_id}/intake").text
        assert "eerst vragen en dan pas regelen" in page
        assert "Acht jaar aan het loket." in page
        assert "6,5 uur per week afgesproken" in page

    def test_advice_needs_a_reason_and_makes_the_intake_held(
        self, session: Session, sign_in: SignIn, mails: Mails
    ) -> None:
        application = make_application(round_ := make_round(), state=ApplicationState.INVITED)
        client = sign_in(make_trainer(cohort_of(session, round_)))
        path = f"/aanmeldingen/{application.public_id}/intake"
        given = {"motivation": "Sterk verhaal.", "advice": "place", "advice_reason": "", "version": "0"}
        refused = client.post(path, data=given)
        assert refused.status_code == 422
        assert "Schrijf erbij waarom je dit adviseert." in refused.text
        assert client.post(path, data=given | {"advice_reason": "Past goed."}).status_code == 303
        session.refresh(application)
        assert application.state is ApplicationState.INTAKE_HELD
        assert mails() == []

    def test_record_that_somebody_else_changed_is_shown(self, session: Session, sign_in: SignIn) -> None:
        application = make_application(round_ := make_round())
        intake = make_intake(application, None, motivation="Van een collega")
        client = sign_in(make_trainer(cohort_of(session, round_)))
        response = client.post(
            f"/aanmeldingen/{application.public_id}/intake",
            data={"motivation": "Van mij", "version": str(intake.version - 1)},
        )
        assert response.status_code == 409
        assert "Van een collega" in response.text
        assert "Van mij" in response.text

    def test_record_of_a_decided_application_is_only_read(self, session: Session, sign_in: SignIn) -> None:
        application = make_application(round_ := make_round(), state=ApplicationState.PLACED)
        make_intake(application)
        client = sign_in(make_trainer(cohort_of(session, round_)))
        path = f"/aanmeldingen/{application.public_id}/intake"
        assert "Het verslag verandert niet meer." in client.get(path).text
        assert client.post(path, data={"motivation": "Anders", "version": "1"}).status_code == 409
        assert session.scalars(sa.select(Intake.motivation)).all() == [""]


class TestDecisionNew:
    def test_place_enrols_and_promises_a_letter_and_an_invitation(
        self, session: Session, sign_in: SignIn, mails: Mails
    ) -> None:
        application = make_application(round_ := make_round(), state=ApplicationState.INTAKE_HELD)
        make_intake(application)
        organisation = session.get_one(Organisation, application.organisation_id)
        client = sign_in(coordinator_of(session, round_))
        response = client.post(
            f"/aanmeldingen/{application.public_id}/besluit",
            data={"kind": "placed", "organisation": str(organisation.public_id), "passage": "Tot gauw!"},
        )
        assert response.status_code == 303
        assert len(session.scalars(sa.select(Enrolment)).all()) == 1
        told = " ".join(mail["subject"] + mail["text"] for mail in mails())
        assert "/uitnodigingen/" in told
        assert "/aanmelden/verder/" in told
        assert "Tot gauw!" not in told
        page = client.get(f"/aanmeldingen/{application.public_id}").text
        assert "Brief over de plaats" in page

    def test_place_above_the_maximum_is_refused_and_the_words_are_kept(
        self, session: Session, sign_in: SignIn
    ) -> None:
        round_ = make_round(minimum_size=1, maximum_size=1)
        make_enrolment(cohort_of(session, round_))
        application = make_application(round_)
        organisation = session.get_one(Organisation, application.organisation_id)
        response = sign_in(coordinator_of(session, round_)).post(
            f"/aanmeldingen/{application.public_id}/besluit",
            data={"kind": "placed", "organisation": str(organisation.public_id), "passage": "Tot gauw!"},
        )
        assert response.status_code == 409
        assert "Alle plaatsen zijn vergeven." in response.text
        assert "Tot gauw!" in response.text

    def test_other_organisation_must_be_chosen_first(self, session: Session, sign_in: SignIn) -> None:
        application = make_application(round_ := make_round(), organisation_id=None)
        client = sign_in(coordinator_of(session, round_))
        path = f"/aanmeldingen/{application.public_id}/besluit"
        for organisation in ("", str(make_organisation().public_id)):
            response = client.post(path, data={"kind": "placed", "organisation": organisation})
            assert response.status_code == 422

    def test_rejection_asks_for_a_reason(self, session: Session, sign_in: SignIn) -> None:
        application = make_application(round_ := make_round())
        client = sign_in(coordinator_of(session, round_))
        path = f"/aanmeldingen/{application.public_id}/besluit"
        refused = client.post(path, data={"kind": "rejected", "organisation": "", "passage": "Nee."})
        assert refused.status_code == 422
        assert "Leg in minstens 20 tekens uit" in refused.text
        reason = "Je werkt nu nog te kort met inwoners."
        given = {"kind": "rejected", "organisation": "", "passage": reason}
        assert client.post(path, data=given).status_code == 303
        session.refresh(application)
        assert application.state is ApplicationState.REJECTED

    def test_decided_application_is_not_decided_again(self, session: Session, sign_in: SignIn) -> None:
        application = make_application(round_ := make_round(), state=ApplicationState.WITHDRAWN)
        client = sign_in(coordinator_of(session, round_))
        given = {"kind": "rejected", "organisation": "", "passage": "Je aanmelding was te laat binnen."}
        response = client.post(f"/aanmeldingen/{application.public_id}/besluit", data=given)
        assert response.status_code == 409
        assert "Er is al beslist" in response.text

    def test_advice_is_proposed(self, session: Session, sign_in: SignIn) -> None:
        application = make_application(round_ := make_round(), state=ApplicationState.INTAKE_HELD)
        make_intake(application, Advice.WAITING_LIST)
        client = sign_in(coordinator_of(session, round_))
        page = client.get(f"/aanmeldingen/{application.public_id}/besluit").text
        assert 'checked id="kind-1"' in page


class TestLetters:
    def test_coordinator_reads_what_the_applicant_reads(self, session: Session, sign_in: SignIn) -> None:
        application = make_application(round_ := make_round(), state=ApplicationState.REJECTED)
        letter = make_letter(application, LetterKind.REJECTED)
        client = sign_in(coordinator_of(session, round_))
        assert "Je uren passen nu niet." in client.get(f"/aanmeldingsbrieven/{letter.public_id}").text
        answer = client.get(f"/aanmeldingsbrieven/{letter.public_id}/pdf")
        assert answer.headers["Content-Disposition"].startswith("attachment; filename")

    def test_trainer_reads_no_letters(self, session: Session, sign_in: SignIn) -> None:
        letter = make_letter(make_application(round_ := make_round(), state=ApplicationState.REJECTED))
        client = sign_in(make_trainer(cohort_of(session, round_)))
        assert client.get(f"/aanmeldingsbrieven/{letter.public_id}").status_code == 404
