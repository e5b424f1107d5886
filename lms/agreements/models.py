"""Learning agreements: what was agreed in each version, who signed it, and the link for the line manager."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Person
from lms.cohorts.models import Enrolment
from lms.core.model import Entity, related
from lms.programmes.models import Programme


class TextKind(StrEnum):
    """What a text of the programme is for."""

    LEARNING_AGREEMENT = "learning_agreement"
    CONFIDENTIALITY_STATEMENT = "confidentiality_statement"
    VISIT_AGREEMENT = "visit_agreement"


class SignerRole(StrEnum):
    """For whom somebody signs the agreement; three signatures make it complete."""

    PARTICIPANT = "participant"
    LINE_MANAGER = "line_manager"
    TRAINER = "trainer"


class AgreedFact(StrEnum):
    """A fact of an own employee that the director may see when the agreement says so (DR-43)."""

    ENROLLED = "enrolled"
    HOURS = "hours"
    MILESTONES = "milestones"
    CERTIFICATE = "certificate"


class AgreementState(StrEnum):
    """How one version of an agreement stands."""

    WAITING = "waiting"
    DECLINED = "declined"
    COMPLETE = "complete"
    REPLACED = "replaced"


class AgreementText(Entity):
    """A text that a programme uses from some day on; before it, the text that we ship counts as number 1."""

    __tablename__ = "agreement_text"
    __table_args__ = (sa.UniqueConstraint("programme_id", "kind", "number"),)

    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programme.id"), index=True)
    kind: Mapped[TextKind]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)

    programme: Mapped[Programme] = related()
    written_by: Mapped[Person | None] = related()


class LearningAgreement(Entity):
    """One version of an enrolment's agreement; its snapshot, which people read and sign, never changes."""

    __tablename__ = "agreement"
    __table_args__ = (
        sa.UniqueConstraint("enrolment_id", "number"),
        sa.Index(
            "uq_agreement_standing",
            "enrolment_id",
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        ),
    )

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    number: Mapped[int]
    hours_per_week: Mapped[Decimal]
    manager_name: Mapped[str] = mapped_column(sa.String(200))
    manager_email: Mapped[str] = mapped_column(sa.String(254))
    learning_goals: Mapped[str] = mapped_column(sa.Text, default="")
    facts: Mapped[list[str]] = mapped_column(sa.JSON)
    snapshot: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    drafted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    completed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    decline_remark: Mapped[str] = mapped_column(sa.Text, default="")
    replaced_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = related()
    signatures: Mapped[list[Signature]] = related(back_populates="agreement", order_by="Signature.id")
    links: Mapped[list[SigningLink]] = related(back_populates="agreement", order_by="SigningLink.id")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day, as the snapshot says them."""
        first, last = (date.fromisoformat(self.snapshot[name]) for name in ("starts_on", "ends_on"))
        return first, last

    @property
    def state(self) -> AgreementState:
        """Replaced by a newer version, complete, declined by the line manager, or waiting for signatures."""
        if self.replaced_at is not None:
            return AgreementState.REPLACED
        if self.completed_at is not None:
            return AgreementState.COMPLETE
        return AgreementState.WAITING if self.declined_at is None else AgreementState.DECLINED


class Signature(Entity):
    """Somebody signed a version: under which name, when, and the fingerprint of what was read."""

    __tablename__ = "agreement_signature"
    __table_args__ = (sa.UniqueConstraint("agreement_id", "role"),)

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    role: Mapped[SignerRole]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    signed_at: Mapped[datetime]

    agreement: Mapped[LearningAgreement] = related(back_populates="signatures")


class SigningLink(Entity):
    """The mailed link by which a line manager signs one version, once; only its hash is kept."""

    __tablename__ = "agreement_signing_link"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    agreement: Mapped[LearningAgreement] = related(back_populates="links")


class ConfidentialityStatement(Entity):
    """A participant read and signed the confidentiality statement; the text stays as it was read."""

    __tablename__ = "agreement_confidentiality_statement"

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), unique=True)
    text_number: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[str] = mapped_column(sa.String(200))
    signed_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = related()
