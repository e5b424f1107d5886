"""Who may issue, read and withdraw certificates.

| what | own participant | trainer of the cohort | coordinator of the programme | everybody else |
|---|---|---|---|---|
| certificate round of a cohort | nothing | reads | reads, issues | nothing (404) |
| a certificate and its PDF | reads | reads | reads, withdraws, reissues | nothing (404) |
| verification by code | everybody, also without signing in | | | |

A coordinator never issues, withdraws or reissues the own certificate.
"""

from __future__ import annotations

from lms.certification.rules import IssuedCertificate
from lms.cohorts.models import Cohort
from lms.cohorts.policies import is_coordinator_of, is_self, is_trainer_of
from lms.core.authorisation import Actor


def may_see_round(actor: Actor, cohort: Cohort) -> bool:
    """The trainers and the coordinator see who meets what."""
    return is_trainer_of(actor, cohort) or is_coordinator_of(actor, cohort)


def may_issue_certificates(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator issues."""
    return is_coordinator_of(actor, cohort)


def may_see_certificate(actor: Actor, issued: IssuedCertificate) -> bool:
    """The participant, the trainers and the coordinator; after erasure nobody but by the code."""
    if issued.enrolment is None:
        return False
    return is_self(actor, issued.enrolment) or may_see_round(actor, issued.enrolment.cohort)


def may_withdraw_certificate(actor: Actor, issued: IssuedCertificate) -> bool:
    """The coordinator, never for the own certificate."""
    if issued.enrolment is None or is_self(actor, issued.enrolment):
        return False
    return is_coordinator_of(actor, issued.enrolment.cohort)


def may_see_own_certificates(actor: Actor) -> bool:
    """Everybody who is signed in; the list holds only the own ones."""
    return actor.is_authenticated
