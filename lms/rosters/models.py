"""Imports with their judged rows, rounds of invitations with their people, and large files on their way."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.cohorts.models import Cohort, Enrolment
from lms.core.files import StoredFile
from lms.core.model import Base, Entity, related


class RowState(StrEnum):
    """What becomes of a row: fit or refused when it was judged; taken in or dropped afterwards."""

    FIT = "fit"
    REFUSED = "refused"
    TAKEN_IN = "taken_in"
    DROPPED = "dropped"


class RoundKind(StrEnum):
    """A first invitation, or a reminder to whoever did not answer."""

    FIRST = "first"
    REMINDER = "reminder"


class PlaceState(StrEnum):
    """What became of somebody in a round; who answered meanwhile is passed over."""

    WAITING = "waiting"
    INVITED = "invited"
    PASSED_OVER = "passed_over"


class ListImport(Entity):
    """A list of participants for a cohort: judged at once, taken in after somebody confirmed it.

    The file itself is never kept; its SHA-256 binds the confirmation to exactly what was judged.
    """

    __tablename__ = "roster_import"

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), index=True)
    sent_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    unread_heads: Mapped[list[str]] = mapped_column(sa.JSON)
    fit: Mapped[int]
    refused: Mapped[int]
    taken_in: Mapped[int] = mapped_column(default=0)
    dropped: Mapped[int] = mapped_column(default=0)
    invites: Mapped[bool] = mapped_column(default=True)
    job_id: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    cohort: Mapped[Cohort] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class ImportRow(Base):
    """One row of a list, with its number in the file and everything that is wrong with it."""

    __tablename__ = "roster_import_row"
    __table_args__ = (sa.Index("ix_roster_import_row_import_id", "import_id", "state", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_import.id", ondelete="CASCADE"))
    number: Mapped[int]
    cells: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    problems: Mapped[list[list[str]]] = mapped_column(sa.JSON)
    notes: Mapped[list[list[str]]] = mapped_column(sa.JSON)
    state: Mapped[RowState]


class InvitationRound(Entity):
    """Invitations, or reminders, to a list of people that was fixed when somebody asked for them."""

    __tablename__ = "roster_round"

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), index=True)
    kind: Mapped[RoundKind]
    started_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    job_id: Mapped[UUID | None]
    invited: Mapped[int] = mapped_column(default=0)
    passed_over: Mapped[int] = mapped_column(default=0)

    cohort: Mapped[Cohort] = related()


class RoundPlace(Base):
    """One person in a round of invitations."""

    __tablename__ = "roster_round_place"
    __table_args__ = (sa.Index("ix_roster_round_place_round_id", "round_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_round.id"))
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    state: Mapped[PlaceState] = mapped_column(default=PlaceState.WAITING)

    enrolment: Mapped[Enrolment] = related()


class ListExport(Entity):
    """The participants of all cohorts that somebody coordinates, as one workbook; gone after a week."""

    __tablename__ = "roster_export"

    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("core_file.id"), index=True)

    file: Mapped[StoredFile | None] = related()


class ExportRow(Base):
    """One participant on the way into a workbook."""

    __tablename__ = "roster_export_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    export_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_export.id", ondelete="CASCADE"), index=True)
    cells: Mapped[list[str]] = mapped_column(sa.JSON)
