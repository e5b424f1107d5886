"""Rounds in which people are put together, their arrangements, and what counts for them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core.model import Base, Entity, related
from lms.core.sealing import SealedText


class RoundKind(StrEnum):
    """What a round puts together."""

    INTERVISION_GROUPS = "intervision_groups"
    TRAINING_PAIRS = "training_pairs"
    SHADOW_VISITS = "shadow_visits"


class RoundState(StrEnum):
    """Nothing is final before publication; a newer round of groups or pairs replaces the one before."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REPLACED = "replaced"


class Origin(StrEnum):
    """Who made an arrangement: the matcher, somebody by hand, or the matcher after somebody left."""

    PROPOSED = "proposed"
    BY_HAND = "by_hand"
    REPAIR = "repair"


class PinKind(StrEnum):
    """What staff fixes: two people together or apart, or a visitor with a host."""

    TOGETHER = "together"
    APART = "apart"
    VISIT = "visit"


class Round(Entity):
    """One time that a cohort is put together, with a snapshot of the facts that went in.

    `facts` holds members and hosts by key, without names; `apart` the pairs that private grounds keep apart,
    sealed and without their grounds, so that the same answer comes again and no later wish shows in it.
    """

    __tablename__ = "matching_round"
    __table_args__ = (
        sa.UniqueConstraint("cohort_id", "kind", "number"),
        sa.Index(
            "uq_matching_round_draft",
            "cohort_id",
            "kind",
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        ),
    )

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), index=True)
    kind: Mapped[RoundKind]
    number: Mapped[int]
    state: Mapped[RoundState] = mapped_column(default=RoundState.DRAFT)
    weights: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    seed: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    apart: Mapped[str] = mapped_column(SealedText())
    opened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    published_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    job_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)

    cohort: Mapped[Cohort] = related()
    opened_by: Mapped[Person | None] = related()
    members: Mapped[list[RoundMember]] = related(back_populates="round", order_by="RoundMember.id")
    arrangements: Mapped[list[Arrangement]] = related(back_populates="round", order_by="Arrangement.number")
    pins: Mapped[list[RoundPin]] = related(back_populates="round", order_by="RoundPin.id")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class RoundMember(Base):
    """Somebody whom a round places; who left it stays named here, with the day."""

    __tablename__ = "matching_round_member"
    __table_args__ = (sa.UniqueConstraint("round_id", "enrolment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("matching_round.id"))
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    left_at: Mapped[datetime | None]

    round: Mapped[Round] = related(back_populates="members")
    enrolment: Mapped[Enrolment] = related()


class RoundPin(Entity):
    """What staff fixes beforehand; `host_key` is a host of the round's snapshot."""

    __tablename__ = "matching_pin"
    __table_args__ = (sa.UniqueConstraint("round_id", "kind", "first_id", "second_id", "host_key"),)

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("matching_round.id"), index=True)
    kind: Mapped[PinKind]
    first_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    second_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    host_key: Mapped[int | None]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)

    round: Mapped[Round] = related(back_populates="pins")


class Arrangement(Entity):
    """One way to put a round's people together, with the account that the matcher gives of it.

    `groups` holds members by key, `visits` who visits which host when; `before` is what undo brings back.
    Published once, it never changes: a repair is a new one, and this one stays visible as replaced (DR-08).
    """

    __tablename__ = "matching_arrangement"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "number"),
        sa.Index(
            "uq_matching_arrangement_current",
            "round_id",
            unique=True,
            sqlite_where=sa.text("published_at IS NOT NULL AND replaced_at IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND replaced_at IS NULL"),
        ),
    )

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("matching_round.id"), index=True)
    number: Mapped[int]
    origin: Mapped[Origin]
    source_number: Mapped[int | None]
    gone_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    groups: Mapped[list[list[int]]] = mapped_column(sa.JSON)
    visits: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    account: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    before: Mapped[list[Any]] = mapped_column(sa.JSON)
    seed: Mapped[int]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    replaced_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    round: Mapped[Round] = related(back_populates="arrangements")
    gone: Mapped[Enrolment | None] = related()
    published_by: Mapped[Person | None] = related(foreign_keys=[published_by_id])
    seats: Mapped[list[Seat]] = related(back_populates="arrangement", order_by="Seat.id")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_current(self) -> bool:
        """Whether this is what holds now."""
        return self.published_at is not None and self.replaced_at is None

    @property
    def is_own_draft(self) -> bool:
        """Whether this is an own version that somebody still works on."""
        return self.origin is Origin.BY_HAND and self.published_at is None

    def has(self, key: int) -> bool:
        """Whether somebody has a place in it."""
        return any(key in group for group in self.groups) or any(row["visitor"] == key for row in self.visits)

    def concerns(self, key: int) -> bool:
        """Whether somebody has a place in it or receives a visitor: without this person it must change."""
        hosts = {row["key"] for row in self.round.facts["hosts"] if row["member"] == key}
        return self.has(key) or any(row["host"] in hosts for row in self.visits)


class Seat(Base):
    """Somebody's place in a published arrangement: in which group, or as whose visitor and when."""

    __tablename__ = "matching_seat"
    __table_args__ = (sa.Index("ix_matching_seat_arrangement_id", "arrangement_id", "group_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    arrangement_id: Mapped[int] = mapped_column(sa.ForeignKey("matching_arrangement.id"))
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    group_number: Mapped[int | None]
    host_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    host_reference: Mapped[UUID | None]
    held_on: Mapped[date | None]

    arrangement: Mapped[Arrangement] = related(back_populates="seats")
    enrolment: Mapped[Enrolment] = related(foreign_keys=[enrolment_id])
    host: Mapped[Enrolment | None] = related(foreign_keys=[host_id])


class LineManager(Entity):
    """Somebody of the cohort is the line manager of somebody else in it, as staff entered it (DR-05)."""

    __tablename__ = "matching_line_manager"

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), unique=True)
    manager_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)

    enrolment: Mapped[Enrolment] = related(foreign_keys=[enrolment_id])
    manager: Mapped[Enrolment] = related(foreign_keys=[manager_id])


class LearningGoals(Entity):
    """The fields of work about which somebody wants to learn more; the matcher brings them together."""

    __tablename__ = "matching_learning_goals"

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), unique=True)
    disciplines: Mapped[list[int]] = mapped_column(sa.JSON)
    version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class Veto(Entity):
    """With whom of the cohort somebody would rather not be put together.

    `people` is sealed and padded: a copy of the database tells neither names nor how many there are.
    """

    __tablename__ = "matching_veto"

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), unique=True)
    people: Mapped[str] = mapped_column(SealedText())
    version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
