"""What may be chosen in the selects of accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts import queries
from lms.accounts.forms import MembershipForm
from lms.accounts.models import Discipline, JobRole, Organisation
from lms.core.forms import choice
from lms.core.unit_of_work import current_session

Row = TypeVar("Row", Organisation, Discipline, JobRole)
Scopes = Callable[[Session], Sequence[tuple[UUID, str]]]


def find_chosen(rows: Sequence[Row], value: str | None) -> Row | None:
    """The row whose public id was chosen."""
    return next((row for row in rows if str(row.public_id) == value), None)


def choices_of(rows: Sequence[Row], *, empty: str) -> list[Any]:
    """Choices of a select, after the line for no choice."""
    return [choice("", empty), *(choice(str(row.public_id), row.name) for row in rows)]


def fill_membership_choices(form: MembershipForm) -> None:
    """Offer the organisations, fields of work and functions that are known."""
    session = current_session()
    form.organisation.choices = choices_of(
        queries.list_organisations(session), empty=_("Kies een organisatie")
    )
    form.discipline.choices = choices_of(queries.list_disciplines(session), empty=_("Weet ik niet"))
    form.job_role.choices = choices_of(queries.list_job_roles(session), empty=_("Weet ik niet"))


def chosen_work(form: MembershipForm) -> tuple[Organisation, Discipline | None, JobRole | None, date]:
    """The work that a valid form describes."""
    session = current_session()
    organisation = find_chosen(queries.list_organisations(session), form.organisation.data)
    assert organisation is not None
    assert form.starts_on.data is not None
    return (
        organisation,
        find_chosen(queries.list_disciplines(session), form.discipline.data),
        find_chosen(queries.list_job_roles(session), form.job_role.data),
        form.starts_on.data,
    )


def hat_scopes() -> dict[str, str]:
    """The programmes for which a hat may be worn, by public id; a higher feature names them."""
    scopes: Scopes | None = current_app.extensions.get("hat_scopes")
    return {str(number): name for number, name in scopes(current_session())} if scopes else {}
