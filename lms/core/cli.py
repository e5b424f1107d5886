"""The kernel's commands: database, web server, worker, translations, safety check."""

from __future__ import annotations

import sys
import time

import click
from alembic import command
from alembic.config import Config
from flask import Flask, current_app
from flask.cli import with_appcontext
from gunicorn.app import wsgiapp
from huey.consumer_options import ConsumerConfig
from sqlalchemy.exc import DBAPIError, ProgrammingError

from config import ROOT
from lms.core import outbox
from lms.core.database import is_reachable, refresh_statistics
from lms.core.extensions import db
from lms.core.i18n import compile_catalogues, update_catalogue
from lms.core.packing import pack
from lms.core.unit_of_work import unit_of_work

PAUSE = 5
STATIC = ROOT / "static"


def alembic_config() -> Config:
    """Alembic's settings; it reads the database from the running application."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


@click.group("db")
def database() -> None:
    """The database's schema."""


@database.command()
@click.argument("revision", default="head")
@with_appcontext
def upgrade(revision: str) -> None:
    """Bring the schema up to a revision."""
    command.upgrade(alembic_config(), revision)
    # A table that a revision made anew is unknown to SQLite's planner until it is looked at.
    with unit_of_work() as session:
        refresh_statistics(session)


@database.command()
@click.argument("revision")
@with_appcontext
def downgrade(revision: str) -> None:
    """Take the schema back to a revision."""
    command.downgrade(alembic_config(), revision)


@database.command()
@click.argument("words")
@with_appcontext
def revision(words: str) -> None:
    """Write a new revision from the difference with the models; read it before you commit it."""
    number = len(list((ROOT / "migrations" / "versions").glob("[0-9]*.py"))) + 1
    name = f"{number:04d}_{words.replace(' ', '_')}"
    command.revision(alembic_config(), message=words, autogenerate=True, rev_id=f"{number:04d}")
    (ROOT / "migrations" / "HEAD").write_text(f"{name}\n")


@click.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", envvar="PORT", default=8000, type=click.IntRange(1, 65535))
@with_appcontext
def serve(host: str, port: int) -> None:
    """Run the web server; refuse in production what is not fit for it."""
    if current_app.config["SETTINGS"].production:
        _refuse_problems()
    try:
        pack(STATIC)
    except OSError as error:
        click.echo(f"Static files are served unpacked: {error}", err=True)
    db.engine.dispose()
    # In this process: what was read to come this far is not read again by every process that serves.
    sys.argv = [
        "gunicorn",
        "--bind",
        f"{host}:{port}",
        "--config",
        str(ROOT / "gunicorn.conf.py"),
        "lms.wsgi:app",
    ]
    wsgiapp.run()


@click.command()
@click.option("--threads", default=2)
@with_appcontext
def worker(threads: int) -> None:
    """Run the worker that sends mail and keeps the schedule; it waits for a database that is away."""
    _wait_for_database()
    options = ConsumerConfig(
        workers=threads, periodic=True, worker_type="thread", initial_delay=0.1, max_delay=1.0
    )
    current_app.extensions["huey"].create_consumer(**options.values).run()


def _wait_for_database() -> None:
    if is_reachable(db.engine):
        return
    click.echo(f"The database cannot be reached; trying again every {PAUSE} seconds.", err=True)
    while not is_reachable(db.engine):
        time.sleep(PAUSE)
    click.echo("The database is there; the worker starts.", err=True)


@click.command()
@click.option("--compile", "only_compile", is_flag=True, help="Only make the binary catalogues.")
@with_appcontext
def translate(only_compile: bool) -> None:
    """Bring the English catalogues up to date with the code and compile them."""
    if not only_compile:
        for name in ["core", *(feature.name for feature in current_app.extensions["features"])]:
            update_catalogue(name)
    compile_catalogues()


@click.group("mail")
def post() -> None:
    """Mail that Samenloop sent."""


@post.command("bounce")
@click.argument("message_id")
@with_appcontext
def bounced(message_id: str) -> None:
    """Note that a mail came back; a mail server's script can call this with the Message-ID."""
    with unit_of_work() as session:
        if not outbox.note_bounce(session, message_id=message_id.strip()):
            raise click.ClickException("No mail of the last thirty days has this Message-ID.")
    click.echo("Noted.")


@click.command()
@with_appcontext
def check() -> None:
    """Say what is not fit for production, and exit 1 if anything is."""
    _refuse_problems()
    click.echo("Ready for production.")


def _refuse_problems() -> None:
    found = current_app.extensions["problems"]()
    for problem in found:
        click.echo(problem)
    if found:
        sys.exit(1)


def sentence_about(error: Exception) -> str:
    """Why a command could not do its work, in one sentence for whoever typed it."""
    cause = getattr(error, "orig", None)
    said = (str(cause or error).strip().splitlines() or [type(error).__name__])[0]
    if isinstance(error, ProgrammingError) or said.startswith("no such table"):
        return "the database lacks tables of this version; run: lms db upgrade"
    return f"the database cannot be used: {said}" if isinstance(error, DBAPIError) else said


def add_commands(app: Flask) -> None:
    """Give the application the kernel's commands."""
    for item in (database, serve, worker, translate, post, check):
        app.cli.add_command(item)
