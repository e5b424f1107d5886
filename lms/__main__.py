"""The `lms` command."""

from __future__ import annotations

import sys

from alembic.util import CommandError
from flask.cli import FlaskGroup
from sqlalchemy.exc import ArgumentError, DBAPIError

from config import UnusableSettingError
from lms.app import create_app
from lms.core.cli import sentence_about

commands = FlaskGroup(
    create_app=create_app, add_default_commands=False, name="lms", help="Run and manage Samenloop."
)


def main() -> None:
    """Run a command; what the operator can mend is told in one sentence."""
    try:
        commands()
    except (UnusableSettingError, ArgumentError, DBAPIError, CommandError) as error:
        sys.exit(f"Samenloop: {sentence_about(error)}")


if __name__ == "__main__":
    main()
