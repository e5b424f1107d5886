"""Drafting, publishing and editing a version as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.programmes import queries
from tests.factories.programmes import make_author, make_programme, make_version
from tests.programmes.conftest import Scene, facts_of

SignIn = Callable[[Person], FlaskClient]


class TestDraftStart:
    def test_begins_a_copy(self, session: Session, sign_in: SignIn) -> None:
        programme = make_programme()
        make_version(programme=programme)
        programme_id = programme.public_id
        client = sign_in(make_author(programme, Hat.COORDINATOR))
        response = client.post(f"/opleidingen/{programme_id}/concept")
        assert response.status_code == 303
        draft = queries.get_version(session, version_id=UUID(response.headers["Location"].rpartition("/")[2]))
        assert (draft.number, draft.is_published, len(draft.modules)) == (2, False, 2)

    def test_refused_while_there_is_one(self, scene: Scene) -> None:
        response = scene.client.post(f"/opleidingen/{scene.programme_id}/concept")
        assert response.status_code == 409
        assert "Er is al een concept" in response.get_data(as_text=True)


class TestVersionPublish:
    def test_publishes(self, scene: Scene) -> None:
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/publiceren")
        assert response.status_code == 303
        assert scene.draft().is_published

    def test_says_what_misses(self, scene: Scene) -> None:
        scene.draft().criteria[0].weight = 70
        scene.session.commit()
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/publiceren")
        assert response.status_code == 409
        assert "zijn samen 110%" in response.get_data(as_text=True)
        assert not scene.draft().is_published


class TestOrder:
    @pytest.mark.parametrize(
        ("asked", "movable"),
        [("", "-"), ("onzin", "-"), ("modules", "modules"), ("eisen", "eisen"), ("begin", "activiteiten")],
    )
    def test_only_the_list_that_was_asked_for_can_be_moved(
        self, scene: Scene, asked: str, movable: str
    ) -> None:
        module_id = str(scene.draft().modules[0].public_id)
        query = {"volgorde": module_id if asked == "begin" else asked}
        answer = scene.client.get(f"/opleidingsversies/{scene.draft_id}", query_string=query)
        targets = set(re.findall(r'formaction="/(\w+)/', answer.get_data(as_text=True)))
        assert targets == {movable} - {"-"}

    def test_what_is_published_has_no_order_to_change(self, scene: Scene) -> None:
        scene.client.post(f"/opleidingsversies/{scene.draft_id}/publiceren")
        answer = scene.client.get(f"/opleidingsversies/{scene.draft_id}?volgorde=modules")
        assert answer.status_code == 200
        assert "formaction" not in answer.get_data(as_text=True)


class TestVersionEdit:
    def test_keeps_facts_and_aims(self, scene: Scene) -> None:
        changed = facts_of(scene.draft(), **{"motto": "Verder", "aims-1-title": "Echt samenwerken"})
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/bewerken", data=changed)
        assert response.status_code == 303
        draft = scene.draft()
        assert draft.motto == "Verder"
        assert [(aim.key, aim.title) for aim in draft.aims] == [
            ("kijken", "Anders kijken"),
            ("echt-samenwerken", "Echt samenwerken"),
        ]

    def test_removed_aim_leaves_the_modules(self, scene: Scene) -> None:
        changed = facts_of(scene.draft(), **{"aims-0-remove": "y"})
        scene.client.post(f"/opleidingsversies/{scene.draft_id}/bewerken", data=changed)
        draft = scene.draft()
        assert draft.aims == []
        assert [module.aim_keys for module in draft.modules] == [[], []]

    def test_wrong_number_keeps_every_value(self, scene: Scene) -> None:
        changed = facts_of(scene.draft(), duration_weeks="veertig", summary="Mijn nieuwe samenvatting")
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/bewerken", data=changed)
        page = response.get_data(as_text=True)
        assert response.status_code == 422
        assert "Vul een heel getal in." in page
        assert "veertig" in page
        assert "Mijn nieuwe samenvatting" in page
        assert scene.draft().summary == "Een kleine opleiding."

    def test_second_tab_gets_both_texts(self, scene: Scene) -> None:
        address = f"/opleidingsversies/{scene.draft_id}/bewerken"
        first = facts_of(scene.draft(), motto="Eerste tab")
        second = facts_of(scene.draft(), motto="Tweede tab")
        assert scene.client.post(address, data=first).status_code == 303
        response = scene.client.post(address, data=second)
        page = response.get_data(as_text=True)
        assert response.status_code == 409
        assert "Eerste tab" in page
        assert "Tweede tab" in page
        assert scene.draft().motto == "Eerste tab"


class TestRubricEdit:
    def _form(self, scene: Scene, weights: tuple[int, ...]) -> dict[str, str]:
        data = {
            "title": "Beoordeling",
            "version": str(scene.draft().version),
            "conditions-0-text": "Op tijd.",
        }
        data["conditions-0-key"] = ""
        for number, weight in enumerate(weights):
            row = {"title": f"Criterium {number}", "short_title": f"C{number}", "weight": str(weight)}
            row |= {level: f"Tekst {level}" for level in ("insufficient", "sufficient", "good", "excellent")}
            data |= {f"criteria-{number}-{name}": value for name, value in row.items()}
        return data

    def test_writes_the_rubric_anew(self, scene: Scene) -> None:
        data = self._form(scene, (50, 30, 20)) | {"criteria-1-is_must_pass": "y"}
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/beoordeling", data=data)
        assert response.status_code == 303
        draft = scene.draft()
        assert [(c.weight, c.is_must_pass) for c in draft.criteria] == [(50, False), (30, True), (20, False)]
        assert [(c.key, c.text) for c in draft.conditions] == [("op-tijd", "Op tijd.")]

    def test_weights_must_make_a_hundred(self, scene: Scene) -> None:
        response = scene.client.post(
            f"/opleidingsversies/{scene.draft_id}/beoordeling", data=self._form(scene, (50, 45))
        )
        assert response.status_code == 422
        assert "De gewichten zijn samen 95%" in response.get_data(as_text=True)
        assert [c.weight for c in scene.draft().criteria] == [60, 40]

    def test_started_criterion_must_be_whole(self, scene: Scene) -> None:
        data = self._form(scene, (60, 40)) | {"criteria-1-good": ""}
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/beoordeling", data=data)
        assert response.status_code == 422
        assert "Vul hier iets in, of maak de hele rij leeg." in response.get_data(as_text=True)

    def test_removed_and_empty_criteria_do_not_count(self, scene: Scene) -> None:
        data = self._form(scene, (60, 40, 10)) | {"criteria-2-remove": "y", "criteria-2-good": ""}
        data |= {"criteria-3-title": "", "criteria-3-weight": ""}
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/beoordeling", data=data)
        assert response.status_code == 303
        assert [c.weight for c in scene.draft().criteria] == [60, 40]
