"""Commands for the trail."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from lms.audit import queries
from lms.core.unit_of_work import unit_of_work


@click.group()
def audit() -> None:
    """The record of what happened."""


@audit.command("verify")
@with_appcontext
def verify() -> None:
    """Say whether entries were edited, deleted, reordered or cut off; exits 1 if so."""
    with unit_of_work() as session:
        findings = queries.verify_chain(session)
    for finding in findings:
        click.echo(f"entry {finding.entry_id}: {finding.tampering.value}")
    if findings:
        sys.exit(1)
    click.echo("The audit trail is whole.")
