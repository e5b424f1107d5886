"""Templates become drafts; a fault in a file is named with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms.core.authorisation import SYSTEM
from lms.core.events import Event
from lms.core.files import path_of
from lms.programmes import operations, publication, queries, rules
from lms.programmes.events import TemplateLoaded
from lms.programmes.models import ActivityKind, RequirementKind
from lms.programmes.template_files import list_templates, read_template
from tests.programmes.conftest import CAPTIONS


def test_template_becomes_a_draft_with_everything_in_it(
    session: Session, small: Path, announced: list[Event]
) -> None:
    loaded = operations.load_template(session, actor=SYSTEM, key="klein", folder=small)
    session.flush()
    session.expunge_all()
    version = queries.get_whole_version(session, version_id=loaded.id)
    assert (version.programme.title, version.programme.short_title) == ("Kleine opleiding", "Klein")
    assert (version.number, version.is_published, version.duration_weeks) == (1, False, 12)
    assert [(m.key, m.opens_after_weeks, m.requires_keys) for m in version.modules] == [
        ("begin", 0, []),
        ("vervolg", 3, ["begin"]),
    ]
    film, reading, check, _paper = rules.activities_of(version)
    assert film.kind is ActivityKind.VIDEO
    assert (reading.source_year, reading.requires_keys, reading.due_after_weeks) == (2020, ["film"], 2)
    assert not check.is_required
    assert [o.is_right for o in check.questions[0].options] == [False, True]
    assert [r.kind for r in version.requirements] == [RequirementKind.ATTENDANCE, RequirementKind.PAPER]
    assert [(c.weight, c.is_must_pass) for c in version.criteria] == [(60, True), (40, False)]
    assert [c.key for c in version.conditions] == ["length"]
    event = announced[-1]
    assert isinstance(event, TemplateLoaded)
    assert (event.version_id, event.template_key) == (version.public_id, "klein")


def test_media_are_kept_as_files(session: Session, small: Path) -> None:
    loaded = operations.load_template(session, actor=SYSTEM, key="klein", folder=small)
    film = queries.get_activity(session, activity_id=loaded.modules[0].activities[0].public_id)
    assert film.file is not None
    assert film.captions is not None
    assert (film.file.name, film.captions.name) == ("film.webm", "film.nl.vtt")
    assert path_of(film.captions).read_bytes() == CAPTIONS


def test_second_load_waits_until_the_draft_is_published(session: Session, small: Path) -> None:
    first = operations.load_template(session, actor=SYSTEM, key="klein", folder=small)
    with pytest.raises(publication.DraftExistsError):
        operations.load_template(session, actor=SYSTEM, key="klein", folder=small)
    operations.publish_version(session, actor=SYSTEM, version=first)
    second = operations.load_template(session, actor=SYSTEM, key="klein", folder=small)
    assert (second.programme_id, second.number) == (first.programme_id, 2)


@pytest.mark.parametrize("key", list_templates())
def test_shipped_template_can_be_loaded_and_published(session: Session, key: str) -> None:
    version = operations.load_template(session, actor=SYSTEM, key=key)
    assert operations.publish_version(session, actor=SYSTEM, version=version).is_published


def test_both_programmes_ship() -> None:
    assert list_templates() == ["effectief-leidinggeven", "effectieve-klantmanager"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('title = "Kleine opleiding"', "", "klein: 'title' is missing"),
        ("minutes = 3\n", "", "modules 'begin' > activities 'film': 'minutes' is missing"),
        ("minutes = 3\n", 'minutes = "3"\n', "activities 'film': 'minutes' must be int"),
        ("minutes = 3\n", "minutes = true\n", "activities 'film': 'minutes' must be int"),
        ("minutes = 3\n", "minutes = -1\n", "activities 'film': 'minutes' must lie between"),
        ("minutes = 3\n", "minutes = 3\nduration = 3\n", "activities 'film': 'duration' is not a known name"),
        ('kind = "video"', 'kind = "film"', "activities 'film': 'kind' must be one of"),
        ('transcript = "Een stem zegt hallo."', "", "'transcript' is missing, which every video needs"),
        ('captions = "film.nl.vtt"', 'captions = "x.vtt"', "'captions' names 'x.vtt', which does not lie"),
        ('requires = ["film"]', 'requires = ["toets"]', "activities 'lezen': 'requires' names 'toets'"),
        ('requires = ["begin"]', 'requires = ["vervolg"]', "modules 'vervolg': 'requires' names 'vervolg'"),
        ('aims = ["look"]', 'aims = ["work"]', "modules 'begin': 'aims' names 'work'"),
        ('module = "vervolg"', 'module = "einde"', "requirements 'paper': 'module' names 'einde'"),
        ("weight = 60", "weight = 65", "rubric: the weights add up to 105, not to 100"),
        ("is_right = true", "is_right = false", "questions 1: needs at least two options"),
        ('key = "lezen"', 'key = "film"', "activities has the key 'film' twice"),
        ("https://example.org", "javascript:alert(1)//", "'url' must begin with https://"),
        (
            'short_title = "Begin"',
            f'short_title = "{"B" * 31}"',
            "'short_title' has 31 characters, at most 30",
        ),
        ("[rubric]", "[rubric", "klein: "),
    ],
)
def test_fault_in_a_template_is_named_with_its_place(small: Path, old: str, new: str, complaint: str) -> None:
    path = small / "klein.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(publication.TemplateError, match=re.escape(complaint)):
        read_template("klein", small)


def test_unknown_template_is_refused_with_the_known_ones() -> None:
    with pytest.raises(publication.TemplateError, match="effectieve-klantmanager"):
        read_template("../../etc/passwd")


def test_commands_list_and_load_templates(app: Flask, session: Session) -> None:
    runner = app.test_cli_runner()
    listed = runner.invoke(args=["programme", "templates"])
    assert listed.output.split() == ["effectief-leidinggeven", "effectieve-klantmanager"]
    unknown = runner.invoke(args=["programme", "load", "bestaat-niet"])
    assert unknown.exit_code == 1
    assert "no such template" in unknown.output
    loaded = runner.invoke(args=["programme", "load", "effectief-leidinggeven", "--publish"])
    assert loaded.exit_code == 0, loaded.output
    assert "Version 1 (published)" in loaded.output
    again = runner.invoke(args=["programme", "load", "effectief-leidinggeven"])
    assert "Version 2 (draft)" in again.output
    third = runner.invoke(args=["programme", "load", "effectief-leidinggeven"])
    assert "already has a draft" in third.output
