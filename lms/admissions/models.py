"""Who wants to take part in a cohort: applications, their links, intake talks, decisions and letters."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Discipline, JobRole, Organisation, Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.model import Entity, related


class ApplicationState(StrEnum):
    """How far an application is, from draft to decision."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    INVITED = "invited"
    INTAKE_HELD = "intake_held"
    WAITING = "waiting"
    PLACED = "placed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({ApplicationState.SUBMITTED, ApplicationState.INVITED, ApplicationState.INTAKE_HELD})
"""Sent in and not yet decided."""

UNDECIDED = OPEN | {ApplicationState.WAITING}
"""A place can still be given."""

OVER = frozenset({ApplicationState.REJECTED, ApplicationState.WITHDRAWN})


class Advice(StrEnum):
    """What whoever held the intake advises the coordinator."""

    PLACE = "place"
    WAITING_LIST = "waiting_list"
    REJECT = "reject"


class LetterKind(StrEnum):
    """What a letter about a placement decision says."""

    PLACED = "placed"
    WAITING_LIST = "waiting_list"
    REJECTED = "rejected"


class LinkPurpose(StrEnum):
    """What a mailed link is for: going on with a draft, or following what was sent in."""

    RESUME = "resume"
    FOLLOW = "follow"


class ApplicationRound(Entity):
    """From when until when people apply for a cohort, and how many there is room for."""

    __tablename__ = "admission_round"

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), unique=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    answers_on: Mapped[date]
    minimum_size: Mapped[int]
    maximum_size: Mapped[int]
    rebook_hours: Mapped[int] = mapped_column(default=24)
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    cohort: Mapped[Cohort] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class Application(Entity):
    """What somebody writes to take part; a draft may leave everything open but the e-mail address."""

    __tablename__ = "admission_application"
    __table_args__ = (
        sa.Index(
            "uq_admission_application_standing",
            "round_id",
            "email_key",
            unique=True,
            sqlite_where=sa.text("state NOT IN ('draft', 'rejected', 'withdrawn')"),
            postgresql_where=sa.text("state NOT IN ('draft', 'rejected', 'withdrawn')"),
        ),
    )

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("admission_round.id"), index=True)
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.DRAFT)
    given_name: Mapped[str] = mapped_column(sa.String(80), default="")
    prefix: Mapped[str] = mapped_column(sa.String(30), default="")
    family_name: Mapped[str] = mapped_column(sa.String(100), default="")
    email: Mapped[str] = mapped_column(sa.String(254))
    email_key: Mapped[str] = mapped_column(sa.String(254), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_organisation.id"), index=True)
    other_organisation: Mapped[str] = mapped_column(sa.String(200), default="")
    discipline_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_discipline.id"), index=True)
    job_role_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_job_role.id"), index=True)
    other_job_role: Mapped[str] = mapped_column(sa.String(100), default="")
    motivation: Mapped[str] = mapped_column(sa.Text, default="")
    experience: Mapped[str] = mapped_column(sa.Text, default="")
    hours_per_week: Mapped[Decimal | None]
    manager_name: Mapped[str] = mapped_column(sa.String(200), default="")
    manager_email: Mapped[str] = mapped_column(sa.String(254), default="")
    manager_asked: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(sa.String(5), default="nl")
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    waiting_place: Mapped[int | None]
    talk_sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    enrolment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    round: Mapped[ApplicationRound] = related()
    organisation: Mapped[Organisation | None] = related()
    discipline: Mapped[Discipline | None] = related()
    job_role: Mapped[JobRole | None] = related()
    decided_by: Mapped[Person | None] = related()
    enrolment: Mapped[Enrolment | None] = related()
    intake: Mapped[Intake | None] = related(back_populates="application")
    slot: Mapped[IntakeSlot | None] = related(back_populates="application")
    letters: Mapped[list[Letter]] = related(back_populates="application", order_by="Letter.id")
    links: Mapped[list[ApplicationLink]] = related(back_populates="application")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def display_name(self) -> str:
        """Given name, prefix and family name: `Noor van Vliet`."""
        return " ".join(part for part in (self.given_name, self.prefix, self.family_name) if part)

    @property
    def initials(self) -> str:
        """First letters of given and family name: `NV`."""
        return (self.given_name[:1] + self.family_name[:1]).upper()

    @property
    def organisation_name(self) -> str:
        """For whom somebody works, also when we do not know that organisation."""
        return self.organisation.name if self.organisation else self.other_organisation

    @property
    def job_role_name(self) -> str:
        """What somebody does there, also when we do not know that function."""
        return self.job_role.name if self.job_role else self.other_job_role


class ApplicationLink(Entity):
    """A mailed link to one application, for one purpose; only its hash is kept."""

    __tablename__ = "admission_link"

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("admission_application.id"), index=True)
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]

    application: Mapped[Application] = related(back_populates="links")


class IntakeSlot(Entity):
    """A time at which one applicant can have the intake talk, with whom and where."""

    __tablename__ = "admission_slot"
    __table_args__ = (sa.UniqueConstraint("application_id"),)

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("admission_round.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    video_url: Mapped[str] = mapped_column(sa.String(500), default="")
    held_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(sa.ForeignKey("admission_application.id"))

    round: Mapped[ApplicationRound] = related()
    held_by: Mapped[Person | None] = related()
    application: Mapped[Application | None] = related(back_populates="slot")


class Intake(Entity):
    """What was said in an intake talk, read by the staff of the cohort alone; without advice not finished."""

    __tablename__ = "admission_intake"

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("admission_application.id"), unique=True)
    held_on: Mapped[date]
    motivation: Mapped[str] = mapped_column(sa.Text, default="")
    experience: Mapped[str] = mapped_column(sa.Text, default="")
    practice_access: Mapped[str] = mapped_column(sa.Text, default="")
    learning_goals: Mapped[str] = mapped_column(sa.Text, default="")
    advice: Mapped[Advice | None]
    advice_reason: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    application: Mapped[Application] = related(back_populates="intake")
    recorded_by: Mapped[Person | None] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class Letter(Entity):
    """A placement decision as it was sent: the facts of that day and the coordinator's own words."""

    __tablename__ = "admission_letter"

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("admission_application.id"), index=True)
    kind: Mapped[LetterKind]
    snapshot: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)

    application: Mapped[Application] = related(back_populates="letters")
