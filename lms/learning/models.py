"""The two ledgers (DR-21): own progress, and certificate requirements that another person confirms."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Person
from lms.cohorts.models import Enrolment
from lms.core.files import StoredFile
from lms.core.model import Entity, related
from lms.programmes.models import Activity, Option, Requirement


class EvidenceState(StrEnum):
    """Whether another person has looked at the evidence."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


class Progress(Entity):
    """A participant's own tick at an activity; never counts towards the certificate."""

    __tablename__ = "learning_progress"
    __table_args__ = (sa.UniqueConstraint("enrolment_id", "activity_id"),)

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    activity_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_activity.id"), index=True)
    done_at: Mapped[datetime | None]


class Reflection(Entity):
    """What a participant wrote for a reflection or a preparation: private until shared with the trainers."""

    __tablename__ = "learning_reflection"
    __table_args__ = (sa.UniqueConstraint("enrolment_id", "activity_id"),)

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    activity_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_activity.id"), index=True)
    fields: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    written_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = related()
    activity: Mapped[Activity] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class Answer(Entity):
    """The latest answer of a participant to a self-check question."""

    __tablename__ = "learning_answer"
    __table_args__ = (sa.UniqueConstraint("enrolment_id", "question_id"),)

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_question.id"), index=True)
    option_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_option.id"), index=True)
    answered_at: Mapped[datetime]

    option: Mapped[Option] = related()


class Evidence(Entity):
    """Text or a file with which a participant shows that a requirement is met; confirmed by somebody else."""

    __tablename__ = "learning_evidence"

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    requirement_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_requirement.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text, default="")
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("core_file.id"), index=True)
    state: Mapped[EvidenceState] = mapped_column(default=EvidenceState.WAITING)
    handed_in_at: Mapped[datetime]
    judged_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    judged_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = related()
    requirement: Mapped[Requirement] = related()
    file: Mapped[StoredFile | None] = related()
    judged_by: Mapped[Person | None] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class DecisionState(StrEnum):
    """How a tailored decision stands; only an approved one meets its requirement."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class TailoredDecision(Entity):
    """A maatwerkbesluit: a requirement counts as met for a participant, because two people say so (DR-22)."""

    __tablename__ = "learning_tailored_decision"
    __table_args__ = (
        sa.Index(
            "uq_learning_tailored_decision_open",
            "enrolment_id",
            "requirement_id",
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        ),
    )

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    requirement_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_requirement.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[DecisionState] = mapped_column(default=DecisionState.PROPOSED, index=True)
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    decided_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = related()
    requirement: Mapped[Requirement] = related()
    proposed_by: Mapped[Person | None] = related(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = related(foreign_keys=[decided_by_id])

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class Completion(Entity):
    """A certificate requirement is met: when, who confirmed it (nobody when a recorded fact did), or by which
    tailored decision.
    """

    __tablename__ = "learning_completion"
    __table_args__ = (
        sa.Index(
            "uq_learning_completion_standing",
            "enrolment_id",
            "requirement_id",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
    )

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    requirement_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_requirement.id"), index=True)
    reached_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("learning_tailored_decision.id"), index=True
    )
    withdrawn_at: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = related()
    requirement: Mapped[Requirement] = related()
    confirmed_by: Mapped[Person | None] = related()
    decision: Mapped[TailoredDecision | None] = related()

    @property
    def is_tailored(self) -> bool:
        """Whether a tailored decision met it, which no recorded fact takes away."""
        return self.decision_id is not None
