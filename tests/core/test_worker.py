"""The worker waits for a database that is away, and says so in one sentence."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from lms.core import cli, jobs
from lms.core.database import is_reachable


@pytest.fixture
def consumer(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the worker does, instead of running for ever."""
    done: list[str] = []

    class Consumer:
        def run(self) -> None:
            done.append("runs")

    monkeypatch.setattr(app.extensions["huey"], "create_consumer", lambda **_options: Consumer())
    monkeypatch.setattr(cli.time, "sleep", lambda seconds: done.append(f"waits {seconds}"))
    return done


def test_it_waits_until_the_database_answers(
    app: Flask, consumer: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([False, False, False, True])
    monkeypatch.setattr(cli, "is_reachable", lambda _engine: next(answers))
    result = app.test_cli_runner().invoke(args=["worker"])
    assert result.exit_code == 0
    assert consumer == ["waits 5", "waits 5", "runs"]
    assert result.output.count("The database cannot be reached") == 1
    assert "Traceback" not in result.output


def test_with_a_database_it_just_runs(app: Flask, consumer: list[str]) -> None:
    result = app.test_cli_runner().invoke(args=["worker"])
    assert (result.output, consumer) == ("", ["runs"])


def test_a_server_that_is_not_there_is_not_reachable() -> None:
    engine = sa.create_engine(
        "postgresql+psycopg://nobody@127.0.0.1:1/none", connect_args={"connect_timeout": 1}
    )
    assert not is_reachable(engine)


def test_a_database_that_leaves_does_not_break_the_schedule() -> None:
    with jobs.waiting_for_database():
        raise OperationalError("SELECT", {}, Exception("server closed the connection"))


def test_another_fault_still_shows() -> None:
    with pytest.raises(ValueError, match="fault"), jobs.waiting_for_database():
        raise ValueError("a fault of ours")
