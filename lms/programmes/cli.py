"""Commands for programmes."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from lms.core.authorisation import SYSTEM
from lms.core.errors import DomainError
from lms.core.unit_of_work import unit_of_work
from lms.programmes import operations, publication
from lms.programmes.template_files import list_templates


@click.group()
def programme() -> None:
    """Programmes and their templates."""


@programme.command()
def templates() -> None:
    """List the templates that can be loaded."""
    for key in list_templates():
        click.echo(key)


@programme.command()
@click.argument("key")
@click.option("--publish", "publishes", is_flag=True, help="Publish it at once, so that cohorts can start.")
@with_appcontext
def load(key: str, publishes: bool) -> None:
    """Make a draft programme from a template."""
    try:
        with unit_of_work() as session:
            version = operations.load_template(session, actor=SYSTEM, key=key)
            if publishes:
                version = operations.publish_version(session, actor=SYSTEM, version=version)
            state = "published" if publishes else "draft"
            said = f"Version {version.number} ({state}), id {version.public_id}."
    except publication.DraftExistsError:
        raise click.ClickException("This programme already has a draft: publish that first.") from None
    except publication.NotReadyError as refusal:
        lines = "; ".join(f"{problem.kind} {problem.title}".strip() for problem in refusal.problems)
        raise click.ClickException(f"Not ready to be published: {lines}") from None
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(said)
