"""Make a missed day part good by a task that another person approves (DR-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from lms.cohorts import queries, rules
from lms.cohorts.events import (
    CatchUpAsked,
    CatchUpDropped,
    CatchUpGiven,
    CatchUpHandedIn,
    CatchUpJudged,
    CatchUpRefused,
    CatchUpReopened,
)
from lms.cohorts.models import Attendance, CatchUpState, CatchUpTask, DayPart, Enrolment
from lms.cohorts.operations.enrolments import ReasonNeededError
from lms.cohorts.policies import is_self
from lms.cohorts.rules import PersonalDayPart
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import Event, publish
from lms.core.files import StoredFile


class NotMissedError(DomainError):
    """Only a day part that is registered as missed can be made good."""


class NoCatchUpLeftError(DomainError):
    """As many day parts are repaired by tasks as the cohort allows."""


class CatchUpStateError(DomainError):
    """The task stands otherwise than this act needs; somebody else was first, or it is done already."""


class WorkTooThinError(DomainError):
    """Nothing to judge: no file and hardly any words."""

    status = 422


class OwnCatchUpError(DomainError):
    """Nobody judges or gives the own catch-up task."""


class DueInPastError(DomainError):
    """A task is due today or later."""

    status = 422


def ask_catch_up(session: Session, *, actor: Actor, own: PersonalDayPart) -> CatchUpTask:
    """A participant asks for a task for a missed day part; asking twice is one question."""
    if own.task is not None and own.task.state is CatchUpState.ASKED:
        return own.task
    if own.task is not None and own.task.state is not CatchUpState.NOT_NEEDED:
        raise CatchUpStateError
    _check_room(session, own)
    task = own.task or _task_for(session, own, CatchUpState.ASKED)
    task.state = CatchUpState.ASKED
    session.flush()
    publish(session, CatchUpAsked(actor=actor, task_id=task.public_id))
    return task


def give_catch_up(
    session: Session, *, actor: Actor, own: PersonalDayPart, assignment: str, due_on: date
) -> CatchUpTask:
    """Give a task for a missed day part, asked for or not."""
    if is_self(actor, own.enrolment):
        raise OwnCatchUpError
    if own.task is not None and own.task.state not in rules.MAY_BE_GIVEN:
        raise CatchUpStateError
    if due_on < clock.today():
        raise DueInPastError
    _check_room(session, own)
    task = own.task or _task_for(session, own, CatchUpState.GIVEN)
    task.state, task.assignment, task.due_on = CatchUpState.GIVEN, assignment, due_on
    task.given_by_id, task.remark = actor.person_id, ""
    session.flush()
    publish(session, CatchUpGiven(actor=actor, task_id=task.public_id))
    return task


def refuse_catch_up(session: Session, *, actor: Actor, task: CatchUpTask, remark: str) -> None:
    """Give no task for a missed day part, and say why."""
    if task.state is not CatchUpState.ASKED:
        raise CatchUpStateError
    _judged(session, actor, task, CatchUpState.REFUSED, remark)
    publish(session, CatchUpRefused(actor=actor, task_id=task.public_id))


def hand_in_catch_up(
    session: Session, *, actor: Actor, task: CatchUpTask, text: str, file: StoredFile | None, version: int
) -> None:
    """Hand in a text or a file; a file handed in before stays unless there is a new one."""
    if task.state not in rules.FOR_PARTICIPANT:
        raise CatchUpStateError
    if task.version != version:
        raise ConflictError(yours=[("text", text)], theirs=[("text", task.text)])
    has_file = file is not None or task.file_id is not None
    if not rules.is_work_enough(text, has_file=has_file):
        raise WorkTooThinError
    task.state, task.text, task.handed_in_at = CatchUpState.HANDED_IN, text, clock.now()
    if file is not None:
        task.file_id = file.id
    publish(session, CatchUpHandedIn(actor=actor, task_id=task.public_id))


def judge_catch_up(
    session: Session, *, actor: Actor, task: CatchUpTask, is_approved: bool, remark: str, version: int
) -> None:
    """Approve, which repairs the day part as far as the cohort allows, or give back with a remark."""
    if task.state is not CatchUpState.HANDED_IN or task.version != version:
        raise CatchUpStateError
    if is_approved:
        _repair(session, task)
    _judged(session, actor, task, CatchUpState.APPROVED if is_approved else CatchUpState.RETURNED, remark)
    publish(session, _told(actor, task, is_approved=is_approved))


def drop_needless_tasks(
    session: Session, *, actor: Actor, day_part: DayPart, attendances: Sequence[Attendance]
) -> None:
    """A day part that counts after all asks for no task any more, however far the task was."""
    there = [row.enrolment_id for row in attendances if rules.counts(row, net_minutes=day_part.net_minutes)]
    open_tasks = queries.list_tasks_in(
        session, day_part=day_part, enrolment_ids=there, states=rules.OPEN_TASKS
    )
    for task in open_tasks:
        task.state = CatchUpState.NOT_NEEDED
        publish(session, CatchUpDropped(actor=actor, task_id=task.public_id))


def reopen_repairs(
    session: Session, *, actor: Actor, day_part: DayPart, attendances: Sequence[Attendance]
) -> None:
    """Who turns out to have missed a day part whose task was approved needs room for it again (DR-13).

    Without room the work waits for another judgement, and the day part is missed until then.
    """
    missed = {
        row.enrolment_id: row
        for row in attendances
        if row.repaired_at and rules.is_repaired(row, net_minutes=day_part.net_minutes)
    }
    approved = queries.list_tasks_in(
        session, day_part=day_part, enrolment_ids=list(missed), states={CatchUpState.APPROVED}
    )
    for task in approved:
        _hold(task.enrolment)
        repaired = queries.list_repaired(session, enrolment=task.enrolment)
        if sum(map(rules.counts_by_task, repaired)) > task.enrolment.cohort.catch_up_maximum:
            missed[task.enrolment_id].repaired_at = None
            task.state, task.judged_by_id, task.judged_at = CatchUpState.HANDED_IN, None, None
            publish(session, CatchUpReopened(actor=actor, task_id=task.public_id))


def _told(actor: Actor, task: CatchUpTask, *, is_approved: bool) -> Event:
    return CatchUpJudged(
        actor=actor, cohort_id=task.enrolment.cohort_id, task_id=task.public_id, is_approved=is_approved
    )


def _judged(session: Session, actor: Actor, task: CatchUpTask, state: CatchUpState, remark: str) -> None:
    if is_self(actor, task.enrolment):
        raise OwnCatchUpError
    if state is not CatchUpState.APPROVED and not remark.strip():
        raise ReasonNeededError
    task.state, task.remark = state, remark.strip()
    task.judged_by_id, task.judged_at = actor.person_id, clock.now()


def _repair(session: Session, task: CatchUpTask) -> None:
    own = queries.get_personal_day_part(session, enrolment=task.enrolment, day_part=task.day_part)
    _check_room(session, own)
    assert own.attendance is not None
    own.attendance.repaired_at = clock.now()
    _hold(task.enrolment)


def _hold(enrolment: Enrolment) -> None:
    """Of two approvals at once one must lose, or together they could pass the maximum."""
    flag_modified(enrolment, "state")


def _check_room(session: Session, own: PersonalDayPart) -> None:
    if not rules.is_missed(own, moment=clock.now()):
        raise NotMissedError
    repaired = queries.list_repaired(session, enrolment=own.enrolment)
    if not rules.catch_ups_left(repaired, maximum=own.enrolment.cohort.catch_up_maximum):
        raise NoCatchUpLeftError


def _task_for(session: Session, own: PersonalDayPart, state: CatchUpState) -> CatchUpTask:
    task = CatchUpTask(day_part_id=own.day_part.id, enrolment_id=own.enrolment.id, state=state)
    session.add(task)
    return task
