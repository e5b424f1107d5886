"""What authors do with activities, questions and requirements."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.programmes import queries
from lms.programmes.models import ActivityKind
from tests.programmes.conftest import CAPTIONS, QUESTION, REQUIREMENT, TEXT, WEBM, Scene

SignIn = Callable[[Person], FlaskClient]


class TestActivities:
    @pytest.mark.parametrize(
        ("kind", "extra"),
        [
            (ActivityKind.TEXT, {}),
            (ActivityKind.PREPARATION, {}),
            (ActivityKind.PAPER, {}),
            (ActivityKind.SELF_CHECK, {}),
            (ActivityKind.LINK, {"url": "https://example.org/x"}),
            (ActivityKind.REFLECTION, {"reflection_form": "korthagen"}),
            (
                ActivityKind.READING,
                {"source": "Iemand: Iets", "source_year": "1999", "evidence_kind": "research"},
            ),
        ],
    )
    def test_new_activity_of_every_kind_comes_last(
        self, scene: Scene, kind: ActivityKind, extra: dict[str, str]
    ) -> None:
        address = f"/modules/{scene.draft().modules[0].public_id}/activiteiten/nieuw?soort={kind}"
        data = {**TEXT, **extra, "is_required": "y", "due_after_weeks": "3", "requires_keys": ["welkom"]}
        assert scene.client.post(address, data=data).status_code == 303
        activity = scene.draft().modules[0].activities[-1]
        assert (activity.kind, activity.key, activity.position) == (kind, "lees-dit", 3)
        assert (activity.due_after_weeks, activity.requires_keys) == (3, ["welkom"])
        assert activity.url == extra.get("url", "")

    @pytest.mark.parametrize(
        ("kind", "extra", "words"),
        [
            ("text", {"body": ""}, "Schrijf de tekst."),
            ("text", {"minutes": "-1"}, "Kies een getal van 0 tot en met 60000."),
            ("text", {"requires_keys": ["paper"]}, ""),
            ("link", {"url": ""}, "Vul het adres op internet in."),
            ("link", {"url": "javascript:alert(1)"}, "dat begint met https://"),
            ("reflection", {}, "Kies een vorm."),
            ("reading", {"source": "X", "evidence_kind": "research", "source_year": "x"}, "heel getal"),
            ("video", {"transcript": "Hallo"}, "Kies een bestand met ondertiteling."),
        ],
    )
    def test_wrong_activity_is_refused_with_its_text_kept(
        self, scene: Scene, kind: str, extra: dict[str, str], words: str
    ) -> None:
        address = f"/modules/{scene.draft().modules[0].public_id}/activiteiten/nieuw?soort={kind}"
        response = scene.client.post(address, data={**TEXT, "title": "Blijft staan", **extra})
        page = response.get_data(as_text=True)
        assert response.status_code == 422
        assert words in page
        assert "Blijft staan" in page
        assert len(scene.draft().modules[0].activities) == 2

    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (b"", "film.webm", "Dit bestand is leeg."),
            (b"MZ", "film.webm", "Dit soort bestand kan hier niet."),
            (WEBM, "film.mp4", "Dit soort bestand kan hier niet."),
        ],
    )
    def test_wrong_file_is_refused_beside_its_field(
        self, scene: Scene, content: bytes, name: str, words: str
    ) -> None:
        address = f"/modules/{scene.draft().modules[0].public_id}/activiteiten/nieuw?soort=video"
        data = {
            **TEXT,
            "transcript": "Hallo.",
            "file": (BytesIO(content), name),
            "captions": (BytesIO(CAPTIONS), "film.vtt"),
        }
        response = scene.client.post(address, data=data)
        assert response.status_code == 422
        assert words in response.get_data(as_text=True)
        assert len(scene.draft().modules[0].activities) == 2

    def test_unknown_kind_asks_to_choose(self, scene: Scene) -> None:
        address = f"/modules/{scene.draft().modules[0].public_id}/activiteiten/nieuw?soort=film"
        assert "Vakliteratuur" in scene.client.get(address).get_data(as_text=True)

    def test_edit_keeps_kind_and_place(self, scene: Scene) -> None:
        activity = scene.draft().modules[0].activities[0]
        data = {**TEXT, "title": "Lees dit eerst", "version": "1"}
        assert scene.client.post(f"/activiteiten/{activity.public_id}/bewerken", data=data).status_code == 303
        changed = scene.draft().modules[0].activities[0]
        assert (changed.title, changed.key, changed.kind) == ("Lees dit eerst", "welkom", ActivityKind.TEXT)
        assert not changed.is_required

    def test_second_tab_gets_both_texts(self, scene: Scene) -> None:
        address = f"/activiteiten/{scene.draft().modules[0].activities[0].public_id}/bewerken"
        first = {**TEXT, "body": "Tekst van de eerste tab", "version": "1"}
        assert scene.client.post(address, data=first).status_code == 303
        response = scene.client.post(address, data={**first, "body": "Tekst van de tweede tab"})
        page = response.get_data(as_text=True)
        assert response.status_code == 409
        assert "Tekst van de eerste tab" in page
        assert "Tekst van de tweede tab" in page
        assert scene.draft().modules[0].activities[0].body == "Tekst van de eerste tab"

    def test_move_stays_inside_the_module(self, scene: Scene) -> None:
        address = f"/activiteiten/{scene.draft().modules[0].activities[1].public_id}/verplaatsen"
        answer = scene.client.post(address, data={"direction": "down"})
        assert [a.key for a in scene.draft().modules[0].activities] == ["welkom", "terugblik"]
        assert "een plaats hoger" in scene.client.get(answer.location).get_data(as_text=True)
        scene.client.post(address, data={"direction": "up"})
        assert [a.key for a in scene.draft().modules[0].activities] == ["terugblik", "welkom"]

    def test_delete_refuses_what_others_need(self, scene: Scene) -> None:
        welcome, look_back = scene.draft().modules[0].activities
        first, second = welcome.public_id, look_back.public_id
        assert scene.client.post(f"/activiteiten/{first}/verwijderen").status_code == 409
        assert scene.client.post(f"/activiteiten/{second}/verwijderen").status_code == 303
        assert [a.key for a in scene.draft().modules[0].activities] == ["welkom"]

    def test_file_of_a_reading_can_be_taken_away(self, scene: Scene) -> None:
        address = f"/modules/{scene.draft().modules[0].public_id}/activiteiten/nieuw?soort=reading"
        data = {**TEXT, "source": "X", "source_year": "1999", "evidence_kind": "research"}
        pdf = (BytesIO(PDF), "artikel.pdf")
        assert scene.client.post(address, data={**data, "file": pdf}).status_code == 303
        reading = scene.draft().modules[0].activities[-1]
        assert reading.file_id is not None
        edit = {**data, "remove_file": "y", "version": str(reading.version)}
        scene.client.post(f"/activiteiten/{reading.public_id}/bewerken", data=edit)
        assert scene.draft().modules[0].activities[-1].file_id is None


def _pdf() -> bytes:
    from pypdf import PdfWriter

    writer, target = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(target)
    return target.getvalue()


PDF = _pdf()


class TestQuestions:
    def _check(self, scene: Scene) -> tuple[str, str, int]:
        check = scene.draft().modules[1].activities[0]
        return (
            f"/activiteiten/{check.public_id}/vragen",
            f"/vragen/{check.questions[0].public_id}",
            check.version,
        )

    def _questions(self, scene: Scene) -> list[tuple[str, list[tuple[str, bool]]]]:
        scene.session.expire_all()
        public_id = scene.draft().modules[1].activities[0].public_id
        check = queries.get_activity(scene.session, activity_id=public_id)
        return [(q.prompt, [(o.label, o.is_right) for o in q.options]) for q in check.questions]

    def test_new_question_comes_last(self, scene: Scene) -> None:
        listed, _one, version = self._check(scene)
        data = {**QUESTION, "version": str(version), "options-2-label": "", "options-2-is_right": "y"}
        assert scene.client.post(f"{listed}/nieuw", data=data).status_code == 303
        assert self._questions(scene)[-1] == ("Wat nu?", [("Dit", True), ("Dat", False)])

    def test_edit_writes_the_answers_anew(self, scene: Scene) -> None:
        _listed, one, version = self._check(scene)
        data = {**QUESTION, "version": str(version)}
        assert scene.client.post(f"{one}/bewerken", data=data).status_code == 303
        assert self._questions(scene) == [("Wat nu?", [("Dit", True), ("Dat", False)])]

    def test_second_tab_gets_both_texts(self, scene: Scene) -> None:
        _listed, one, version = self._check(scene)
        data = {**QUESTION, "version": str(version)}
        assert scene.client.post(f"{one}/bewerken", data=data).status_code == 303
        response = scene.client.post(f"{one}/bewerken", data={**data, "prompt": "Tweede tab?"})
        assert response.status_code == 409
        assert "Tweede tab?" in response.get_data(as_text=True)

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"options-1-label": ""}, "Schrijf minstens twee antwoorden."),
            ({"options-0-is_right": ""}, "Kruis aan welk antwoord goed is."),
            ({"prompt": ""}, "Schrijf de vraag op."),
        ],
    )
    def test_wrong_question_is_refused(self, scene: Scene, wrong: dict[str, str], words: str) -> None:
        listed, _one, version = self._check(scene)
        data = {**QUESTION, "version": str(version), **wrong}
        data = {name: value for name, value in data.items() if value or name != "options-0-is_right"}
        response = scene.client.post(f"{listed}/nieuw", data=data)
        assert response.status_code == 422
        assert words in response.get_data(as_text=True)
        assert len(self._questions(scene)) == 1

    def test_move_and_delete(self, scene: Scene) -> None:
        listed, one, version = self._check(scene)
        scene.client.post(f"{listed}/nieuw", data={**QUESTION, "version": str(version)})
        scene.client.post(f"{one}/verplaatsen", data={"direction": "down"})
        assert [prompt for prompt, _ in self._questions(scene)] == ["Wat nu?", "Wat vraag je eerst?"]
        scene.client.post(f"{one}/verwijderen")
        assert [prompt for prompt, _ in self._questions(scene)] == ["Wat nu?"]


class TestRequirements:
    def test_new_requirement_comes_last(self, scene: Scene) -> None:
        data = {**REQUIREMENT, "module_key": "kennismaken", "is_on_route": "y"}
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/eisen/nieuw", data=data)
        assert response.status_code == 303
        requirement = scene.draft().requirements[-1]
        assert (requirement.key, requirement.module_key, requirement.position) == ("bewijs", "kennismaken", 4)
        assert requirement.is_on_route

    @pytest.mark.parametrize("wrong", [{"target": "0"}, {"kind": "tick"}, {"module_key": "x"}, {"title": ""}])
    def test_wrong_requirement_is_refused(self, scene: Scene, wrong: dict[str, str]) -> None:
        address = f"/opleidingsversies/{scene.draft_id}/eisen/nieuw"
        assert scene.client.post(address, data={**REQUIREMENT, **wrong}).status_code == 422
        assert len(scene.draft().requirements) == 3

    def test_edit_move_and_delete(self, scene: Scene) -> None:
        address = f"/eisen/{scene.draft().requirements[0].public_id}"
        edit = {**REQUIREMENT, "title": "Anders", "version": "1"}
        assert scene.client.post(f"{address}/bewerken", data=edit).status_code == 303
        assert scene.client.post(f"{address}/bewerken", data=edit).status_code == 409
        scene.client.post(f"{address}/verplaatsen", data={"direction": "down"})
        assert [r.title for r in scene.draft().requirements][:2] == ["Genoeg aanwezig", "Anders"]
        assert scene.client.post(f"{address}/verwijderen").status_code == 303
        assert [r.key for r in scene.draft().requirements] == ["aanwezigheid", "paper"]
