"""When a certificate may be issued, what it says, and how its code is read."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lms.certification.models import Certificate, DocumentKind
from lms.cohorts.models import Enrolment
from lms.learning.rules import RequirementStanding, RequirementState

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_BITS = 130
CODE_LENGTH = CODE_BITS // 5
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


class Validity(StrEnum):
    """What anybody may know of a document by its code."""

    VALID = "valid"
    REVOKED = "revoked"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Eligibility:
    """Whether one participant meets everything, what is missing if not, and the document that stands."""

    enrolment: Enrolment
    standings: Sequence[RequirementStanding]
    certificate: Certificate | None = None

    @property
    def missing(self) -> Sequence[RequirementStanding]:
        """The requirements that nobody has confirmed yet."""
        return [item for item in self.standings if item.state is not RequirementState.REACHED]

    @property
    def is_met(self) -> bool:
        """Whether the certificate may be issued (DR-20); a programme without requirements issues none."""
        return bool(self.standings) and not self.missing

    @property
    def is_ready(self) -> bool:
        """Whether it may be issued and has not been."""
        return self.is_met and self.certificate is None


@dataclass(frozen=True)
class IssuedCertificate:
    """A document with the enrolment for which it was issued, as long as that person is known."""

    certificate: Certificate
    enrolment: Enrolment | None


def make_code() -> str:
    """A code of 130 random bits in 26 characters that do not look alike."""
    number = secrets.randbits(CODE_BITS)
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(CODE_LENGTH))


def read_code(typed: str) -> str | None:
    """The code that somebody typed, whatever its case, spaces and look-alikes; None if it is no code."""
    compact = "".join(c for c in typed if c not in " -\u00a0")
    if len(compact) != CODE_LENGTH or not compact.isascii():
        return None
    code = compact.upper().translate(_LOOKALIKES)
    return code if all(c in ALPHABET for c in code) else None


def spell_code(code: str) -> str:
    """The code in groups that can be read aloud: `AB12C-...`."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def snapshot_of(
    eligibility: Eligibility,
    *,
    kind: DocumentKind,
    number: str,
    edition: int,
    issued_on: date,
    signers: Sequence[tuple[str, str]],
    code: str,
) -> dict[str, Any]:
    """Everything that the document says, frozen at issue; later changes do not touch it."""
    enrolment = eligibility.enrolment
    version = enrolment.cohort.programme_version
    return {
        "kind": kind.value,
        "number": number,
        "edition": edition,
        "code": code,
        "name": enrolment.person.display_name,
        "programme": version.programme.title,
        "academic_year": enrolment.cohort.academic_year,
        "text": version.certificate_text,
        "study_load_hours": version.study_load_hours,
        "issued_on": issued_on.isoformat(),
        "signers": [{"name": name, "role": role} for name, role in signers],
        "requirements": [
            {"title": item.requirement.title, "reached_on": item.reached_at.date().isoformat()}
            for item in eligibility.standings
            if item.reached_at is not None
        ],
    }


def validity_of(certificate: Certificate, *, is_genuine: bool, is_replaced: bool) -> Validity:
    """What to tell who asks (DR-24); a broken seal makes a document unknown."""
    if not is_genuine or certificate.snapshot.get("code") != certificate.code:
        return Validity.UNKNOWN
    if certificate.revoked_at is None:
        return Validity.VALID
    return Validity.REPLACED if is_replaced else Validity.REVOKED
