"""Who may read, sign and change what.

| what | participant | trainer of the cohort | coordinator | line manager | everybody else |
|---|---|---|---|---|---|
| an agreement and its PDF | own: reads, signs | reads, signs | reads | one, by a link | nothing (404) |
| new version, link, reminder | - | - | writes | - | nothing (404) |
| overview of a cohort | - | reads | reads, writes | - | nothing (404) |
| confidentiality statement | own: reads, signs | whether it is signed | whether it is signed | - | nothing |
| texts of the programme | - | - | reads, writes | - | nothing (404) |

Nobody signs for another: a participant never as trainer, and the line manager only by the mailed link.
A coordinator never changes the own agreement. Directors read the agreed facts in insight and nothing here.
"""

from __future__ import annotations

from lms.accounts.models import Hat
from lms.agreements.models import LearningAgreement
from lms.agreements.rules import EditedText
from lms.cohorts.models import BELONGING, Cohort, Enrolment
from lms.cohorts.policies import is_coordinator_of, is_self, is_staff_of, is_trainer_of
from lms.core.authorisation import Actor


def may_see_own_agreements(actor: Actor) -> bool:
    """Everybody who is signed in; the page holds only the own ones."""
    return actor.is_authenticated


def may_see_agreement(actor: Actor, agreement: LearningAgreement) -> bool:
    """The participant, the trainers of the cohort and the coordinator."""
    return is_self(actor, agreement.enrolment) or is_staff_of(actor, agreement.enrolment.cohort)


def may_sign_agreement(actor: Actor, agreement: LearningAgreement) -> bool:
    """The participant in person, or a trainer of the cohort."""
    return may_sign_as_participant(actor, agreement) or may_sign_as_trainer(actor, agreement)


def may_sign_as_participant(actor: Actor, agreement: LearningAgreement) -> bool:
    """Only the participant, for as long as the enrolment stands."""
    return is_self(actor, agreement.enrolment) and agreement.enrolment.state in BELONGING


def may_sign_as_trainer(actor: Actor, agreement: LearningAgreement) -> bool:
    """A trainer of the cohort, never the participant self."""
    return is_trainer_of(actor, agreement.enrolment.cohort) and not is_self(actor, agreement.enrolment)


def is_another_signer(actor: Actor, agreement: LearningAgreement) -> bool:
    """Whether who holds the line manager's link is the participant or a trainer of the cohort."""
    return is_self(actor, agreement.enrolment) or is_trainer_of(actor, agreement.enrolment.cohort)


def may_revise_agreement(actor: Actor, agreement: LearningAgreement) -> bool:
    """The coordinator, never for the own enrolment."""
    return may_draft_agreement(actor, agreement.enrolment)


def may_draft_agreement(actor: Actor, enrolment: Enrolment) -> bool:
    """The coordinator, never for the own enrolment."""
    return is_coordinator_of(actor, enrolment.cohort) and not is_self(actor, enrolment)


def may_see_overview(actor: Actor, cohort: Cohort) -> bool:
    """The trainers and the coordinator see who signed what."""
    return is_staff_of(actor, cohort)


def may_remind_signers(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator reminds who must still sign."""
    return is_coordinator_of(actor, cohort)


def may_write_text(actor: Actor, edited: EditedText) -> bool:
    """The coordinator of the programme."""
    return actor.wears(Hat.COORDINATOR, scope=edited.programme.public_id)
