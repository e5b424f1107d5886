"""A shadow visit, all that happened to it, and the links by which a host without account answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Person
from lms.cohorts.models import Enrolment
from lms.core.model import Entity, related
from lms.shadowing.models.hosts import Host, HostSlot

if TYPE_CHECKING:
    from lms.shadowing.models.after import Observation, ProposedTerm, VisitReflection


class VisitState(StrEnum):
    """How a visit stands; who ended it is never mixed up."""

    REQUESTED = "requested"
    CONSIDERING = "considering"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    DONE = "done"
    REPLACED = "replaced"


class Reason(StrEnum):
    """Why a day was refused, ended or moved."""

    FULL_DIARY = "full_diary"
    ILLNESS = "illness"
    NO_COLLEAGUE = "no_colleague"
    NO_FIT = "no_fit"
    PLAN_CHANGED = "plan_changed"
    OTHER = "other"


class Preparation(StrEnum):
    """What a host does before the day, so that residents decide about a visitor."""

    RESIDENTS_TOLD = "residents_told"
    CONSENT_ASKED = "consent_asked"
    SIGN_AGREED = "sign_agreed"
    COLLEAGUES_TOLD = "colleagues_told"


class LinkPurpose(StrEnum):
    """The one thing that a host's link is for."""

    ANSWER = "answer"
    PREPARE = "prepare"
    CHANGE = "change"
    REPORT = "report"


_STANDING = sa.text("state IN ('requested', 'considering', 'accepted', 'done')")


class Visit(Entity):
    """Somebody walks along with a host for a day; `sequence` rises with what both calendars must hear."""

    __tablename__ = "shadowing_visit"
    __table_args__ = (
        sa.Index(
            "uq_shadowing_visit_pair",
            "enrolment_id",
            "host_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("shadowing_host.id"), index=True)
    slot_id: Mapped[int | None] = mapped_column(sa.ForeignKey("shadowing_host_slot.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("shadowing_visit.id"), unique=True)
    round_id: Mapped[UUID | None] = mapped_column(index=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    state: Mapped[VisitState] = mapped_column(default=VisitState.REQUESTED, index=True)
    learning_question: Mapped[str] = mapped_column(sa.Text)
    instructions: Mapped[str] = mapped_column(sa.Text, default="")
    prepared: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    prepared_at: Mapped[datetime | None]
    real_minutes: Mapped[int | None]
    debrief_minutes: Mapped[int | None]
    was_partly_absent: Mapped[bool] = mapped_column(default=False)
    host_remark: Mapped[str] = mapped_column(sa.Text, default="")
    reported_at: Mapped[datetime | None]
    report_asked_at: Mapped[datetime | None]
    reminded_week_at: Mapped[datetime | None]
    reminded_day_at: Mapped[datetime | None]
    nudged_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = related()
    host: Mapped[Host] = related()
    slot: Mapped[HostSlot | None] = related()
    replaces: Mapped[Visit | None] = related(remote_side="Visit.id", back_populates="replaced_by")
    replaced_by: Mapped[Visit | None] = related(uselist=False, back_populates="replaces")
    changes: Mapped[list[VisitChange]] = related(order_by="VisitChange.id")
    signature: Mapped[VisitSignature | None] = related(uselist=False)
    observation: Mapped[Observation | None] = related(uselist=False)
    reflection: Mapped[VisitReflection | None] = related(uselist=False, back_populates="visit")
    term: Mapped[ProposedTerm | None] = related(uselist=False, back_populates="visit")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def planned_minutes(self) -> int:
        """How long the day was meant to be."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def is_signed(self) -> bool:
        """Whether the visitor signed; before that no place and no address is shown."""
        return self.signature is not None


class VisitChange(Entity):
    """A visit went from one state to another, or to another day: by whom and why."""

    __tablename__ = "shadowing_visit_change"

    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("shadowing_visit.id"), index=True)
    from_state: Mapped[VisitState | None]
    to_state: Mapped[VisitState]
    from_starts_at: Mapped[datetime | None]
    from_ends_at: Mapped[datetime | None]
    reason: Mapped[Reason | None]
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    by_link: Mapped[bool] = mapped_column(default=False)
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)

    changed_by: Mapped[Person | None] = related()


class HostLink(Entity):
    """A mailed link by which a host without account does one thing, once; only its hash is kept."""

    __tablename__ = "shadowing_host_link"

    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("shadowing_visit.id"), index=True)
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    visit: Mapped[Visit] = related()


class VisitSignature(Entity):
    """The visitor signed the visit agreement; the text stays as it was read."""

    __tablename__ = "shadowing_visit_signature"

    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("shadowing_visit.id"), unique=True)
    text_number: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[str] = mapped_column(sa.String(200))
    signed_at: Mapped[datetime]
