"""What authors do with modules."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.accounts.models import Person
from tests.programmes.conftest import MODULE, Scene

SignIn = Callable[[Person], FlaskClient]


class TestModules:
    def test_new_module_comes_last(self, scene: Scene) -> None:
        data = {**MODULE, "aim_keys": ["kijken"], "requires_keys": ["kennismaken"]}
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/modules/nieuw", data=data)
        assert response.status_code == 303
        module = scene.draft().modules[-1]
        assert (module.title, module.key, module.position) == ("Nieuw", "nieuw", 3)
        assert (module.aim_keys, module.requires_keys) == (["kijken"], ["kennismaken"])

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"title": ""}, "Vul de titel van de module in."),
            ({"title": "x" * 201}, "niet meer dan 200 tekens"),
            ({"opens_after_weeks": "9", "planned_until_week": "5"}, "ligt voor de opening"),
            ({"planned_until_week": "999999999999999999999"}, "Kies een getal van 0 tot en met"),
            ({"planned_until_week": "1,5"}, "Vul een heel getal in."),
        ],
    )
    def test_wrong_module_is_refused_with_its_text_kept(
        self, scene: Scene, wrong: dict[str, str], words: str
    ) -> None:
        data = {**MODULE, "summary": "Dit blijft staan", **wrong}
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/modules/nieuw", data=data)
        page = response.get_data(as_text=True)
        assert response.status_code == 422
        assert words in page
        assert "Dit blijft staan" in page
        assert "Vul een heel getal in. Kies" not in page
        assert len(scene.draft().modules) == 2

    def test_unknown_aim_is_refused(self, scene: Scene) -> None:
        data = {**MODULE, "aim_keys": ["bestaat-niet"]}
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/modules/nieuw", data=data)
        assert response.status_code == 422

    def test_second_tab_gets_both_texts(self, scene: Scene) -> None:
        address = f"/modules/{scene.draft().modules[0].public_id}/bewerken"
        first = {**MODULE, "title": "Eerste tab", "version": "1"}
        assert scene.client.post(address, data=first).status_code == 303
        response = scene.client.post(address, data={**first, "title": "Tweede tab"})
        page = response.get_data(as_text=True)
        assert response.status_code == 409
        assert "Eerste tab" in page
        assert "Tweede tab" in page
        assert scene.draft().modules[0].title == "Eerste tab"

    @pytest.mark.parametrize("stamp", ["", "abc", "-1", "²", "9" * 30])
    def test_nonsense_for_a_version_matches_nothing(self, scene: Scene, stamp: str) -> None:
        address = f"/modules/{scene.draft().modules[0].public_id}/bewerken"
        assert scene.client.post(address, data={**MODULE, "version": stamp}).status_code == 409

    def test_move_swaps_neighbours_and_stops_at_the_end(self, scene: Scene) -> None:
        address = f"/modules/{scene.draft().modules[0].public_id}/verplaatsen"
        assert scene.client.post(address, data={"direction": "down"}).status_code == 303
        assert [m.key for m in scene.draft().modules] == ["methodisch", "kennismaken"]
        scene.client.post(address, data={"direction": "down"})
        assert [m.key for m in scene.draft().modules] == ["methodisch", "kennismaken"]
        scene.client.post(address, data={"direction": "up"})
        assert [m.key for m in scene.draft().modules] == ["kennismaken", "methodisch"]

    def test_delete_refuses_what_others_need(self, scene: Scene) -> None:
        response = scene.client.post(f"/modules/{scene.draft().modules[0].public_id}/verwijderen")
        assert response.status_code == 409
        assert "Iets anders heeft dit nodig." in response.get_data(as_text=True)
        assert len(scene.draft().modules) == 2

    def test_delete_refuses_what_a_requirement_names(self, scene: Scene) -> None:
        response = scene.client.post(f"/modules/{scene.draft().modules[1].public_id}/verwijderen")
        assert response.status_code == 409
        assert len(scene.draft().modules) == 2

    def test_delete_refuses_what_an_activity_elsewhere_needs(self, scene: Scene) -> None:
        draft = scene.draft()
        draft.modules[1].requires_keys, draft.requirements[0].module_key = [], None
        draft.modules[1].activities[1].requires_keys = ["welkom"]
        module_id = draft.modules[0].public_id
        scene.session.commit()
        assert scene.client.post(f"/modules/{module_id}/verwijderen").status_code == 409
        assert len(scene.draft().modules) == 2

    def test_delete_takes_the_activities_along(self, scene: Scene) -> None:
        draft = scene.draft()
        draft.requirements[2].module_key = None
        module_id, activity_id = draft.modules[1].public_id, draft.modules[1].activities[0].public_id
        scene.session.commit()
        assert scene.client.post(f"/modules/{module_id}/verwijderen").status_code == 303
        assert [m.key for m in scene.draft().modules] == ["kennismaken"]
        assert scene.client.get(f"/activiteiten/{activity_id}/voorbeeld").status_code == 404
