"""Who may do what in the two ledgers.

| what | participant | trainer of the cohort | coordinator | director, administrator, others |
|---|---|---|---|---|
| modules and activities of the own programme | read, tick, write | read | - | - |
| reflection, preparation | own | only when shared, read | - | - |
| dossier: standing of the requirements | own | read | read | - |
| evidence: text and file | own, hand in | read, judge | - | - |
| matrix of the cohort | - | read, download | read, download | - |
| tailored decision | read the own approved one | read, decide | propose, read, decide | - |

Nobody judges the own evidence or decides on the own dossier, whatever hat is worn. That the proposer and the
line manager do not decide is a rule (DR-22), told with its reason. What is not listed does not exist for the
reader (404).
"""

from __future__ import annotations

from lms.accounts.models import Hat
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.cohorts.policies import is_coordinator_of, is_self, is_trainer_of
from lms.core.authorisation import Actor
from lms.learning.models import DecisionState, Evidence, Reflection, TailoredDecision
from lms.learning.rules import Deviation, OwnRequirement, Place


def takes_part(actor: Actor, enrolment: Enrolment) -> bool:
    """The actor is this participant, and the training has begun and was not broken off."""
    return is_self(actor, enrolment) and enrolment.state in ACTIVE


def may_follow_course(actor: Actor) -> bool:
    """Everybody who is signed in has an own course page; without an enrolment it is empty."""
    return actor.is_authenticated


def may_see_place(actor: Actor, place: Place) -> bool:
    """Participants of a cohort on this version, and its trainers."""
    return may_do_activity(actor, place) or is_trainer_of(actor, place.cohort)


def may_do_activity(actor: Actor, place: Place) -> bool:
    """Only a participant ticks and writes."""
    return place.enrolment is not None and takes_part(actor, place.enrolment)


def may_see_reflection(actor: Actor, reflection: Reflection) -> bool:
    """The writer always; the trainers of the cohort for as long as it is shared."""
    if is_self(actor, reflection.enrolment):
        return True
    return reflection.shared_at is not None and is_trainer_of(actor, reflection.enrolment.cohort)


def may_see_shared_reflections(actor: Actor, cohort: Cohort) -> bool:
    """The trainers of the cohort."""
    return is_trainer_of(actor, cohort)


def may_see_dossier(actor: Actor, enrolment: Enrolment) -> bool:
    """The participant, the trainers of the cohort and the coordinator of the programme."""
    return is_self(actor, enrolment) or may_see_matrix(actor, enrolment.cohort)


def may_see_matrix(actor: Actor, cohort: Cohort) -> bool:
    """The trainers of the cohort and the coordinator of the programme."""
    return is_trainer_of(actor, cohort) or is_coordinator_of(actor, cohort)


def may_hand_in_evidence(actor: Actor, own: OwnRequirement) -> bool:
    """Only the participant, for the own requirement."""
    return takes_part(actor, own.enrolment)


def may_read_evidence_of(actor: Actor, enrolment: Enrolment) -> bool:
    """The participant and the trainers of the cohort; a coordinator sees the standing only."""
    return is_self(actor, enrolment) or is_trainer_of(actor, enrolment.cohort)


def may_see_evidence(actor: Actor, evidence: Evidence) -> bool:
    """Who may read the evidence of its participant."""
    return may_read_evidence_of(actor, evidence.enrolment)


def may_judge_evidence(actor: Actor, evidence: Evidence) -> bool:
    """A trainer of the cohort, never the participant self."""
    return is_trainer_of(actor, evidence.enrolment.cohort) and not is_self(actor, evidence.enrolment)


def may_list_evidence(actor: Actor) -> bool:
    """Trainers have an inbox; what lies in it is scoped to their cohorts."""
    return actor.wears(Hat.TRAINER)


def may_propose_decision(actor: Actor, deviation: Deviation) -> bool:
    """The coordinator of the programme, never for the own dossier."""
    return may_propose_for(actor, deviation.enrolment)


def may_propose_for(actor: Actor, enrolment: Enrolment) -> bool:
    """Whether the actor may propose tailored decisions in this dossier at all."""
    return is_coordinator_of(actor, enrolment.cohort) and not is_self(actor, enrolment)


def may_decide_decision(actor: Actor, decision: TailoredDecision) -> bool:
    """The trainers of the cohort and the coordinators of the programme, never about the own dossier."""
    return may_see_matrix(actor, decision.enrolment.cohort) and not is_self(actor, decision.enrolment)


def may_see_decision(actor: Actor, decision: TailoredDecision) -> bool:
    """Who may decide; the participant reads the own one once it is approved."""
    if is_self(actor, decision.enrolment):
        return decision.state is DecisionState.APPROVED
    return may_decide_decision(actor, decision)


def may_withdraw_decision(actor: Actor, decision: TailoredDecision) -> bool:
    """Who proposed it."""
    return may_decide_decision(actor, decision) and actor.person_id == decision.proposed_by_id
