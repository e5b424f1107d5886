"""The page that tells who sees what cannot say anything else than the doors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.agreements.models import AgreedFact
from lms.core import clock
from lms.core.authorisation import Guard, guard_of
from lms.learning.models import Reflection
from lms.site import disclosure
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.agreements import make_agreement
from tests.factories.cohorts import make_cohort, make_enrolment
from tests.support.house import doors
from tests.support.rollback import standing
from tests.support.scene import Scene, build_scene

YES, NO, STAND = "ja", "nee", "hoe het ermee staat"
SHARED = "alleen als jij die deelt"
FITS = "of het past bij een indeling"
AGREED: Mapping[str, tuple[str, ...]] = {
    "Naam en organisatie": (YES, YES, YES, NO, YES, "ja, eigen mensen", YES),
    "Je aanmelding": ("met je link", "nee", "ja", "nee", "ja", "nee", "nee"),
    "Het verslag van je intake": ("nee", "nee", "ja", "nee", "ja", "nee", "nee"),
    "Je eigen vinkjes bij activiteiten": (YES, NO, NO, NO, NO, NO, NO),
    "Reflectie": (YES, NO, "alleen als jij die deelt", NO, NO, NO, NO),
    "Bewijs voor het certificaat": (YES, NO, YES, NO, STAND, NO, NO),
    "Aanwezigheid": (YES, NO, YES, NO, YES, "het aantal uren", NO),
    "Waarover je meer wilt leren": (YES, NO, FITS, NO, FITS, NO, NO),
    "Met wie je liever niet samenwerkt": (YES, NO, NO, NO, NO, NO, NO),
    "Je meeloopdag en je leervraag": (YES, "als gastcollega", YES, NO, YES, NO, NO),
    "Wat je zag op je meeloopdag": (YES, NO, NO, NO, NO, NO, NO),
    "Reflectie op je meeloopdag": (YES, SHARED, SHARED, NO, NO, NO, NO),
    "Plan en verslagen van je vaktraining": (YES, "als jullie een duo zijn", YES, NO, STAND, NO, NO),
    "Wat een ander duo zag bij je vaktraining": (YES, "als die meekeek", YES, NO, NO, NO, NO),
    "Paper": (YES, NO, YES, NO, STAND, NO, NO),
    "Cijfer en beoordeling": ("na vrijgave", NO, YES, NO, STAND, NO, NO),
    "Behaalde mijlpalen": (YES, NO, YES, NO, YES, "ja, eigen mensen", NO),
    "Certificaat": (YES, NO, YES, NO, YES, "of je het hebt", NO),
    "Wanneer je inlogt": ("ja, je eigen sessies", NO, NO, NO, NO, NO, "in het logboek"),
}


def table(client: FlaskClient) -> dict[str, tuple[str, ...]]:
    page = JustHTML(client.get("/wie-ziet-wat").text, sanitize=False)
    rows = (row.query("th, td") for row in page.query("tbody tr"))
    return {
        " ".join(cells[0].to_text().split()): tuple(" ".join(cell.to_text().split()) for cell in cells[1:])
        for cells in rows
    }


def test_the_page_says_what_was_agreed(sign_in: Callable[[Person], FlaskClient], session: Session) -> None:
    assert table(sign_in(make_person())) == AGREED


@pytest.mark.parametrize(
    "row",
    [
        "Reflectie",
        "Paper",
        "Bewijs voor het certificaat",
        "Cijfer en beoordeling",
        "Met wie je liever niet samenwerkt",
        "Reflectie op je meeloopdag",
        "Plan en verslagen van je vaktraining",
    ],
)
def test_no_director_and_no_administrator_reads_what_is_confidential(
    sign_in: Callable[[Person], FlaskClient], session: Session, row: str
) -> None:
    assert table(sign_in(make_person()))[row][5:] == (NO, NO)


def test_a_door_that_opens_wider_changes_the_page(
    app: Flask, sign_in: Callable[[Person], FlaskClient], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = app.view_functions["learning.reflection_show"]
    mark = guard_of(view)
    assert isinstance(mark, Guard)
    monkeypatch.setattr(view, "__guard__", Guard(lambda _actor, _subject: True, mark.load, mark.denied))
    assert table(sign_in(make_person()))["Reflectie"] == (YES,) * 7


@pytest.fixture(scope="module")
def everybody(app: Flask) -> Iterator[Scene]:
    yield from standing(app, NOW, lambda: build_scene(app))


@pytest.fixture
def scene(session: Session, everybody: Scene) -> Scene:
    return everybody


PERSONAS = ("participant", None, "trainer", "other_trainer", "coordinator", "director", "administrator")
FULL = {
    "Reflectie": "learning.reflection_show",
    "Bewijs voor het certificaat": "learning.evidence_show",
    "Aanwezigheid": "cohorts.attendance_show",
    "Met wie je liever niet samenwerkt": "matching.vetoes_own",
    "Wat je zag op je meeloopdag": "shadowing.observation_edit",
    "Plan en verslagen van je vaktraining": "trainings.pair_show",
    "Paper": "papers.version_file",
    "Behaalde mijlpalen": "learning.dossier_show",
    "Certificaat": "certification.certificate_show",
}


@pytest.mark.parametrize("row", FULL)
def test_real_requests_get_what_the_page_says(app: Flask, scene: Scene, row: str) -> None:
    (door,) = (door for door in doors(app) if door.endpoint == FULL[row])
    for persona, words in zip(PERSONAS, AGREED[row], strict=True):
        if persona is None:
            continue
        answer = scene.ask(persona, scene.url(door))
        assert (persona, answer.status_code == 200) == (persona, words == YES)
        answer.close()


def test_a_reflection_opens_for_the_trainer_when_its_writer_shares_it(
    app: Flask, session: Session, scene: Scene
) -> None:
    (door,) = (door for door in doors(app) if door.endpoint == FULL["Reflectie"])
    session.execute(sa.update(Reflection).values(shared_at=clock.now()))
    session.commit()
    opened = {name for name in PERSONAS if name and scene.ask(name, scene.url(door)).status_code == 200}
    assert opened == {"participant", "trainer"}


def test_nothing_of_the_made_up_world_reaches_the_database(
    app: Flask, session: Session, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    def build() -> None:
        everybody = disclosure.made_up_world()
        for reader in disclosure.readers(everybody):
            for thing in disclosure.things(everybody):
                thing.seen_by(reader.actor)

    with app.test_request_context():
        assert count_queries(build) == 0
    assert not session.new


DIRECTORS = 5
AGREED_FACTS = {
    AgreedFact.ENROLLED: "Naam en organisatie",
    AgreedFact.HOURS: "Aanwezigheid",
    AgreedFact.MILESTONES: "Behaalde mijlpalen",
    AgreedFact.CERTIFICATE: "Certificaat",
}
NEVER = {
    "cijfers": "Cijfer en beoordeling",
    "teksten": "Paper",
    "reflecties": "Reflectie",
    "inlogt": "Wanneer je inlogt",
}


def test_the_agreement_and_this_page_tell_the_same_of_the_employer(
    session: Session, sign_in: Callable[[Person], FlaskClient]
) -> None:
    """What the agreement lets a director see is all that the doors let a director see, and no more."""
    cohort = make_cohort()
    person = make_person()
    agreement = make_agreement(make_enrolment(cohort, person))
    client = sign_in(person)
    rows = table(client)
    seen = {row for row, cells in rows.items() if cells[DIRECTORS] != NO}
    assert set(AGREED_FACTS) == set(AgreedFact)
    assert seen == set(AGREED_FACTS.values())
    document = client.get(f"/leerovereenkomsten/{agreement.public_id}").text
    (never,) = re.findall(r"Nooit: ([^<]*)", document)
    assert all(word in never for word in NEVER)
    assert [rows[row][DIRECTORS] for row in NEVER.values()] == [NO] * len(NEVER)
