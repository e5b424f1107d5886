"""Who may see and decide applications.

A round, its days and numbers: the coordinator of the programme sets them; trainers of the cohort read them.
An application that was sent in, and its intake record: the coordinator and the trainers of that cohort.
A draft is nobody's but the applicant's. Decisions and letters: the coordinator. For everybody else a 404.
The applicant has no account: a personal link, looked at in the view, is the only way in.
Directors and administrators have no door here.
"""

from __future__ import annotations

from lms.accounts.models import Hat
from lms.admissions.models import Application, ApplicationState, IntakeSlot, Letter
from lms.cohorts.models import Cohort
from lms.cohorts.policies import is_coordinator_of, is_staff_of
from lms.core.authorisation import Actor


def may_list_rounds(actor: Actor) -> bool:
    """Coordinators and trainers look at the rounds of their own cohorts."""
    return bool(actor.scopes(Hat.COORDINATOR) or actor.scopes(Hat.TRAINER))


def may_set_round(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator opens and closes applications."""
    return is_coordinator_of(actor, cohort)


def may_see_applications(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator and the trainers of a cohort see who applied."""
    return is_staff_of(actor, cohort)


def may_invite_everybody(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator and the trainers invite to intake talks."""
    return is_staff_of(actor, cohort)


def may_offer_slots(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator and the trainers offer times for intake talks."""
    return is_staff_of(actor, cohort)


def may_withdraw_slot(actor: Actor, slot: IntakeSlot) -> bool:
    """The coordinator and the trainers take a time back."""
    return is_staff_of(actor, slot.round.cohort)


def may_see_application(actor: Actor, application: Application) -> bool:
    """The staff of the cohort reads what was sent in; never a draft."""
    return application.state is not ApplicationState.DRAFT and is_staff_of(actor, application.round.cohort)


def may_record_intake(actor: Actor, application: Application) -> bool:
    """The staff of the cohort writes and reads the record of the talk."""
    return may_see_application(actor, application)


def may_decide(actor: Actor, application: Application) -> bool:
    """The coordinator decides who gets a place, and in which order people wait."""
    return application.state is not ApplicationState.DRAFT and is_coordinator_of(
        actor, application.round.cohort
    )


def may_read_letter(actor: Actor, letter: Letter) -> bool:
    """The coordinator reads the letters; the applicant comes by the personal link."""
    return may_decide(actor, letter.application)
