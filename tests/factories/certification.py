"""Certificates for tests."""

from __future__ import annotations

from typing import Any

from lms.certification.models import Certificate, DocumentKind
from lms.certification.rules import make_code
from lms.cohorts.models import Enrolment
from lms.core import clock
from tests.factories import counter, save


def make_certificate(enrolment: Enrolment | None = None, **values: Any) -> Certificate:
    """A standing certificate with a snapshot that nobody signed."""
    code = make_code()
    return save(
        Certificate(
            **{
                "kind": DocumentKind.CERTIFICATE,
                "enrolment_id": enrolment.id if enrolment else None,
                "academic_year": "2026/2027",
                "sequence": counter.next(),
                "code": code,
                "snapshot": {
                    "kind": "certificate",
                    "number": "2627-0001",
                    "edition": 1,
                    "code": code,
                    "name": "Noor van Vliet",
                    "programme": "Opleiding",
                    "academic_year": "2026/2027",
                    "text": "heeft de opleiding afgerond.",
                    "study_load_hours": 280,
                    "issued_on": "2027-06-24",
                    "signers": [{"name": "Ema Slangen", "role": "opleider"}],
                    "requirements": [],
                },
                "signature": "",
                "key_id": "none",
                "issued_at": clock.now(),
                **values,
            }
        )
    )
