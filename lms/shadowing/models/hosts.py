"""Who receives a visitor and when, and with whom a participant would like to go."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Organisation, Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core.model import Base, Entity, related


class Host(Entity):
    """A gastcollega of a cohort: a fellow participant, or somebody from outside who needs no account."""

    __tablename__ = "shadowing_host"
    __table_args__ = (sa.UniqueConstraint("cohort_id", "person_id"),)

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("account_organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    email: Mapped[str] = mapped_column(sa.String(254))
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    work: Mapped[str] = mapped_column(sa.String(200))
    about: Mapped[str] = mapped_column(sa.Text)
    area: Mapped[str] = mapped_column(sa.String(200), default="")
    place: Mapped[str] = mapped_column(sa.String(80), default="")
    address: Mapped[str] = mapped_column(sa.String(300))
    arrival: Mapped[str] = mapped_column(sa.Text, default="")
    access: Mapped[str] = mapped_column(sa.Text, default="")
    dress: Mapped[str] = mapped_column(sa.String(300), default="")
    checks: Mapped[str] = mapped_column(sa.String(300), default="")
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    cohort: Mapped[Cohort] = related()
    organisation: Mapped[Organisation] = related()
    person: Mapped[Person | None] = related(foreign_keys=[person_id])
    slots: Mapped[list[HostSlot]] = related(back_populates="host", order_by="HostSlot.starts_at")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_guest(self) -> bool:
        """Whether the host has no account and answers by mailed links."""
        return self.person_id is None


class HostSlot(Entity):
    """A day on which a host can receive visitors: how many, and how long before it must be asked."""

    __tablename__ = "shadowing_host_slot"
    __table_args__ = (
        sa.CheckConstraint("capacity BETWEEN 1 AND 2", name="capacity_is_one_or_two"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.UniqueConstraint("host_id", "starts_at"),
    )

    host_id: Mapped[int] = mapped_column(sa.ForeignKey("shadowing_host.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    capacity: Mapped[int] = mapped_column(default=1)
    lead_days: Mapped[int] = mapped_column(default=7)
    series: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]

    host: Mapped[Host] = related(back_populates="slots")


class Wish(Entity):
    """What a participant wants to learn by walking along; the matcher and hosts read the question.

    `weekdays_away` are days of the week, Monday is 0; `periods_away` first and last days, as ISO writes them;
    `too_far` names places of hosts.
    """

    __tablename__ = "shadowing_wish"

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), unique=True)
    learning_question: Mapped[str] = mapped_column(sa.Text)
    weekdays_away: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    periods_away: Mapped[list[list[str]]] = mapped_column(sa.JSON, default=list)
    too_far: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = related()
    hosts: Mapped[list[WishedHost]] = related(order_by="WishedHost.rank", cascade="all, delete-orphan")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class WishedHost(Base):
    """A host whom a participant would like to visit, in the order of the wish."""

    __tablename__ = "shadowing_wished_host"

    wish_id: Mapped[int] = mapped_column(sa.ForeignKey("shadowing_wish.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("shadowing_host.id"), index=True)

    host: Mapped[Host] = related()
