"""Commands for people and hats, for whoever runs the server."""

from __future__ import annotations

from uuid import UUID

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from lms.accounts import operations, queries
from lms.accounts.models import Hat, Organisation, Person
from lms.accounts.rules.refusals import AddressInUseError, OrganisationMissingError, WeakPasswordError
from lms.core import clock
from lms.core.authorisation import SYSTEM
from lms.core.unit_of_work import unit_of_work

HATS = click.Choice([hat.value for hat in Hat])


@click.group()
def user() -> None:
    """People who use Samenloop."""


def _find(session: Session, email: str) -> Person:
    person = queries.find_person_by_email(session, email=email)
    if person is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    return person


def _find_organisation(session: Session, name: str | None) -> Organisation | None:
    if name is None:
        return None
    organisation = queries.find_organisation_by_name(session, name=name)
    if organisation is None:
        raise click.ClickException(f"There is no organisation called {name}.")
    return organisation


@user.command("add")
@click.argument("email")
@click.option("--given-name", prompt=True)
@click.option("--prefix", default="", help="Tussenvoegsel, such as 'van der'.")
@click.option("--family-name", prompt=True)
@click.option("--organisation", "organisation_name", help="Where this person works; it must exist.")
@click.option("--invite/--no-invite", default=True, help="Mail a link to choose a password.")
@with_appcontext
def add(
    email: str, given_name: str, prefix: str, family_name: str, organisation_name: str | None, invite: bool
) -> None:
    """Add a person."""
    with unit_of_work() as session:
        organisation = _find_organisation(session, organisation_name)
        try:
            person = operations.add_person(
                session,
                actor=SYSTEM,
                given_name=given_name,
                prefix=prefix,
                family_name=family_name,
                email=email,
            )
        except AddressInUseError:
            raise click.ClickException(f"Somebody already has the address {email}.") from None
        if organisation is not None:
            operations.add_membership(
                session, actor=SYSTEM, person=person, organisation=organisation, starts_on=clock.today()
            )
        if invite:
            operations.invite_person(session, actor=SYSTEM, person=person)
    click.echo(f"Added {email}." + (" An invitation is on its way." if invite else ""))


@user.command("password")
@click.argument("email")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
@with_appcontext
def password(email: str, password: str) -> None:
    """Give a person a password."""
    with unit_of_work() as session:
        person = _find(session, email)
        try:
            operations.set_password(session, actor=SYSTEM, person=person, password=password)
        except WeakPasswordError as weak:
            raise click.ClickException(f"This password is not good enough: {weak.fault.value}.") from None
    click.echo(f"The password of {email} is set.")


@user.command("second-factor-remove")
@click.argument("email")
@with_appcontext
def second_factor_remove(email: str) -> None:
    """Unlink a person's lost authenticator."""
    with unit_of_work() as session:
        operations.remove_second_factor(session, actor=SYSTEM, person=_find(session, email))
    click.echo(f"{email} sets up a new code at the next sign-in.")


@user.group("hat")
def hats() -> None:
    """The hats that a person wears."""


@hats.command("grant")
@click.argument("email")
@click.argument("hat", type=HATS)
@click.option("--organisation", "organisation_name", help="For a director: the organisation's name.")
@click.option("--scope", type=click.UUID, help="Public id of a programme or a cohort.")
@with_appcontext
def grant(email: str, hat: str, organisation_name: str | None, scope: UUID | None) -> None:
    """Give a person a hat."""
    with unit_of_work() as session:
        organisation = _find_organisation(session, organisation_name)
        try:
            operations.grant_hat(
                session,
                actor=SYSTEM,
                person=_find(session, email),
                hat=Hat(hat),
                organisation=organisation,
                scope=scope,
            )
        except OrganisationMissingError:
            raise click.ClickException("A director needs --organisation.") from None
    click.echo(f"{email} is {hat} from now on.")


@hats.command("withdraw")
@click.argument("email")
@click.argument("hat", type=HATS)
@with_appcontext
def withdraw(email: str, hat: str) -> None:
    """Take a hat back, for every programme and organisation."""
    with unit_of_work() as session:
        worn = [
            row for row in _find(session, email).hats if row.hat == Hat(hat) and row.is_current(clock.today())
        ]
        for assignment in worn:
            operations.withdraw_hat(session, actor=SYSTEM, assignment=assignment)
    click.echo(f"Withdrawn: {len(worn)}.")


@hats.command("list")
@click.argument("email")
@with_appcontext
def show(email: str) -> None:
    """Say which hats a person wears."""
    with unit_of_work() as session:
        for row in _find(session, email).hats:
            if row.is_current(clock.today()):
                organisation = row.organisation.name if row.organisation else ""
                click.echo(
                    " ".join(part for part in (row.hat.value, organisation, str(row.scope or "")) if part)
                )
