from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.agreements.models import Signature
from lms.core import clock
from lms.reminders import queries, rules
from lms.reminders.models import Reminder, ReminderDelivery
from tests.factories.agreements import make_agreement
from tests.factories.reminders import make_reminder
from tests.reminders.conftest import House

SignIn = Callable[[Person], FlaskClient]


class TestPages:
    def test_preview_shows_who_and_why_and_saves_nothing(
        self, session: Session, house: House, sign_in: SignIn
    ) -> None:
        values = {"subject": "statement", "days": "90", "moment": "after_start"}
        answer = sign_in(house.trainer).post(f"{house.address}/nieuw", data={**values, "preview": "1"})
        assert answer.status_code == 200
        assert "Noor" in answer.text
        assert "tekende de geheimhoudingsverklaring nog niet" in answer.text
        assert "Ida" not in answer.text
        assert "gaat weg op wo 9 december 2026, 09.00 uur" in answer.text
        assert session.scalar(sa.select(sa.func.count(Reminder.id))) == 0

    def test_new_form_proposes_a_moment_that_is_still_to_come(self, house: House, sign_in: SignIn) -> None:
        client = sign_in(house.trainer)
        days = rules.first_days(house.cohort.starts_on, day=clock.today())
        assert f'value="{days}"' in client.get(f"{house.address}/nieuw").text
        values = {"subject": "statement", "days": days, "moment": "after_start", "preview": "1"}
        assert client.post(f"{house.address}/nieuw", data=values).status_code == 200

    @pytest.mark.parametrize(("gone_by", "days"), [(-30, 7), (0, 7), (6, 7), (77, 78), (179, 180), (180, 7)])
    def test_a_week_or_tomorrow(self, gone_by: int, days: int) -> None:
        start = date(2026, 9, 10)
        assert rules.first_days(start, day=start + timedelta(days=gone_by)) == days

    def test_plan_look_send_and_stop(self, session: Session, house: House, sign_in: SignIn) -> None:
        client = sign_in(house.coordinator)
        values = {"subject": "statement", "days": "90", "moment": "after_start"}
        made = client.post(f"{house.address}/nieuw", data=values)
        assert made.status_code == 303
        page = client.get(made.location)
        assert "Stuur nu aan 2 mensen" in page.text
        assert client.post(f"{made.location}/versturen").status_code == 303
        assert "Stuur nu" not in client.get(made.location).text
        assert session.scalar(sa.select(sa.func.count(ReminderDelivery.id))) == 2
        again = client.post(f"{made.location}/versturen")
        assert again.status_code == 409
        assert "Er is niemand meer te herinneren." in again.text
        assert client.post(f"{made.location}/stoppen").status_code == 303
        assert "Gestopt" in client.get(house.address).text
        assert client.get(f"{made.location}/bewerken").status_code == 409

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"days": "-1"}, "Kies een getal van 0 tot en met 180."),
            ({"days": "veel"}, "Vul een"),
            ({"moment": "before_deadline"}, "Hiervoor is geen uiterste dag."),
            ({"moment": "before_start"}, "Dit moment is al voorbij: vr 12 juni 2026."),
        ],
    )
    def test_bad_input_gets_its_sentence(
        self, house: House, sign_in: SignIn, values: dict[str, str], words: str
    ) -> None:
        typed = {"subject": "statement", "days": "90", "moment": "after_start", **values}
        answer = sign_in(house.trainer).post(f"{house.address}/nieuw", data=typed)
        assert answer.status_code == 422
        assert words in answer.text

    def test_the_list_of_managers_says_whom_it_leaves_out(
        self, session: Session, house: House, sign_in: SignIn
    ) -> None:
        make_agreement(house.noor, completed_at=None)
        session.execute(sa.delete(Signature))
        session.commit()
        values = {"subject": "manager_signature", "days": "90", "moment": "after_start", "preview": "1"}
        page = sign_in(house.coordinator).post(f"{house.address}/nieuw", data=values).text
        assert "die geen herinnering meer wil, staat hier niet bij" in page

    def test_trainer_cannot_choose_a_link(self, house: House, sign_in: SignIn) -> None:
        typed = {"subject": "manager_signature", "days": "90", "moment": "after_start"}
        assert sign_in(house.trainer).post(f"{house.address}/nieuw", data=typed).status_code == 422
        assert sign_in(house.coordinator).post(f"{house.address}/nieuw", data=typed).status_code == 303

    def test_an_edited_reminder_has_its_new_moment(
        self, session: Session, house: House, sign_in: SignIn
    ) -> None:
        reminder = make_reminder(house.cohort)
        client, address = sign_in(house.trainer), f"/herinneringen/{reminder.public_id}/bewerken"
        assert 'value="100"' in client.get(address).text
        subject = f"paper:{house.assignment.public_id}"
        typed = {"subject": subject, "days": "3", "moment": "before_deadline", "version": "1"}
        assert client.post(address, data=typed).status_code == 303
        session.expire_all()
        changed = queries.get_reminder(session, reminder_id=reminder.public_id)
        assert rules.moment_of(changed) == datetime(2026, 12, 7, 8, tzinfo=UTC)

    def test_list_names_what_and_when(self, house: House, sign_in: SignIn) -> None:
        client = sign_in(house.trainer)
        assert "Nog geen herinneringen" in client.get(house.address).text
        make_reminder(house.cohort)
        page = client.get(house.address).text
        assert "Geheimhoudingsverklaring niet getekend" in page
        assert "100 dagen na de start van de leergroep" in page
        assert "nog niemand" in page

    def test_participant_finds_nothing(self, session: Session, house: House, sign_in: SignIn) -> None:
        reminder = make_reminder(house.cohort)
        client = sign_in(session.get_one(Person, house.noor.person_id))
        assert client.get(house.address).status_code == 404
        assert client.get(f"/herinneringen/{reminder.public_id}").status_code == 404
        assert client.post(f"/herinneringen/{reminder.public_id}/versturen").status_code == 404
