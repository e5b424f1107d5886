"""Who may see and do what around shadow visits.

Participants read the hosts of their cohort, without address. A host's profile and days: the host in person
and the coordinator write. A visit: the visitor reads, signs and takes back; the host answers, moves and
reports, with an account or by a mailed link that does one thing; the coordinator does so for the host,
and asks a host for a participant who has no place; a
trainer of the cohort follows it, without reasons, notes and remark. Place
and address: host, coordinator, and the visitor once signed. Observation form: the visitor alone. A proposed
word: the visitor and the staff of the cohort; an accepted one: the whole cohort.
Reflection: the visitor, and the one person with whom it is shared; staff see only whether it is there.
Overview and ledger of a cohort: its trainers and the coordinator; the ledger over all cohorts: the
coordinator alone. For everybody else each of these is a 404.

A host of the own organisation is forbidden with the reason (403, story 3), for that such a host exists is no
secret. Nobody acts as host for the own visit, whatever hat is worn.
"""

from __future__ import annotations

from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.cohorts.policies import (
    is_coordinator_of,
    is_participant_of,
    is_self,
    is_staff_of,
    is_trainer_of,
)
from lms.core.authorisation import Actor
from lms.shadowing.models import Host, HostSlot, ProposedTerm, Visit, VisitReflection
from lms.shadowing.rules import HostPlace, SlotPlace


def takes_part(actor: Actor, enrolment: Enrolment | None) -> bool:
    """Whether this is the actor's own enrolment, and the training has begun and was not broken off."""
    return enrolment is not None and is_self(actor, enrolment) and enrolment.state in ACTIVE


def is_host(actor: Actor, host: Host) -> bool:
    """Whether the actor is this host, with an account."""
    return host.person_id is not None and host.person_id == actor.person_id


def may_see_own_visits(actor: Actor, enrolment: Enrolment) -> bool:
    """Participants have a room of their own for walking along."""
    return takes_part(actor, enrolment)


def may_see_host(actor: Actor, place: HostPlace) -> bool:
    """Participants of the same cohort."""
    return takes_part(actor, place.enrolment)


def may_request_visit(actor: Actor, place: SlotPlace) -> bool:
    """Participants of the same cohort; whether it can be is a rule, told with its reason."""
    return takes_part(actor, place.enrolment)


def may_change_host(actor: Actor, host: Host) -> bool:
    """The host in person, or the coordinator."""
    return is_host(actor, host) or is_coordinator_of(actor, host.cohort)


def may_resume_host(actor: Actor, place: HostPlace) -> bool:
    """The coordinator, or the host in person who still takes part: who broke off does not come back alone."""
    own = is_host(actor, place.host) and takes_part(actor, place.enrolment)
    return own or is_coordinator_of(actor, place.host.cohort)


def may_change_slot(actor: Actor, slot: HostSlot) -> bool:
    """The host in person, or the coordinator."""
    return may_change_host(actor, slot.host)


def may_see_visit(actor: Actor, visit: Visit) -> bool:
    """The visitor."""
    return is_self(actor, visit.enrolment)


def may_act_for_host(actor: Actor, visit: Visit) -> bool:
    """The host, or the coordinator for the host; never the visitor."""
    if is_self(actor, visit.enrolment):
        return False
    return is_host(actor, visit.host) or is_coordinator_of(actor, visit.enrolment.cohort)


def may_follow_visit(actor: Actor, visit: Visit) -> bool:
    """The host, the coordinator and the trainers of the cohort; never the visitor, who has an own page."""
    follows = is_trainer_of(actor, visit.enrolment.cohort) and not is_self(actor, visit.enrolment)
    return follows or may_act_for_host(actor, visit)


def may_remind_host(actor: Actor, visit: Visit) -> bool:
    """The coordinator, never of the own visit."""
    return is_coordinator_of(actor, visit.enrolment.cohort) and not is_self(actor, visit.enrolment)


def may_place_participant(actor: Actor, enrolment: Enrolment) -> bool:
    """The coordinator, never as the participant in question."""
    return is_coordinator_of(actor, enrolment.cohort) and not is_self(actor, enrolment)


def may_read_reflection(actor: Actor, reflection: VisitReflection) -> bool:
    """The writer, and the one person with whom it is shared at this moment."""
    if is_self(actor, reflection.visit.enrolment):
        return True
    return reflection.shared_with_id is not None and reflection.shared_with_id == actor.person_id


def may_read_terms(actor: Actor, cohort: Cohort) -> bool:
    """Who belongs to the cohort, whose enrolments are loaded, and its trainers and coordinator."""
    return is_staff_of(actor, cohort) or is_participant_of(actor, cohort)


def may_decide_term(actor: Actor, term: ProposedTerm) -> bool:
    """The trainers and the coordinator of the cohort, never of the own word."""
    enrolment = term.visit.enrolment
    return is_staff_of(actor, enrolment.cohort) and not is_self(actor, enrolment)


def may_see_overview(actor: Actor, cohort: Cohort) -> bool:
    """The trainers of the cohort and the coordinator."""
    return is_staff_of(actor, cohort)


def may_organise(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator."""
    return is_coordinator_of(actor, cohort)
