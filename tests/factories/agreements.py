"""Agreements for tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lms.agreements.models import AgreedFact, LearningAgreement, Signature, SignerRole
from lms.agreements.rules import fingerprint
from lms.cohorts.models import Enrolment
from lms.core import clock
from tests.factories import save


def make_agreement(enrolment: Enrolment, **values: Any) -> LearningAgreement:
    """A first version that everybody signed."""
    snapshot = {
        "number": 1,
        "participant": "Noor van Vliet",
        "organisation": "Woonbron Heuvel",
        "manager": "Eva Leiding",
        "programme": "Opleiding",
        "cohort": "Leergroep",
        "starts_on": "2026-09-10",
        "ends_on": "2027-06-24",
        "study_load_hours": 280,
        "attendance_norm": 80,
        "hours_per_week": "6",
        "learning_goals": "Beter luisteren.",
        "facts": [fact.value for fact in AgreedFact],
        "text": "## Tijd\n\nZes uur per week.\n\n- Leren\n- Proberen",
        "text_number": 1,
    }
    agreement = save(
        LearningAgreement(
            **{
                "enrolment_id": enrolment.id,
                "number": 1,
                "hours_per_week": Decimal(6),
                "manager_name": "Eva Leiding",
                "manager_email": "eva.leiding@werkgever.example",
                "learning_goals": "Beter luisteren.",
                "facts": snapshot["facts"],
                "snapshot": snapshot,
                "content_hash": fingerprint(snapshot),
                "completed_at": clock.now(),
                **values,
            }
        )
    )
    for role in SignerRole:
        save(
            Signature(
                agreement_id=agreement.id,
                role=role,
                name=f"Tekenaar {role.value}",
                content_hash=agreement.content_hash,
                signed_at=clock.now(),
            )
        )
    return agreement
