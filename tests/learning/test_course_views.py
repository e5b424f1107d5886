"""The course, its modules and activities, as people meet them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.core import clock
from lms.core.files import FileKind, StoredFile, store_file
from lms.learning.models import Completion, Progress
from lms.programmes.models import ActivityKind, EvidenceKind, ReflectionForm
from tests.factories.learning import activity_of, make_progress, module_of
from tests.factories.programmes import make_activity
from tests.learning.conftest import Cast, address, text_of

SignIn = Callable[[Person], FlaskClient]
Status = Callable[[str, str], int]


class TestCourse:
    def test_modules_stand_in_order_with_own_progress(self, cast: Cast, as_participant: FlaskClient) -> None:
        make_progress(cast.enrolment, activity_of(cast.cohort, "welkom"))
        page = text_of(as_participant, "/opleiding")
        assert page.index("Kennismaken en elkaars taal") < page.index("Methodisch werken")
        assert "1 van 2 klaar" in page

    def test_a_closed_module_says_what_to_do_first(self, as_participant: FlaskClient) -> None:
        assert "Doe eerst: Kennismaken en elkaars taal" in text_of(as_participant, "/opleiding")

    def test_a_module_that_is_still_to_come_says_when(self, cast: Cast, as_participant: FlaskClient) -> None:
        with clock.moved_to(datetime(2026, 9, 12, tzinfo=UTC)):
            assert "Opent op do 8 oktober" in text_of(as_participant, "/opleiding")

    def test_who_follows_nothing_reads_what_will_come(self, cast: Cast, sign_in: SignIn) -> None:
        assert "Je volgt nog geen opleiding" in text_of(sign_in(cast.coordinator), "/opleiding")

    def test_more_activities_cost_no_more_queries(
        self, cast: Cast, as_participant: FlaskClient, count_queries: Callable[..., int]
    ) -> None:
        few = count_queries(lambda: as_participant.get("/opleiding"))
        module = module_of(cast.cohort, "kennismaken")
        for _ in range(30):
            make_activity(module)
        assert count_queries(lambda: as_participant.get("/opleiding")) == few
        assert few <= 12


class TestModuleShow:
    def test_participants_and_trainers_see_it(self, cast: Cast, status: Status) -> None:
        path = f"/modules/{module_of(cast.cohort, 'kennismaken').public_id}"
        assert status("participant", path) == 200
        assert status("trainer", path) == 200

    @pytest.mark.parametrize("role", ["other_trainer", "director", "administrator", "stranger"])
    def test_it_does_not_exist_for_others(self, cast: Cast, status: Status, role: str) -> None:
        assert status(role, f"/modules/{module_of(cast.cohort, 'kennismaken').public_id}") == 404

    def test_a_closed_module_shows_why(self, cast: Cast, as_participant: FlaskClient) -> None:
        page = text_of(as_participant, f"/modules/{module_of(cast.cohort, 'methodisch').public_id}")
        assert "Deze module is nog niet open" in page


class TestActivityShow:
    def test_a_text_is_markdown(self, cast: Cast, as_participant: FlaskClient) -> None:
        assert "<h2>Welkom</h2>" in text_of(as_participant, address(cast, "welkom"))

    def test_a_closed_activity_says_why_and_shows_no_content(
        self, cast: Cast, as_participant: FlaskClient
    ) -> None:
        page = text_of(as_participant, address(cast, "terugblik"))
        assert "Doe eerst: Lees de welkomsttekst" in page
        assert "Wat viel je op?" not in page
        assert "<textarea" not in page

    @pytest.mark.parametrize("role", ["coordinator", "other_trainer", "director", "administrator"])
    def test_it_does_not_exist_for_others(self, cast: Cast, status: Status, role: str) -> None:
        assert status(role, address(cast, "welkom")) == 404

    def test_a_trainer_reads_along_without_anything_to_do(self, cast: Cast, sign_in: SignIn) -> None:
        page = text_of(sign_in(cast.trainer), address(cast, "terugblik"))
        assert "Wat viel je op?" in page
        assert "Vink deze activiteit af" not in page
        assert "<textarea" not in page

    def test_a_reading_says_where_it_comes_from_and_what_that_is_worth(
        self, cast: Cast, as_participant: FlaskClient
    ) -> None:
        reading = make_activity(
            module_of(cast.cohort, "kennismaken"),
            kind=ActivityKind.READING,
            source="Van der Meer, Samen kijken",
            source_year=2019,
            evidence_kind=EvidenceKind.RESEARCH,
            url="https://voorbeeld.example/artikel",
        )
        page = text_of(as_participant, f"/activiteiten/{reading.public_id}")
        assert "Van der Meer, Samen kijken" in page
        assert "Wat is deze soort kennis waard?" in page

    def test_a_video_has_captions_and_a_transcript(
        self, session: Session, cast: Cast, as_participant: FlaskClient
    ) -> None:
        film, words = stored("film.webm", FileKind.WEBM), stored("film.vtt", FileKind.VTT)
        session.add_all([film, words])
        session.commit()
        video = make_activity(
            module_of(cast.cohort, "kennismaken"),
            kind=ActivityKind.VIDEO,
            file_id=film.id,
            captions_id=words.id,
            transcript="Twee mensen lopen samen op.",
        )
        page = text_of(as_participant, f"/activiteiten/{video.public_id}")
        assert "<video controls" in page
        assert 'kind="captions"' in page
        assert "Twee mensen lopen samen op." in page
        assert "autoplay" not in page

    @pytest.mark.parametrize("kind", list(ActivityKind))
    @pytest.mark.parametrize("role", ["participant", "trainer"])
    def test_every_kind_has_a_page(self, cast: Cast, status: Status, kind: ActivityKind, role: str) -> None:
        module = module_of(cast.cohort, "kennismaken")
        activity = make_activity(module, kind=kind, url="https://voorbeeld.example/")
        assert status(role, f"/activiteiten/{activity.public_id}") == 200

    @pytest.mark.parametrize("form", list(ReflectionForm))
    def test_every_reflection_form_has_its_boxes(
        self, cast: Cast, as_participant: FlaskClient, form: ReflectionForm
    ) -> None:
        module = module_of(cast.cohort, "kennismaken")
        activity = make_activity(module, kind=ActivityKind.REFLECTION, reflection_form=form)
        page = text_of(as_participant, f"/activiteiten/{activity.public_id}")
        boxes = {ReflectionForm.STARR: 6, ReflectionForm.KORTHAGEN: 5, ReflectionForm.FREE: 1}
        assert page.count("<textarea") == boxes[form]
        assert "Wie leest dit? Alleen jij." in page

    @pytest.mark.parametrize("key", ["welkom", "terugblik", "toets"])
    def test_it_costs_at_most_twelve_queries(
        self, cast: Cast, as_participant: FlaskClient, count_queries: Callable[..., int], key: str
    ) -> None:
        for other in ("welkom", "terugblik"):
            make_progress(cast.enrolment, activity_of(cast.cohort, other))
        path = address(cast, key)
        assert count_queries(lambda: as_participant.get(path)) <= 12


def stored(name: str, kind: FileKind) -> StoredFile:
    return StoredFile(name=name, kind=kind, size=8, sha256="0" * 64, stored_as=f"test-{name}")


class TestActivityDone:
    def test_a_tick_can_be_set_and_taken_away(
        self, session: Session, cast: Cast, as_participant: FlaskClient
    ) -> None:
        path = address(cast, "welkom", "/klaar")
        assert as_participant.post(path, data={"done": "yes"}).status_code == 303
        assert "Haal het vinkje weg" in text_of(as_participant, address(cast, "welkom"))
        assert as_participant.post(path, data={"done": "no"}).status_code == 303
        assert "Vink deze activiteit af" in text_of(as_participant, address(cast, "welkom"))

    def test_fields_about_requirements_change_nothing(
        self, session: Session, cast: Cast, as_participant: FlaskClient
    ) -> None:
        crafted = {
            "done": "yes",
            "state": "confirmed",
            "requirement": "intervisie",
            "reached_at": "2026-01-01",
            "confirmed_by_id": "1",
        }
        as_participant.post(address(cast, "welkom", "/klaar"), data=crafted)
        assert session.scalar(sa.select(sa.func.count()).select_from(Completion)) == 0

    def test_a_closed_activity_stays_unticked(
        self, session: Session, cast: Cast, as_participant: FlaskClient
    ) -> None:
        answer = as_participant.post(address(cast, "terugblik", "/klaar"), data={"done": "yes"})
        assert answer.status_code == 409
        assert session.scalar(sa.select(sa.func.count()).select_from(Progress)) == 0

    def test_a_trainer_cannot_tick(self, session: Session, cast: Cast, sign_in: SignIn) -> None:
        answer = sign_in(cast.trainer).post(address(cast, "welkom", "/klaar"), data={"done": "yes"})
        assert answer.status_code == 404
        assert session.scalar(sa.select(sa.func.count()).select_from(Progress)) == 0


class TestActivityFile:
    def test_only_who_sees_the_activity_gets_its_file(
        self, session: Session, cast: Cast, status: Status
    ) -> None:
        path = self.reading(session, cast)
        assert status("participant", path) == 200
        assert status("trainer", path) == 200
        assert status("stranger", path) == 404
        assert status("director", path) == 404

    def test_a_closed_activity_gives_no_file(self, session: Session, cast: Cast, status: Status) -> None:
        assert status("participant", self.reading(session, cast, requires_keys=["welkom"])) == 404

    def test_an_activity_without_file_has_none(self, cast: Cast, status: Status) -> None:
        assert status("participant", address(cast, "welkom", "/media")) == 404
        assert status("participant", address(cast, "welkom", "/media/ondertiteling")) == 404

    def reading(self, session: Session, cast: Cast, **values: Any) -> str:
        module = module_of(cast.cohort, "kennismaken")
        file = store_file(session, stream=captions(), name="tekst.vtt", allowed=frozenset({FileKind.VTT}))
        activity = make_activity(module, kind=ActivityKind.READING, file_id=file.id, **values)
        return f"/activiteiten/{activity.public_id}/media"


def captions() -> Any:
    return BytesIO(b"WEBVTT\n\n00:00.000 --> 00:02.000\nHallo\n")
