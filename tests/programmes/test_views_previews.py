"""The programme as a participant sees it, and its media."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from lms.accounts.models import Person
from tests.programmes.conftest import CAPTIONS, TEXT, WEBM, Scene

SignIn = Callable[[Person], FlaskClient]


class TestPreview:
    def test_locked_before_it_opens_and_open_after(self, scene: Scene) -> None:
        paper = scene.draft().modules[1].activities[1]
        address = f"/activiteiten/{paper.public_id}/voorbeeld?start=2026-09-10"
        early = scene.client.get(f"{address}&dag=2026-10-07").get_data(as_text=True)
        assert "Gaat open op do 8 oktober 2026." in early
        assert "Schrijf over een praktijkvraag." not in early
        first = scene.client.get(f"{address}&dag=2026-10-08").get_data(as_text=True)
        assert "Rond eerst af: Kennismaken en elkaars taal." in first
        ready = scene.client.get(f"{address}&dag=2026-10-08&klaar=1").get_data(as_text=True)
        assert "Schrijf over een praktijkvraag." in ready
        assert "klaar voor do 14 januari 2027" in ready

    def test_list_shows_locks_of_the_day(self, scene: Scene) -> None:
        address = f"/opleidingsversies/{scene.draft_id}/voorbeeld?start=2026-09-10"
        page = scene.client.get(f"{address}&dag=2026-09-10").get_data(as_text=True)
        assert "Gaat open op do 8 oktober 2026." in page
        assert "Rond eerst af: Lees de welkomsttekst." in page

    @pytest.mark.parametrize("day", ["morgen", "2026-02-31", "0001-01-01", "9999-12-31"])
    def test_day_that_does_not_exist_is_ignored_with_a_notice(self, scene: Scene, day: str) -> None:
        response = scene.client.get(f"/opleidingsversies/{scene.draft_id}/voorbeeld?dag={day}")
        assert response.status_code == 200
        assert "Die dag bestaat niet." in response.get_data(as_text=True)
        assert date(2026, 11, 26).isoformat() in response.get_data(as_text=True)


class TestMedia:
    def test_author_gets_film_and_captions(self, scene: Scene) -> None:
        module_id = scene.draft().modules[0].public_id
        data = {
            **TEXT,
            "transcript": "Hallo.",
            "file": (BytesIO(WEBM), "film.webm"),
            "captions": (BytesIO(CAPTIONS), "film.vtt"),
        }
        response = scene.client.post(f"/modules/{module_id}/activiteiten/nieuw?soort=video", data=data)
        assert response.status_code == 303
        film = scene.draft().modules[0].activities[-1]
        page = scene.client.get(f"/activiteiten/{film.public_id}/voorbeeld").get_data(as_text=True)
        assert "<track" in page
        address = f"/activiteiten/{film.public_id}/voorbeeld"
        assert scene.client.get(f"{address}/bestand").get_data() == WEBM
        captions = scene.client.get(f"{address}/ondertiteling")
        assert (captions.mimetype, captions.get_data()) == ("text/vtt", CAPTIONS)

    def test_activity_without_file_has_none(self, scene: Scene) -> None:
        address = f"/activiteiten/{scene.draft().modules[0].activities[0].public_id}/voorbeeld"
        assert scene.client.get(f"{address}/bestand").status_code == 404
        assert scene.client.get(f"{address}/ondertiteling").status_code == 404
