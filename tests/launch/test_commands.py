"""Several commands share one process; one that does not succeed is the last."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from lms import __main__ as program


@pytest.mark.parametrize(
    ("fails", "run", "code"),
    [
        (None, ["db upgrade", "check"], 0),
        ("db upgrade", ["db upgrade"], 3),
        ("check", ["db upgrade", "check"], 3),
    ],
)
def test_commands_follow_each_other(
    monkeypatch: pytest.MonkeyPatch, fails: str | None, run: list[str], code: int
) -> None:
    seen: list[str] = []

    def stand_in(arguments: Sequence[str], *, obj: object) -> None:
        seen.append(" ".join(arguments))
        sys.exit(3 if seen[-1] == fails else 0)

    monkeypatch.setattr(program, "commands", stand_in)
    monkeypatch.setattr(sys, "argv", ["lms", "db", "upgrade", "then", "check"])
    try:
        program.main()
        ended = 0
    except SystemExit as end:
        ended = int(end.code or 0)
    assert (seen, ended) == (run, code)
