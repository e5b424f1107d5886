"""One meeting on its pages: planned, changed, moved and called off, in words and statuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import Cohort, Meeting
from tests.conftest import NOW
from tests.factories.cohorts import (
    day_parts_of,
    make_attendance,
    make_cohort,
    make_enrolment,
    make_meeting,
    make_trainer,
)

SignIn = Callable[[Person], FlaskClient]

DAY_PART = ("day_parts-0-starts", "day_parts-0-ends", "day_parts-0-net_minutes")


def word_fields(**values: str) -> dict[str, str]:
    return {"title": "Startdag", "kind": "training_day", "version": "1", **values}


def time_fields(**values: str) -> dict[str, str]:
    return {
        "held_on": "2026-12-03",
        "location": "Zaal Mergel",
        "day_parts-0-starts": "09:30",
        "day_parts-0-ends": "12:30",
        "day_parts-0-net_minutes": "165",
        "version": "1",
        **values,
    }


def meeting_fields(**values: str) -> dict[str, str]:
    return {**word_fields(), **time_fields(), **values}


def new_path(cohort: Cohort) -> str:
    return f"/leergroepen/{cohort.public_id}/bijeenkomsten/nieuw"


def path_of(meeting: Meeting, page: str = "") -> str:
    return f"/bijeenkomsten/{meeting.public_id}{page}"


class TestMeetingNew:
    def test_plans_a_meeting(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        response = sign_in(make_trainer(cohort)).post(new_path(cohort), data=meeting_fields())
        meeting = session.scalars(sa.select(Meeting).where(Meeting.cohort_id == cohort.id)).one()
        assert (response.status_code, response.location) == (303, path_of(meeting))
        assert (meeting.title, meeting.held_on) == ("Startdag", date(2026, 12, 3))
        assert [row.net_minutes for row in day_parts_of(meeting)] == [165]

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"day_parts-0-ends": "08:00"}, "Het einde ligt voor het begin."),
            ({"day_parts-0-net_minutes": "500"}, "Dit is langer dan het dagdeel duurt."),
            ({"day_parts-0-ends": ""}, "Vul allebei de tijden in."),
            (
                {"title": "", **dict.fromkeys(DAY_PART, "")},
                "Vul een begintijd in.",
            ),
            ({"day_parts-0-starts": "25:99"}, "Vul een tijd in, bijvoorbeeld 09.30."),
            ({"day_parts-1-starts": "10:00", "day_parts-1-ends": "14:00"}, "De dagdelen kloppen niet."),
            ({"held_on": "2031-01-01"}, "Deze dag valt buiten de looptijd van de leergroep."),
            ({"held_on": "29-02-2027"}, "Deze datum bestaat niet."),
            (
                {"held_on": "2027-03-28", "day_parts-0-starts": "02:30"},
                "Deze tijd bestaat niet op deze dag: dan gaat de zomertijd in",
            ),
            ({"title": "x" * 201}, "Gebruik hier niet meer dan 200 tekens."),
            ({"video_url": "javascript:alert(1)"}, "Een link begint met https:// en bevat geen spaties."),
        ],
    )
    def test_refuses_beside_the_field(
        self, session: Session, sign_in: SignIn, values: dict[str, str], sentence: str
    ) -> None:
        cohort = make_cohort()
        response = sign_in(make_trainer(cohort)).post(new_path(cohort), data=meeting_fields(**values))
        assert response.status_code == 422
        assert sentence in response.text
        assert "Kijk dit nog even na" in response.text
        assert 'value="Zaal Mergel"' in response.text
        assert not session.scalars(sa.select(Meeting).where(Meeting.cohort_id == cohort.id)).all()


class TestMeetingEdit:
    def test_stale_change_is_a_conflict(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        meeting = make_meeting(cohort, title="Door een ander bewaard")
        response = sign_in(make_trainer(cohort)).post(
            path_of(meeting, "/bewerken"), data=word_fields(version="9")
        )
        assert response.status_code == 409
        assert "Door een ander bewaard" in response.text
        assert 'value="Startdag"' in response.text

    def test_saves_the_words(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        meeting = make_meeting(cohort)
        data = word_fields(kind="closing", video_url="https://video.example/kamer")
        response = sign_in(make_trainer(cohort)).post(path_of(meeting, "/bewerken"), data=data)
        assert response.status_code == 303
        session.expire_all()
        assert (meeting.title, meeting.kind) == ("Startdag", "closing")
        assert meeting.video_url == "https://video.example/kamer"


class TestMeetingMove:
    def test_shows_what_follows_before_it_saves(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        make_enrolment(cohort)
        meeting = make_meeting(cohort)
        client = sign_in(make_trainer(cohort))
        response = client.post(path_of(meeting, "/verzetten"), data=time_fields())
        assert response.status_code == 200
        assert "Bericht krijgen: 1 deelnemer en 1 opleider." in response.text
        session.expire_all()
        assert meeting.held_on == date(2026, 11, 26)

    def seen(self, **values: str) -> dict[str, str]:
        return time_fields(seen="2026-12-03 09:30-12:30 Zaal Mergel", **values)

    def test_a_meeting_without_place_moves_too(self, session: Session, sign_in: SignIn) -> None:
        meeting = make_meeting(make_cohort(), location="")
        client = sign_in(make_trainer(session.get_one(Cohort, meeting.cohort_id)))
        data = time_fields(location="")
        page = client.post(path_of(meeting, "/verzetten"), data=data).text
        shown = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
        response = client.post(path_of(meeting, "/verzetten"), data={**data, "seen": shown})
        assert response.status_code == 303

    def test_moves_after_it_was_seen_and_keeps_the_old_time_in_sight(
        self, session: Session, sign_in: SignIn
    ) -> None:
        cohort = make_cohort()
        meeting = make_meeting(cohort)
        client = sign_in(make_trainer(cohort))
        response = client.post(path_of(meeting, "/verzetten"), data=self.seen(reason="Zaal bezet"))
        assert (response.status_code, response.location) == (303, path_of(meeting))
        page = client.get(response.location).text
        assert "was do 26 november 2026, 09.30 uur" in page
        assert "Zaal bezet" in page
        listed = client.get(f"/leergroepen/{cohort.public_id}/bijeenkomsten").text
        assert "was do 26 november 2026, 09.30 uur" in listed

    def test_other_times_than_those_seen_are_shown_again(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        meeting = make_meeting(cohort)
        response = sign_in(make_trainer(cohort)).post(
            path_of(meeting, "/verzetten"), data=self.seen(held_on="2026-12-10")
        )
        assert response.status_code == 200
        session.expire_all()
        assert meeting.held_on == date(2026, 11, 26)

    def test_second_tab_loses_with_both_texts(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        meeting = make_meeting(cohort)
        client = sign_in(make_trainer(cohort))
        client.post(path_of(meeting, "/verzetten"), data=self.seen())
        data = self.seen(held_on="2026-12-17")
        response = client.post(path_of(meeting, "/verzetten"), data=data)
        assert response.status_code == 409
        assert "Een ander was je net voor." in response.text
        assert 'value="2026-12-17"' in response.text

    def test_held_meeting_is_refused_in_words(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        meeting = make_meeting(cohort)
        make_attendance(day_parts_of(meeting)[0], make_enrolment(cohort))
        response = sign_in(make_trainer(cohort)).post(path_of(meeting, "/verzetten"), data=time_fields())
        assert response.status_code == 409
        assert "De aanwezigheid is vastgelegd." in response.text


class TestMeetingCancel:
    def seen(self, part: str, **values: str) -> dict[str, str]:
        return {"part": part, "reason": "IJzel", "seen": f"1 {part}", **values}

    def test_shows_what_follows_before_it_happens(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        make_enrolment(cohort)
        meeting = make_meeting(cohort)
        client = sign_in(make_trainer(cohort))
        page = client.post(path_of(meeting, "/afgelasten"), data={"part": "whole", "reason": "IJzel"})
        assert page.status_code == 200
        assert "De hele bijeenkomst van do 26 november 2026 gaat niet door." in page.text
        assert "Bericht krijgen: 1 deelnemer en 1 opleider." in page.text
        session.expire_all()
        assert meeting.cancelled_at is None

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({}, "Kies wat er niet doorgaat."),
            ({"part": "whole"}, "Schrijf waarom het niet doorgaat."),
            ({"part": "whole", "reason": "   "}, "Schrijf waarom het niet doorgaat."),
            ({"reason": "IJzel"}, "Kies wat er niet doorgaat."),
        ],
    )
    def test_asks_what_and_why(
        self, session: Session, sign_in: SignIn, values: dict[str, str], sentence: str
    ) -> None:
        cohort = make_cohort()
        meeting = make_meeting(cohort)
        response = sign_in(make_trainer(cohort)).post(path_of(meeting, "/afgelasten"), data=values)
        assert response.status_code == 422
        assert sentence in response.text
        session.expire_all()
        assert meeting.cancelled_at is None

    def test_what_changed_meanwhile_is_shown_again(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        meeting = make_meeting(cohort)
        client = sign_in(make_trainer(cohort))
        client.post(path_of(meeting, "/bewerken"), data=word_fields(title="Nieuwe naam"))
        response = client.post(path_of(meeting, "/afgelasten"), data=self.seen("whole"))
        assert (response.status_code, 'value="2 whole"' in response.text) == (200, True)
        session.expire_all()
        assert meeting.cancelled_at is None

    def test_is_shown_in_the_list_with_its_reason_on_the_page(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        meeting = make_meeting(cohort, held_on=date(2026, 12, 3))
        client = sign_in(make_trainer(cohort))
        response = client.post(path_of(meeting, "/afgelasten"), data=self.seen("whole"))
        assert response.status_code == 303
        assert "IJzel" in client.get(response.location).text
        assert "afgelast" in client.get(f"/leergroepen/{cohort.public_id}/bijeenkomsten").text

    def test_one_day_part_is_called_off(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        meeting = make_meeting(cohort)
        morning, afternoon = day_parts_of(meeting)
        data = self.seen(str(afternoon.public_id))
        response = sign_in(make_trainer(cohort)).post(path_of(meeting, "/afgelasten"), data=data)
        assert response.status_code == 303
        session.expire_all()
        assert (morning.cancelled_at, afternoon.cancelled_at) == (None, NOW)
        assert meeting.cancelled_at is None

    def test_a_day_part_of_another_meeting_is_refused(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        meeting, other = make_meeting(cohort), make_meeting(cohort)
        data = self.seen(str(day_parts_of(other)[0].public_id))
        response = sign_in(make_trainer(cohort)).post(path_of(meeting, "/afgelasten"), data=data)
        assert response.status_code == 422
        session.expire_all()
        assert meeting.cancelled_at is None

    def test_cancelling_twice_is_refused_in_words(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        meeting = make_meeting(cohort, cancelled_at=NOW)
        response = sign_in(make_trainer(cohort)).post(
            path_of(meeting, "/afgelasten"), data=self.seen("whole")
        )
        assert response.status_code == 409
        assert "Deze bijeenkomst is afgelast" in response.text
