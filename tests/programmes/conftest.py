"""A small template on disk, everybody that was announced, and an author at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.core.events import Event, bus
from lms.programmes import queries
from lms.programmes.models import Programme, ProgrammeVersion
from tests.conftest import NOW
from tests.factories.programmes import make_author, make_programme, make_version
from tests.support.rollback import read_anew, standing

SMALL = """
title = "Kleine opleiding"
short_title = "Klein"
motto = "Samen verder"
summary = "Een kleine opleiding om mee te oefenen."
duration_weeks = 12
study_load_hours = 20
certificate_text = "heeft de kleine opleiding gevolgd"

[[aims]]
key = "look"
title = "Anders kijken"
text = "Je kijkt breder."

[[modules]]
key = "begin"
title = "Het begin"
short_title = "Begin"
aims = ["look"]
planned_until_week = 3

[[modules.activities]]
key = "film"
kind = "video"
title = "Bekijk de film"
minutes = 3
file = "film.webm"
captions = "film.nl.vtt"
transcript = "Een stem zegt hallo."

[[modules.activities]]
key = "lezen"
kind = "reading"
title = "Lees het artikel"
minutes = 30
due_after_weeks = 2
requires = ["film"]
source = "Iemand: Een artikel"
year = 2020
evidence_kind = "research"
url = "https://example.org/artikel"

[[modules]]
key = "vervolg"
title = "Het vervolg"
short_title = "Vervolg"
opens_after_weeks = 3
planned_until_week = 12
requires = ["begin"]

[[modules.activities]]
key = "toets"
kind = "self_check"
title = "Toets jezelf"
minutes = 5
required = false

[[modules.activities.questions]]
prompt = "Wat vraag je eerst?"
explanation = "Daar begint het mee."

[[modules.activities.questions.options]]
label = "Het formulier"
is_right = false
feedback = "Dat kan later."

[[modules.activities.questions.options]]
label = "De grootste zorg"
is_right = true
feedback = "Precies."

[[modules.activities]]
key = "paper"
kind = "paper"
title = "Schrijf je paper"
minutes = 600

[[requirements]]
key = "aanwezig"
kind = "attendance"
title = "Aanwezigheid"
short_title = "Aanwezig"
target = 80
planned_week = 12
on_route = false

[[requirements]]
key = "paper"
kind = "paper"
title = "Paper"
short_title = "Paper"
planned_week = 12
module = "vervolg"

[rubric]
title = "Beoordeling van de paper"

[[rubric.conditions]]
key = "length"
text = "De paper telt 3.000 tot 5.000 woorden."

[[rubric.criteria]]
title = "Praktijkvraag"
short_title = "Vraag"
weight = 60
must_pass = true
insufficient = "Er is geen vraag."
sufficient = "Er is een vraag."
good = "De vraag is scherp."
excellent = "De vraag verandert het probleem."

[[rubric.criteria]]
title = "Reflectie"
short_title = "Reflectie"
weight = 40
must_pass = false
insufficient = "Je vertelt na."
sufficient = "Je benoemt wat je leerde."
good = "Je probeert iets nieuws."
excellent = "Je verbindt alles."
"""

WEBM = b"\x1aE\xdf\xa3\x42\x82\x84webm" + b"\0" * 60
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHallo\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with the template `klein` and its two media files."""
    (tmp_path / "klein.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "film.webm").write_bytes(WEBM)
    (tmp_path / "files" / "film.nl.vtt").write_bytes(CAPTIONS)
    return tmp_path


@pytest.fixture
def announced() -> Iterator[list[Event]]:
    """Every event of this test."""
    seen: list[Event] = []

    def note(_session: Session, event: Event) -> None:
        seen.append(event)

    bus.subscribe(Event, note)
    yield seen
    bus._handlers.remove((Event, note))


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
        version = queries.get_version(self.session, version_id=self.draft_id)
        return queries.get_whole_version(self.session, version_id=version.id)

    def published(self) -> ProgrammeVersion:
        self.session.expire_all()
        version = queries.get_version(self.session, version_id=self.published_id)
        return queries.get_whole_version(self.session, version_id=version.id)


@dataclass
class Standing:
    """What a scene is made of, as it stands for a whole module."""

    author: Person
    programme: Programme
    published: ProgrammeVersion
    draft: ProgrammeVersion


@pytest.fixture(scope="module")
def everybody(app: Flask) -> Iterator[Standing]:
    yield from standing(app, NOW, make_standing)


def make_standing() -> Standing:
    programme = make_programme(title="De Effectieve Klantmanager")
    published = make_version(programme=programme)
    draft = make_version(programme=programme, number=2, published=False)
    return Standing(make_author(programme), programme, published, draft)


@pytest.fixture
def scene(session: Session, everybody: Standing, sign_in: Callable[[Person], FlaskClient]) -> Scene:
    found = read_anew(session, everybody)
    ids = (found.programme.public_id, found.published.public_id, found.draft.public_id)
    return Scene(sign_in(found.author), found.author, *ids, session)


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


def facts_of(version: ProgrammeVersion, **changed: str) -> dict[str, str]:
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
