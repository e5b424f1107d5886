"""Who may see and change a cohort, its meetings and its register.

Cohort, participants, meetings: its participants read (names, organisation, discipline); its trainers read;
its programme's coordinator reads and writes. Meetings are planned by trainers too.
Register and everybody's attendance: trainers and the coordinator read and write, corrections with a reason;
nobody registers themselves, whatever hat is worn.
Own attendance: the participant reads, checks in, announces an absence, asks for and hands in a catch-up task,
says where a meeting was attended elsewhere. Judging these: trainers and the coordinator, never the own.
Rules of attendance (check-in window, number of repairs): the coordinator.
For everybody else each of these is a 404.
Directors and administrators have no door here; what a director sees is worked out in insight.
"""

from __future__ import annotations

from lms.accounts.models import Hat
from lms.cohorts.models import BELONGING, CatchUpTask, Cohort, DayPart, Enrolment, MadeUpSession, Meeting
from lms.cohorts.rules import CohortTrainer, PersonalDayPart, RegisterRow
from lms.core.authorisation import Actor


def is_trainer_of(actor: Actor, cohort: Cohort) -> bool:
    """Whether the actor teaches this cohort."""
    return actor.wears(Hat.TRAINER, scope=cohort.public_id)


def is_coordinator_of(actor: Actor, cohort: Cohort) -> bool:
    """Whether the actor coordinates the programme of this cohort."""
    return actor.wears(Hat.COORDINATOR, scope=cohort.programme_version.programme.public_id)


def is_staff_of(actor: Actor, cohort: Cohort) -> bool:
    """Whether the actor teaches this cohort or coordinates its programme."""
    return is_trainer_of(actor, cohort) or is_coordinator_of(actor, cohort)


def is_self(actor: Actor, enrolment: Enrolment | RegisterRow) -> bool:
    """Whether this enrolment is the actor's own."""
    return actor.person_id is not None and actor.person_id == enrolment.person_id


def is_participant_of(actor: Actor, cohort: Cohort) -> bool:
    """Whether the actor belongs to this cohort, whose enrolments are loaded."""
    return any(is_self(actor, enrolment) and enrolment.state in BELONGING for enrolment in cohort.enrolments)


def may_list_cohorts(actor: Actor) -> bool:
    """Everybody may open the list: it holds only the reader's own cohorts."""
    return actor.is_authenticated


def may_plan_cohort(actor: Actor) -> bool:
    """Coordinators plan cohorts, each for the own programmes."""
    return bool(actor.scopes(Hat.COORDINATOR))


def may_see_cohort(actor: Actor, cohort: Cohort) -> bool:
    """Its staff and its participants see a cohort."""
    return is_staff_of(actor, cohort) or is_participant_of(actor, cohort)


def may_change_cohort(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator changes a cohort, its people and its trainers."""
    return is_coordinator_of(actor, cohort)


def may_withdraw_trainer(actor: Actor, trainer: CohortTrainer) -> bool:
    """The coordinator takes a trainer off a cohort."""
    return is_coordinator_of(actor, trainer.cohort)


def may_change_enrolment(actor: Actor, enrolment: Enrolment) -> bool:
    """The coordinator changes how somebody stands, but never the own enrolment."""
    return is_coordinator_of(actor, enrolment.cohort) and not is_self(actor, enrolment)


def may_plan_meeting(actor: Actor, cohort: Cohort) -> bool:
    """Trainers and the coordinator plan meetings."""
    return is_staff_of(actor, cohort)


def may_see_meeting(actor: Actor, meeting: Meeting) -> bool:
    """Who sees the cohort sees its meetings."""
    return may_see_cohort(actor, meeting.cohort)


def may_change_meeting(actor: Actor, meeting: Meeting) -> bool:
    """Trainers and the coordinator move and cancel meetings."""
    return is_staff_of(actor, meeting.cohort)


def may_take_attendance(actor: Actor, day_part: DayPart) -> bool:
    """Trainers and the coordinator keep the register."""
    return is_staff_of(actor, day_part.meeting.cohort)


def may_see_attendance(actor: Actor, cohort: Cohort) -> bool:
    """Trainers and the coordinator see everybody's attendance."""
    return is_staff_of(actor, cohort)


def may_see_attendance_of(actor: Actor, enrolment: Enrolment) -> bool:
    """Trainers, the coordinator and the participant in person see somebody's attendance."""
    return is_staff_of(actor, enrolment.cohort) or is_self(actor, enrolment)


def may_see_own_attendance(actor: Actor) -> bool:
    """Everybody may open the own attendance; without an enrolment it is empty."""
    return actor.is_authenticated


def may_change_attendance_rules(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator decides on the check-in window and on how much can be repaired."""
    return is_coordinator_of(actor, cohort)


def may_print_register(actor: Actor, meeting: Meeting) -> bool:
    """Trainers and the coordinator print the sheet with names."""
    return is_staff_of(actor, meeting.cohort)


def may_speak_of_day_part(actor: Actor, own: PersonalDayPart) -> bool:
    """Only the participant in person checks in, announces an absence or asks for a task."""
    return is_self(actor, own.enrolment)


def is_colleague_of(actor: Actor, enrolment: Enrolment) -> bool:
    """Whether the actor teaches or coordinates this cohort, and is somebody else."""
    return is_staff_of(actor, enrolment.cohort) and not is_self(actor, enrolment)


def may_give_catch_up(actor: Actor, own: PersonalDayPart) -> bool:
    """Trainers and the coordinator give tasks, never to themselves."""
    return is_colleague_of(actor, own.enrolment)


def may_record_made_up(actor: Actor, own: PersonalDayPart) -> bool:
    """The participant says where it was attended, or staff writes it down."""
    return is_self(actor, own.enrolment) or is_colleague_of(actor, own.enrolment)


def may_see_catch_up(actor: Actor, task: CatchUpTask) -> bool:
    """The participant and the staff of the cohort read a task and what was handed in."""
    return is_self(actor, task.enrolment) or is_staff_of(actor, task.enrolment.cohort)


def may_hand_in_catch_up(actor: Actor, task: CatchUpTask) -> bool:
    """Only the participant in person hands in."""
    return is_self(actor, task.enrolment)


def may_judge_catch_up(actor: Actor, task: CatchUpTask) -> bool:
    """Trainers and the coordinator judge, never the own task."""
    return is_colleague_of(actor, task.enrolment)


def may_decide_made_up(actor: Actor, made_up: MadeUpSession) -> bool:
    """Trainers and the coordinator confirm, refuse and withdraw, never their own."""
    return is_colleague_of(actor, made_up.enrolment)
