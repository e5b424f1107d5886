"""The `lms` command.

Several commands can follow each other with `then` between them: they share one process, whose start costs
more than most commands do.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from alembic.util import CommandError
from flask.cli import FlaskGroup, ScriptInfo
from sqlalchemy.exc import ArgumentError, DBAPIError

from config import UnusableSettingError
from lms.app import create_app
from lms.core.cli import sentence_about

commands = FlaskGroup(
    create_app=create_app, add_default_commands=False, name="lms", help="Run and manage Samenloop."
)


def main() -> None:
    """Run a command, or several; what the operator can mend is told in one sentence."""
    application = ScriptInfo(create_app=create_app)
    try:
        for arguments in _one_by_one(sys.argv[1:]):
            _run(arguments, application)
    except (UnusableSettingError, ArgumentError, DBAPIError, CommandError) as error:
        sys.exit(f"Samenloop: {sentence_about(error)}")


def _one_by_one(arguments: Sequence[str]) -> Iterator[Sequence[str]]:
    first: list[str] = []
    for argument in arguments:
        if argument == "then":
            yield first
            first = []
        else:
            first.append(argument)
    yield first


def _run(arguments: Sequence[str], application: ScriptInfo) -> None:
    """Run one command; one that does not succeed is the last."""
    try:
        commands(arguments, obj=application)
    except SystemExit as end:
        if end.code:
            raise


if __name__ == "__main__":
    main()
