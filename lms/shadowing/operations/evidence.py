"""A visit as evidence: the recorded facts wait for a trainer, who confirms (DR-21)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from lms.cohorts.models import Enrolment
from lms.core.authorisation import SYSTEM
from lms.learning.operations import EnoughHandedInError, NotByEvidenceError, hand_in_evidence
from lms.learning.queries import find_completion
from lms.shadowing import queries

VISIT_KEYS = ("meeloopdag_1", "meeloopdag_2")
HOST_KEYS = ("gastdag",)


def hand_in_fact(session: Session, *, enrolment: Enrolment, keys: Sequence[str], text: str) -> bool:
    """Hand in the facts for the first of these requirements that still asks for evidence; whether one did."""
    for key in keys:
        requirement = queries.find_requirement(session, cohort=enrolment.cohort, key=key)
        if requirement is None or find_completion(
            session, enrolment_id=enrolment.id, requirement_id=requirement.id
        ):
            continue
        try:
            hand_in_evidence(session, actor=SYSTEM, enrolment=enrolment, requirement=requirement, text=text)
        except (EnoughHandedInError, NotByEvidenceError):
            continue
        return True
    return False
