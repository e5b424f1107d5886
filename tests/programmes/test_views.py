"""The doors of programmes: who gets in, what is kept of a refused form, what happens after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.programmes import queries, rules
from lms.programmes.models import ActivityKind, ProgrammeVersion
from tests.factories.accounts import make_administrator, make_hat, make_organisation, make_person
from tests.factories.programmes import make_author, make_programme, make_version
from tests.programmes.conftest import CAPTIONS, WEBM

SignIn = Callable[[Person], FlaskClient]


@dataclass
class Scene:
    """A programme with a published version and a draft, its author signed in."""

    client: FlaskClient
    author: Person
    programme_id: UUID
    published_id: UUID
    draft_id: UUID
    session: Session

    def draft(self) -> ProgrammeVersion:
        self.session.expire_all()
        return queries.get_version_with_questions(self.session, version_id=self.draft_id)

    def published(self) -> ProgrammeVersion:
        self.session.expire_all()
        return queries.get_version_with_questions(self.session, version_id=self.published_id)


@pytest.fixture
def scene(session: Session, sign_in: SignIn) -> Scene:
    programme = make_programme(title="De Effectieve Klantmanager")
    published = make_version(programme=programme).public_id
    draft = make_version(programme=programme, number=2, published=False).public_id
    author = make_author(programme)
    return Scene(sign_in(author), author, programme.public_id, published, draft, session)


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
            f"/opleidingsversies/{version.public_id}/bewerken": _facts(version),
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


MODULE = {"title": "Nieuw", "short_title": "Nieuw", "opens_after_weeks": "1", "planned_until_week": "5"}
TEXT = {"title": "Lees dit", "minutes": "10", "body": "Een tekst."}
QUESTION = {
    "prompt": "Wat nu?",
    "options-0-label": "Dit",
    "options-0-is_right": "y",
    "options-1-label": "Dat",
}
REQUIREMENT = {
    "kind": "evidence",
    "title": "Bewijs",
    "short_title": "Bewijs",
    "target": "1",
    "planned_week": "5",
    "module_key": "",
}


def _facts(version: ProgrammeVersion, **changed: str) -> dict[str, str]:
    return {
        "motto": version.motto,
        "summary": version.summary,
        "duration_weeks": str(version.duration_weeks),
        "study_load_hours": str(version.study_load_hours),
        "attendance_norm": str(version.attendance_norm),
        "certificate_text": version.certificate_text,
        "version": str(version.version),
        "aims-0-key": "kijken",
        "aims-0-title": "Anders kijken",
        **changed,
    }


def _content(version: ProgrammeVersion) -> list[object]:
    titles = [(m.title, [(a.title, len(a.questions)) for a in m.activities]) for m in version.modules]
    return [version.summary, *titles, *[(r.title, r.position) for r in version.requirements]]


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


class TestVersionEdit:
    def test_keeps_facts_and_aims(self, scene: Scene) -> None:
        changed = _facts(scene.draft(), **{"motto": "Verder", "aims-1-title": "Echt samenwerken"})
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/bewerken", data=changed)
        assert response.status_code == 303
        draft = scene.draft()
        assert draft.motto == "Verder"
        assert [(aim.key, aim.title) for aim in draft.aims] == [
            ("kijken", "Anders kijken"),
            ("echt-samenwerken", "Echt samenwerken"),
        ]

    def test_removed_aim_leaves_the_modules(self, scene: Scene) -> None:
        changed = _facts(scene.draft(), **{"aims-0-remove": "y"})
        scene.client.post(f"/opleidingsversies/{scene.draft_id}/bewerken", data=changed)
        draft = scene.draft()
        assert draft.aims == []
        assert [module.aim_keys for module in draft.modules] == [[], []]

    def test_wrong_number_keeps_every_value(self, scene: Scene) -> None:
        changed = _facts(scene.draft(), duration_weeks="veertig", summary="Mijn nieuwe samenvatting")
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/bewerken", data=changed)
        page = response.get_data(as_text=True)
        assert response.status_code == 422
        assert "Vul een heel getal in." in page
        assert "veertig" in page
        assert "Mijn nieuwe samenvatting" in page
        assert scene.draft().summary == "Een kleine opleiding."

    def test_second_tab_gets_both_texts(self, scene: Scene) -> None:
        address = f"/opleidingsversies/{scene.draft_id}/bewerken"
        first = _facts(scene.draft(), motto="Eerste tab")
        second = _facts(scene.draft(), motto="Tweede tab")
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
        assert "Vul dit veld in." in response.get_data(as_text=True)

    def test_removed_and_empty_criteria_do_not_count(self, scene: Scene) -> None:
        data = self._form(scene, (60, 40, 10)) | {"criteria-2-remove": "y", "criteria-2-good": ""}
        data |= {"criteria-3-title": "", "criteria-3-weight": ""}
        response = scene.client.post(f"/opleidingsversies/{scene.draft_id}/beoordeling", data=data)
        assert response.status_code == 303
        assert [c.weight for c in scene.draft().criteria] == [60, 40]


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
            ({"title": ""}, "Vul dit veld in."),
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

    def test_delete_takes_the_activities_along(self, scene: Scene) -> None:
        draft = scene.draft()
        draft.requirements[2].module_key = None
        module_id, activity_id = draft.modules[1].public_id, draft.modules[1].activities[0].public_id
        scene.session.commit()
        assert scene.client.post(f"/modules/{module_id}/verwijderen").status_code == 303
        assert [m.key for m in scene.draft().modules] == ["kennismaken"]
        assert scene.client.get(f"/activiteiten/{activity_id}/voorbeeld").status_code == 404


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
