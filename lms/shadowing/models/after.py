"""What a visitor writes after the day."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Organisation, Person
from lms.core.model import Entity, related
from lms.shadowing.models.visits import Visit


class Observation(Entity):
    """The observation form of a visit; only the visitor reads it."""

    __tablename__ = "shadowing_observation"

    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("shadowing_visit.id"), unique=True)
    seen: Mapped[str] = mapped_column(sa.Text, default="")
    surprised: Mapped[str] = mapped_column(sa.Text, default="")
    other_word: Mapped[str] = mapped_column(sa.Text, default="")
    will_try: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class VisitReflection(Entity):
    """The reflection on a visit: private, until its writer lets one person read it."""

    __tablename__ = "shadowing_reflection"

    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("shadowing_visit.id"), unique=True)
    text: Mapped[str] = mapped_column(sa.Text)
    finished_at: Mapped[datetime | None]
    shared_with_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    shared_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    visit: Mapped[Visit] = related(back_populates="reflection")
    shared_with: Mapped[Person | None] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class TermState(StrEnum):
    """How a proposed word stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class ProposedTerm(Entity):
    """A word for the Begrippenwijzer: what it means at the organisation that was visited.

    The cohort reads it once it is accepted, with the name of who proposed it only when that was wanted.
    """

    __tablename__ = "shadowing_proposed_term"

    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("shadowing_visit.id"), unique=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("account_organisation.id"), index=True)
    term: Mapped[str] = mapped_column(sa.String(120))
    meaning: Mapped[str] = mapped_column(sa.Text)
    is_named: Mapped[bool] = mapped_column(default=False)
    state: Mapped[TermState] = mapped_column(default=TermState.PROPOSED, index=True)
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = related()
    visit: Mapped[Visit] = related(back_populates="term")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
