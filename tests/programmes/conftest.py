"""A small template on disk, and everything that was announced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from lms.core.events import Event, bus

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

WEBM = b"\x1aE\xdf\xa3" + b"\0" * 60
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
