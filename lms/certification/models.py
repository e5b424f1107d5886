"""Certificates: a signed snapshot of what was true at issue, which outlives every later change."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.model import Entity


class DocumentKind(StrEnum):
    """A certificate, or below the norm a proof of participation (DR-23)."""

    CERTIFICATE = "certificate"
    PROOF_OF_PARTICIPATION = "proof_of_participation"


class Certificate(Entity):
    """An issued document: number per study year (DR-24), unguessable code, signed snapshot."""

    __tablename__ = "certificate"
    __table_args__ = (
        sa.UniqueConstraint("academic_year", "sequence", "edition"),
        sa.Index(
            "uq_certificate_standing",
            "enrolment_id",
            "kind",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )

    kind: Mapped[DocumentKind] = mapped_column(default=DocumentKind.CERTIFICATE)
    enrolment_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cohort_enrolment.id", ondelete="SET NULL"), index=True
    )
    academic_year: Mapped[str] = mapped_column(sa.String(9))
    sequence: Mapped[int]
    edition: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    snapshot: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    signature: Mapped[str] = mapped_column(sa.String(200))
    key_id: Mapped[str] = mapped_column(sa.String(40))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    revocation_reason: Mapped[str] = mapped_column(sa.String(500), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def number(self) -> str:
        """The number that people read: `2627-0014`."""
        return f"{self.academic_year[2:4]}{self.academic_year[7:9]}-{self.sequence:04d}"
