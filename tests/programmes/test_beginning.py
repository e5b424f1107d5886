"""A programme begins, empty or from a template, and gets another title."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.programmes import queries
from lms.programmes.models import Programme, ProgrammeVersion
from lms.programmes.template_files import name_templates
from tests.factories.accounts import make_hat, make_person
from tests.factories.programmes import make_programme, make_version
from tests.programmes.conftest import Scene

SignIn = Callable[[Person], FlaskClient]
NEW = {
    "title": "Samen leren",
    "short_title": "Samen",
    "start": "empty",
    "duration_weeks": "20",
    "study_load_hours": "80",
    "aims": "Anders kijken\n\n Anders werken ",
    "module_title": "Kennismaken",
    "module_short_title": "Kennis",
}


@pytest.fixture
def coordinator(sign_in: SignIn) -> FlaskClient:
    person = make_person()
    make_hat(person, Hat.COORDINATOR)
    return sign_in(person)


def draft_of(session: Session, title: str) -> ProgrammeVersion:
    programme = queries.find_programme_by_title(session, title=title)
    assert programme is not None
    draft = queries.find_draft(session, programme=programme)
    assert draft is not None
    return queries.get_whole_version(session, version_id=draft.id)


class TestProgrammeNew:
    def test_it_begins_with_aims_and_a_first_module(self, coordinator: FlaskClient, session: Session) -> None:
        answer = coordinator.post("/opleidingen/nieuw", data=NEW)
        assert answer.status_code == 303
        draft = draft_of(session, "Samen leren")
        assert [aim.title for aim in draft.aims] == ["Anders kijken", "Anders werken"]
        assert [(m.title, m.short_title) for m in draft.modules] == [("Kennismaken", "Kennis")]
        assert (draft.duration_weeks, draft.study_load_hours) == (20, 80)

    def test_whoever_begins_it_works_on_it_and_nobody_else(
        self, coordinator: FlaskClient, sign_in: SignIn
    ) -> None:
        address = str(coordinator.post("/opleidingen/nieuw", data=NEW).location)
        assert coordinator.get(f"{address}/bewerken").status_code == 200
        stranger = make_person()
        make_hat(stranger, Hat.COORDINATOR)
        assert sign_in(stranger).get(address).status_code == 404

    def test_a_template_brings_its_own_content(self, coordinator: FlaskClient, session: Session) -> None:
        key = next(iter(name_templates()))
        data = {"title": "Eigen naam", "short_title": "Eigen", "start": key}
        assert coordinator.post("/opleidingen/nieuw", data=data).status_code == 303
        assert len(draft_of(session, "Eigen naam").modules) > 3

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"title": ""}, "Vul de titel van de opleiding in."),
            ({"aims": " \n"}, "Schrijf minstens één doel."),
            ({"aims": "x" * 121}, "hooguit 120 tekens"),
            ({"module_title": ""}, "Vul de titel van de eerste module in."),
            ({"duration_weeks": ""}, "hoeveel weken"),
            ({"duration_weeks": "veel"}, "Vul een heel getal in."),
            ({"start": "../geheim"}, "Waar begin je mee?"),
        ],
    )
    def test_what_is_missing_is_asked_and_all_values_stay(
        self, coordinator: FlaskClient, session: Session, wrong: dict[str, str], words: str
    ) -> None:
        answer = coordinator.post("/opleidingen/nieuw", data={**NEW, **wrong})
        assert answer.status_code == 422
        assert "niet verplicht" not in answer.text
        assert words in answer.text.partition("error-summary")[2]
        assert 'value="Samen"' in answer.text
        assert not session.scalars(sa.select(Programme).where(Programme.short_title == "Samen")).all()

    def test_a_title_that_is_taken_is_refused_whatever_its_case(self, coordinator: FlaskClient) -> None:
        make_version(programme=make_programme(title="samen LEREN"))
        answer = coordinator.post("/opleidingen/nieuw", data=NEW)
        assert answer.status_code == 422
        assert "Er is al een opleiding met deze titel." in answer.text

    @pytest.mark.parametrize("hat", [None, Hat.TRAINER, Hat.DIRECTOR, Hat.ADMINISTRATOR])
    def test_nobody_else_begins_one(self, sign_in: SignIn, hat: Hat | None) -> None:
        person = make_person()
        if hat is not None:
            make_hat(person, hat)
        client = sign_in(person)
        assert client.get("/opleidingen/nieuw").status_code == 403
        assert client.post("/opleidingen/nieuw", data=NEW).status_code == 403


class TestProgrammeEdit:
    def path(self, scene: Scene) -> str:
        return f"/opleidingen/{scene.programme_id}/bewerken"

    def test_it_gets_another_title(self, scene: Scene) -> None:
        data = {"title": "Nieuwe naam", "short_title": "Nieuw", "version": "1"}
        assert scene.client.post(self.path(scene), data=data).status_code == 303
        assert "Nieuwe naam" in scene.client.get(f"/opleidingen/{scene.programme_id}").text

    def test_the_title_of_another_is_refused(self, scene: Scene) -> None:
        make_programme(title="Leidinggeven")
        data = {"title": "Leidinggeven", "short_title": "Nieuw", "version": "1"}
        answer = scene.client.post(self.path(scene), data=data)
        assert answer.status_code == 422
        assert "Er is al een opleiding met deze titel." in answer.text

    def test_two_tabs_give_both_titles_and_a_form_to_send_again(self, scene: Scene) -> None:
        mine = {"title": "Van mij", "short_title": "Mijn", "version": "1"}
        scene.client.post(self.path(scene), data={**mine, "title": "Van haar"})
        answer = scene.client.post(self.path(scene), data=mine)
        assert answer.status_code == 409
        assert "Van haar" in answer.text
        assert 'value="Van mij"' in answer.text
        assert scene.client.post(self.path(scene), data={**mine, "version": "2"}).status_code == 303
