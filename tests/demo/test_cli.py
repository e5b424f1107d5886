"""The demo never mixes with people who are there already, and never comes where it is not wanted."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from config import Environment, Settings
from lms.accounts.models import Person
from lms.demo.load import NoDemoHereError, NotEmptyError, load_demo
from tests.factories.accounts import make_person


def test_where_there_are_people_nothing_is_loaded(session: Session, settings: Settings) -> None:
    make_person()
    with pytest.raises(NotEmptyError):
        load_demo(session, settings=replace(settings, demo=True))
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1


@pytest.mark.parametrize(
    "change",
    [{"demo": False}, {"demo": True, "environment": Environment.PRODUCTION}],
    ids=["off", "for real"],
)
def test_the_demo_stays_away_from_where_it_is_not_wanted(
    session: Session, settings: Settings, change: dict[str, object]
) -> None:
    with pytest.raises(NoDemoHereError):
        load_demo(session, settings=replace(settings, **change))


@pytest.fixture
def demo_app(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(app.config, "SETTINGS", replace(settings, demo=True))
    return app


def test_loading_twice_is_refused_by_the_command(demo_app: Flask, session: Session) -> None:
    make_person()
    answer = demo_app.test_cli_runner().invoke(args=["demo", "load"])
    assert answer.exit_code == 1
    assert "needs an empty database" in answer.output


def test_if_empty_does_nothing_and_succeeds(demo_app: Flask, session: Session) -> None:
    make_person()
    session.commit()  # a command that does nothing rolls back
    answer = demo_app.test_cli_runner().invoke(args=["demo", "load", "--if-empty"])
    assert (answer.exit_code, answer.output) == (0, "")
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1


def test_the_command_says_that_the_demo_is_off(app: Flask, session: Session) -> None:
    answer = app.test_cli_runner().invoke(args=["demo", "load", "--if-empty"])
    assert answer.exit_code == 1
    assert "LMS_DEMO=1" in answer.output
