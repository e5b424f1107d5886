"""Who takes lists in and sends rounds of invitations.

Only the coordinator of the cohort's programme: lists, their refused rows, rounds, how invitations stand.
The list as a file: that coordinator and the cohort's trainers, who see the same names on the page; addresses
are in it for the coordinator alone. For everybody else each of these is a 404.
All own cohorts as one file: coordinators; it is fetched by whoever asked for it, as long as they coordinate.
"""

from __future__ import annotations

from lms.accounts.models import Hat
from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.policies import is_coordinator_of, is_self, is_staff_of
from lms.core.authorisation import Actor
from lms.rosters.models import InvitationRound, ListExport, ListImport


def may_take_list_in(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator takes a list of participants in."""
    return is_coordinator_of(actor, cohort)


def may_see_import(actor: Actor, list_import: ListImport) -> bool:
    """The coordinator sees what a list holds, and decides what becomes of it."""
    return is_coordinator_of(actor, list_import.cohort)


def may_send_round(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator sees how invitations stand and sends them."""
    return is_coordinator_of(actor, cohort)


def may_change_invitation(actor: Actor, enrolment: Enrolment) -> bool:
    """The coordinator withdraws an invitation or notes that it did not arrive, never the own one."""
    return is_coordinator_of(actor, enrolment.cohort) and not is_self(actor, enrolment)


def may_carry_round_out(actor: Actor, invitation_round: InvitationRound) -> bool:
    """Whoever asked for a round must still coordinate the programme when it is carried out."""
    return is_coordinator_of(actor, invitation_round.cohort)


def may_take_list_along(actor: Actor, cohort: Cohort) -> bool:
    """The cohort's staff takes its list of participants along as a file."""
    return is_staff_of(actor, cohort)


def may_see_addresses(actor: Actor, cohort: Cohort) -> bool:
    """Only the coordinator has use for everybody's address."""
    return is_coordinator_of(actor, cohort)


def may_ask_for_all_lists(actor: Actor) -> bool:
    """Coordinators take the participants of all their cohorts along."""
    return bool(actor.scopes(Hat.COORDINATOR))


def may_fetch_export(actor: Actor, export: ListExport) -> bool:
    """Whoever asked for a large file fetches it, and still coordinates by then."""
    return may_ask_for_all_lists(actor) and actor.person_id == export.owner_id
