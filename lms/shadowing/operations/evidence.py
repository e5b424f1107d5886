"""A visit as evidence: the recorded facts wait for a trainer, who confirms (DR-21)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.cohorts.models import Enrolment
from lms.core.authorisation import SYSTEM
from lms.learning.operations import EnoughHandedInError, NotByEvidenceError, hand_in_evidence
from lms.learning.queries import find_completion
from lms.shadowing import queries

AS_VISITOR, AS_HOST = "meeloopdag", "gastdag"
"""How the names of the requirements begin for which a day as a visitor, or as a host, is evidence."""


def hand_in_fact(session: Session, *, enrolment: Enrolment, about: str, text: str) -> bool:
    """Hand in the facts for the first requirement about this that still asks evidence; whether one did."""
    for requirement in queries.list_requirements(session, cohort=enrolment.cohort, about=about):
        if find_completion(session, enrolment_id=enrolment.id, requirement_id=requirement.id):
            continue
        try:
            hand_in_evidence(session, actor=SYSTEM, enrolment=enrolment, requirement=requirement, text=text)
        except (EnoughHandedInError, NotByEvidenceError):
            continue
        return True
    return False
