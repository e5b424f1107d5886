"""Who may do what with client trainings.

| what | partner in the pair | pair that looks | trainer of the cohort | coordinator | everybody else |
|---|---|---|---|---|---|
| catalogue of a programme | - | - | reads | reads, writes | nothing (404) |
| pairs of a cohort: stage and counts | - | - | reads | reads, forms, dissolves | nothing (404) |
| plan, log, evaluation, outcomes | reads, writes | - | reads; go or no-go | - | nothing (404) |
| observation | reads when done | reads, writes once | reads, assigns | assigns | nothing (404) |
| own part | own: writes, hands in | - | as evidence, in learning | - | nothing (404) |
| form of the group | opens, closes | - | - | - | who holds its link answers |

A coordinator sees how pairs stand and what they counted, never their texts. Nobody decides on the own plan.
Directors and administrators have no door here. Whoever left a pair has no door to it any more.
"""

from __future__ import annotations

from lms.accounts.models import Hat
from lms.cohorts.models import ACTIVE, Cohort
from lms.cohorts.policies import is_coordinator_of, is_self, is_staff_of, is_trainer_of
from lms.core.authorisation import Actor
from lms.programmes.models import Programme
from lms.trainings.models import (
    ClientTraining,
    TrainingMeeting,
    TrainingObservation,
    TrainingPair,
    TrainingPlan,
)


def is_partner(actor: Actor, pair: TrainingPair) -> bool:
    """Whether the actor gives this training now."""
    return any(
        is_self(actor, member.enrolment) and member.enrolment.state in ACTIVE
        for member in pair.current_members
    )


def was_partner(actor: Actor, pair: TrainingPair) -> bool:
    """Whether the actor is or was one of this pair."""
    return any(is_self(actor, member.enrolment) for member in pair.members)


def may_see_own_training(actor: Actor) -> bool:
    """Everybody may open the own training; without a pair it is empty."""
    return actor.is_authenticated


def may_see_pair(actor: Actor, pair: TrainingPair) -> bool:
    """The partners, and the trainers of the cohort."""
    return is_partner(actor, pair) or is_trainer_of(actor, pair.cohort)


def may_work_on_pair(actor: Actor, pair: TrainingPair) -> bool:
    """Only its partners write."""
    return is_partner(actor, pair) and pair.dissolved_at is None


def may_see_plan(actor: Actor, plan: TrainingPlan) -> bool:
    """Who sees the pair sees each version of its plan."""
    return may_see_pair(actor, plan.pair)


def may_decide_plan(actor: Actor, plan: TrainingPlan) -> bool:
    """A trainer of the cohort who never was in the pair."""
    return is_trainer_of(actor, plan.pair.cohort) and not was_partner(actor, plan.pair)


def may_work_on_meeting(actor: Actor, meeting: TrainingMeeting) -> bool:
    """Only the partners plan, move and log its meetings."""
    return may_work_on_pair(actor, meeting.plan.pair)


def may_see_observation(actor: Actor, observation: TrainingObservation) -> bool:
    """Who looks, and the trainers; the observed pair once it is done."""
    if is_partner(actor, observation.observer_pair) or is_trainer_of(actor, observation.pair.cohort):
        return True
    return observation.done_at is not None and is_partner(actor, observation.pair)


def may_record_observation(actor: Actor, observation: TrainingObservation) -> bool:
    """Only the pair that looks."""
    return may_work_on_pair(actor, observation.observer_pair)


def may_list_pairs(actor: Actor, cohort: Cohort) -> bool:
    """Trainers and the coordinator see how the pairs of a cohort stand."""
    return is_staff_of(actor, cohort)


def may_assign_observations(actor: Actor, cohort: Cohort) -> bool:
    """Trainers and the coordinator say who looks at whom."""
    return is_staff_of(actor, cohort)


def may_form_pair(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator forms pairs by hand."""
    return is_coordinator_of(actor, cohort)


def may_change_pair(actor: Actor, pair: TrainingPair) -> bool:
    """The coordinator, but never the own pair."""
    return is_coordinator_of(actor, pair.cohort) and not was_partner(actor, pair)


def may_see_catalogue(actor: Actor, programme: Programme) -> bool:
    """Trainers and coordinators of the programme."""
    return may_write_catalogue(actor, programme) or actor.wears(Hat.TRAINER, scope=programme.public_id)


def may_write_catalogue(actor: Actor, programme: Programme) -> bool:
    """The coordinator of the programme."""
    return actor.wears(Hat.COORDINATOR, scope=programme.public_id)


def may_write_training(actor: Actor, training: ClientTraining) -> bool:
    """The coordinator of its programme."""
    return may_write_catalogue(actor, training.programme)
