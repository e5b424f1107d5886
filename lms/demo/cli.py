"""The command that fills an empty installation with the demo."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.core.unit_of_work import unit_of_work
from lms.demo.load import NoDemoHereError, NotEmptyError, load_demo


@click.group()
def demo() -> None:
    """The demo: a small invented year to look around in."""


@demo.command()
@click.option("--if-empty", is_flag=True, help="Do nothing, and succeed, when there are people already.")
@with_appcontext
def load(if_empty: bool) -> None:
    """Fill an empty installation with a year that ends today."""
    try:
        with unit_of_work() as session:
            happened = load_demo(session, settings=current_app.config["SETTINGS"])
    except NoDemoHereError:
        raise click.ClickException(
            "The demo is off here: it needs LMS_DEMO=1 and never production."
        ) from None
    except NotEmptyError:
        if if_empty:
            return
        raise click.ClickException(
            "There are people here already; the demo needs an empty database."
        ) from None
    click.echo(f"The demo is there: {happened} things happened in its year.")
