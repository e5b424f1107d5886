"""Who may see and change rounds.

Rounds, proposals, what is fixed beforehand, line managers in a cohort, publishing and repairing: the trainers
of the cohort and the coordinator of its programme. A round of visits: the coordinator alone; trainers follow
the visits that come of it. Own group and own pair once published: its participants, each their own; learning
goals likewise, of which a round shows staff only whether they fit.
With whom somebody would rather not be: that participant alone; nobody else ever reads it.
For everybody else, directors and administrators among them, each of these is a 404.
"""

from __future__ import annotations

from lms.cohorts.models import ACTIVE, Cohort
from lms.cohorts.policies import is_coordinator_of, is_self, is_staff_of
from lms.core.authorisation import Actor
from lms.matching.models import Arrangement, LineManager, Round, RoundKind, RoundMember, RoundPin
from lms.matching.rules.newcomers import Newcomer


def may_list_rounds(actor: Actor, cohort: Cohort) -> bool:
    """Trainers and the coordinator see the rounds of a cohort."""
    return is_staff_of(actor, cohort)


def may_open_round(actor: Actor, cohort: Cohort) -> bool:
    """Trainers and the coordinator put a cohort together."""
    return is_staff_of(actor, cohort)


def may_keep_line_managers(actor: Actor, cohort: Cohort) -> bool:
    """Trainers and the coordinator write down who is whose line manager."""
    return is_staff_of(actor, cohort)


def may_remove_line_manager(actor: Actor, line_manager: LineManager) -> bool:
    """Who writes it down takes it back."""
    return is_staff_of(actor, line_manager.enrolment.cohort)


def may_compose_kind(actor: Actor, cohort: Cohort, kind: RoundKind) -> bool:
    """Groups and pairs: trainers and the coordinator; visits, which ask people elsewhere: the coordinator."""
    if kind is RoundKind.SHADOW_VISITS:
        return is_coordinator_of(actor, cohort)
    return is_staff_of(actor, cohort)


def may_compose(actor: Actor, round_: Round) -> bool:
    """Who composes this kind sees a round, asks proposals, fixes, publishes and repairs."""
    return may_compose_kind(actor, round_.cohort, round_.kind)


def may_compose_member(actor: Actor, member: RoundMember) -> bool:
    """Who composes a round takes people out of it."""
    return may_compose(actor, member.round)


def may_compose_newcomer(actor: Actor, newcomer: Newcomer) -> bool:
    """Who composes a round lets people take part in it, as far as they belong to its cohort."""
    return may_compose(actor, newcomer.round)


def may_compose_arrangement(actor: Actor, arrangement: Arrangement) -> bool:
    """Who composes a round sees and changes its arrangements."""
    return may_compose(actor, arrangement.round)


def may_remove_pin(actor: Actor, pin: RoundPin) -> bool:
    """Who composes a round loosens what was fixed in it."""
    return may_compose(actor, pin.round)


def takes_part_in(actor: Actor, cohort: Cohort) -> bool:
    """Whether the actor takes part in this cohort, whose enrolments are loaded, and does not teach it."""
    return not is_staff_of(actor, cohort) and any(
        is_self(actor, enrolment) and enrolment.state in ACTIVE for enrolment in cohort.enrolments
    )


def may_see_own_group(actor: Actor, cohort: Cohort) -> bool:
    """Participants see their own group and pair."""
    return takes_part_in(actor, cohort)


def may_keep_learning_goals(actor: Actor, cohort: Cohort) -> bool:
    """Participants choose their own learning goals; staff sees what came of them in a round."""
    return takes_part_in(actor, cohort)


def may_keep_own_vetoes(actor: Actor, cohort: Cohort) -> bool:
    """Only participants have a list of their own, and each reads and writes only that one."""
    return takes_part_in(actor, cohort)
