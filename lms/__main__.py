"""The `lms` command."""

from __future__ import annotations

from flask.cli import FlaskGroup

from lms.app import create_app

main = FlaskGroup(
    create_app=create_app, add_default_commands=False, name="lms", help="Run and manage Samenloop."
)

if __name__ == "__main__":
    main()
