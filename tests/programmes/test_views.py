"""The doors of programmes: who gets in, and what never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.programmes import rules
from lms.programmes.models import ActivityKind, ProgrammeVersion
from tests.factories.accounts import make_administrator, make_hat, make_organisation, make_person
from tests.factories.programmes import make_programme, make_version
from tests.programmes.conftest import MODULE, QUESTION, REQUIREMENT, TEXT, Scene, facts_of, make_author

SignIn = Callable[[Person], FlaskClient]


def _pages(scene: Scene) -> Iterator[str]:
    draft = scene.draft()
    module, activity, check = draft.modules[0], draft.modules[0].activities[0], draft.modules[1].activities[0]
    version, requirement = f"/opleidingsversies/{draft.public_id}", draft.requirements[0]
    yield from (version, f"{version}/bewerken", f"{version}/beoordeling", f"{version}/voorbeeld")
    yield from (f"{version}/modules/nieuw", f"{version}/eisen/nieuw", f"/modules/{module.public_id}/bewerken")
    yield f"/modules/{module.public_id}/activiteiten/nieuw"
    for kind in ActivityKind:
        yield f"/modules/{module.public_id}/activiteiten/nieuw?soort={kind}"
    yield from (f"/activiteiten/{a.public_id}/voorbeeld" for a in rules.activities_of(draft))
    yield from (f"/activiteiten/{a.public_id}/bewerken" for a in rules.activities_of(draft))
    yield from (f"/activiteiten/{check.public_id}/vragen", f"/activiteiten/{check.public_id}/vragen/nieuw")
    yield f"/vragen/{check.questions[0].public_id}/bewerken"
    yield f"/eisen/{requirement.public_id}/bewerken"
    yield f"/activiteiten/{activity.public_id}/voorbeeld?dag=2026-12-03&start=2026-09-10"


class TestDoors:
    def test_author_opens_every_page(self, scene: Scene) -> None:
        for page in ["/opleidingen", f"/opleidingen/{scene.programme_id}", *_pages(scene)]:
            assert scene.client.get(page).status_code == 200, page

    @pytest.mark.usefixtures("scene")
    @pytest.mark.parametrize("page", ["/opleidingen", "/opleidingen/{programme_id}"])
    def test_a_programme_that_only_has_a_draft_is_shown_to_its_maker(
        self, sign_in: SignIn, session: Session, page: str
    ) -> None:
        programme = make_programme(title="Leidinggeven")
        make_version(programme=programme, published=False)
        client = sign_in(make_author(programme))
        response = client.get(page.format(programme_id=programme.public_id))
        assert response.status_code == 200
        assert "Leidinggeven" in response.get_data(as_text=True)

    @pytest.mark.parametrize("who", ["other trainer", "director", "administrator", "participant"])
    def test_draft_does_not_exist_for_others(self, scene: Scene, sign_in: SignIn, who: str) -> None:
        pages = list(_pages(scene))
        client = sign_in(_outsider(who))
        missing = client.get(f"/opleidingsversies/{uuid4()}").get_data()
        for page in pages:
            response = client.get(page)
            assert response.status_code == 404, page
            assert response.get_data() == missing, page

    @pytest.mark.parametrize("who", ["director", "administrator", "participant"])
    def test_published_version_opens_for_trainers_only(self, scene: Scene, sign_in: SignIn, who: str) -> None:
        address = f"/opleidingsversies/{scene.published_id}"
        assert sign_in(_outsider("other trainer")).get(address).status_code == 200
        assert sign_in(_outsider(who)).get(address).status_code == 404

    def test_director_reads_titles_and_summaries_of_the_published_version(
        self, scene: Scene, sign_in: SignIn
    ) -> None:
        scene.draft().modules[0].title = "Nog geheim"
        scene.session.commit()
        page = sign_in(_outsider("director")).get(f"/opleidingen/{scene.programme_id}").get_data(as_text=True)
        assert "Methodisch werken" in page
        assert "Je werkt in stappen." in page
        assert "Nog geheim" not in page
        assert "Lees de welkomsttekst" not in page
        assert "/opleidingsversies/" not in page

    def test_others_cannot_write(self, scene: Scene, sign_in: SignIn) -> None:
        draft = scene.draft()
        doors = [
            f"/opleidingen/{scene.programme_id}/concept",
            f"/opleidingsversies/{draft.public_id}/publiceren",
            f"/modules/{draft.modules[0].public_id}/verplaatsen",
            f"/modules/{draft.modules[0].public_id}/verwijderen",
            f"/activiteiten/{draft.modules[0].activities[0].public_id}/verwijderen",
            f"/eisen/{draft.requirements[0].public_id}/verwijderen",
        ]
        client = sign_in(_outsider("other trainer"))
        for door in doors:
            assert client.post(door).status_code == 404, door
        assert len(scene.draft().modules) == 2

    def test_list_is_closed_to_who_has_no_part_in_programmes(self, scene: Scene, sign_in: SignIn) -> None:
        assert sign_in(_outsider("participant")).get("/opleidingen").status_code == 403

    def test_stranger_is_sent_to_sign_in(self, scene: Scene, client: FlaskClient) -> None:
        with client.session_transaction() as cookie:
            cookie.clear()
        response = client.get(f"/opleidingsversies/{scene.draft_id}")
        assert response.status_code == 302
        assert "/inloggen" in response.headers["Location"]


def _outsider(who: str) -> Person:
    if who == "administrator":
        return make_administrator()
    person = make_person()
    if who == "other trainer":
        make_hat(person, Hat.TRAINER, scope=uuid4())
    if who == "director":
        make_hat(person, Hat.DIRECTOR, organisation_id=make_organisation().id)
    return person


class TestPublishedVersion:
    @pytest.mark.parametrize(
        "door",
        ["bewerken", "beoordeling", "modules/nieuw", "eisen/nieuw"],
    )
    def test_has_no_forms(self, scene: Scene, door: str) -> None:
        response = scene.client.get(f"/opleidingsversies/{scene.published_id}/{door}")
        assert response.status_code == 409
        assert "Een gepubliceerde versie verandert niet meer." in response.get_data(as_text=True)

    def test_never_changes(self, scene: Scene) -> None:
        version = scene.published()
        module, requirement = version.modules[0], version.requirements[0]
        activity, question = module.activities[0], version.modules[1].activities[0].questions[0]
        before = _content(version)
        doors = {
            f"/opleidingsversies/{version.public_id}/bewerken": facts_of(version),
            f"/opleidingsversies/{version.public_id}/modules/nieuw": MODULE,
            f"/modules/{module.public_id}/bewerken": {**MODULE, "version": "1"},
            f"/modules/{module.public_id}/verplaatsen": {"direction": "down"},
            f"/modules/{module.public_id}/verwijderen": {},
            f"/modules/{module.public_id}/activiteiten/nieuw?soort=text": TEXT,
            f"/activiteiten/{activity.public_id}/bewerken": {**TEXT, "version": "1"},
            f"/activiteiten/{activity.public_id}/verplaatsen": {"direction": "down"},
            f"/activiteiten/{activity.public_id}/verwijderen": {},
            f"/vragen/{question.public_id}/bewerken": {**QUESTION, "version": "1"},
            f"/vragen/{question.public_id}/verwijderen": {},
            f"/eisen/{requirement.public_id}/bewerken": {**REQUIREMENT, "version": "1"},
            f"/eisen/{requirement.public_id}/verwijderen": {},
            f"/eisen/{requirement.public_id}/verplaatsen": {"direction": "down"},
            f"/opleidingsversies/{version.public_id}/publiceren": {},
        }
        for door, data in doors.items():
            assert scene.client.post(door, data=data).status_code == 409, door
        assert _content(scene.published()) == before


def _content(version: ProgrammeVersion) -> list[object]:
    titles = [(m.title, [(a.title, len(a.questions)) for a in m.activities]) for m in version.modules]
    return [version.summary, *titles, *[(r.title, r.position) for r in version.requirements]]


def test_no_page_asks_more_than_twelve_queries(
    scene: Scene, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    for page in ["/opleidingen", f"/opleidingen/{scene.programme_id}", *_pages(scene)]:
        scene.session.expunge_all()
        assert count_queries(lambda page=page: scene.client.get(page)) <= 12, page
