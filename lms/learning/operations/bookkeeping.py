"""Voortgang: the participant's own ticks, texts and answers; they never count for the certificate (DR-21)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from lms.cohorts.models import Enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish
from lms.learning import queries, rules
from lms.learning.events import ActivityDone, ActivityUndone, ReflectionShared, ReflectionWithdrawn
from lms.learning.models import Answer, Progress, Reflection
from lms.programmes.models import Activity, Option, Question


class ActivityLockedError(DomainError):
    """The activity is not open yet for this participant."""


class NothingToShareError(DomainError):
    """There is no text yet that could be shared."""


def mark_done(
    session: Session, *, actor: Actor, enrolment: Enrolment, activity: Activity, done: bool = True
) -> Progress:
    """Tick an activity as done, or take the tick away; this never touches a requirement (DR-21)."""
    if done:
        _refuse_locked(session, enrolment=enrolment, activity=activity)
    progress = queries.find_progress(session, enrolment=enrolment, activity=activity)
    if progress is None:
        progress = Progress(enrolment_id=enrolment.id, activity_id=activity.id)
        session.add(progress)
    elif (progress.done_at is not None) == done:
        return progress
    progress.done_at = clock.now() if done else None
    event = ActivityDone if done else ActivityUndone
    publish(session, event(actor=actor, enrolment_id=enrolment.public_id, activity_id=activity.public_id))
    return progress


def write_reflection(
    session: Session,
    *,
    actor: Actor,
    enrolment: Enrolment,
    activity: Activity,
    fields: Mapping[str, str],
    version: int = 0,
) -> Reflection:
    """Keep what a participant writes; `version` is the one that was read, 0 for a first text.

    Private writing announces nothing, not even that it happened.
    """
    _refuse_locked(session, enrolment=enrolment, activity=activity)
    kept = {name: fields.get(name, "") for name in rules.written_fields(activity)}
    reflection = queries.find_reflection(session, enrolment=enrolment, activity=activity)
    if reflection is None:
        reflection = Reflection(
            enrolment_id=enrolment.id, activity_id=activity.id, fields=kept, written_at=clock.now()
        )
        session.add(reflection)
    elif reflection.version != version:
        raise ConflictError(yours=list(kept.items()), theirs=list(reflection.fields.items()))
    elif reflection.fields != kept:
        reflection.fields, reflection.written_at = kept, clock.now()
    session.flush()
    return reflection


def share_reflection(session: Session, *, actor: Actor, reflection: Reflection, shared: bool) -> None:
    """Let the trainers of the cohort read one reflection, or no longer."""
    if shared and not any(reflection.fields.values()):
        raise NothingToShareError
    if (reflection.shared_at is not None) == shared:
        return
    reflection.shared_at = clock.now() if shared else None
    event = ReflectionShared if shared else ReflectionWithdrawn
    enrolment_id = reflection.enrolment.public_id
    publish(session, event(actor=actor, enrolment_id=enrolment_id, reflection_id=reflection.public_id))


def answer_question(
    session: Session, *, actor: Actor, enrolment: Enrolment, question: Question, option: Option
) -> Answer:
    """Keep the latest answer to a self-check question; it is nobody else's business and has no score."""
    _refuse_locked(session, enrolment=enrolment, activity=question.activity)
    answer = queries.find_answer(session, enrolment=enrolment, question=question)
    if answer is None:
        answer = Answer(enrolment_id=enrolment.id, question_id=question.id)
        session.add(answer)
    answer.option_id, answer.answered_at = option.id, clock.now()
    session.flush()
    return answer


def _refuse_locked(session: Session, *, enrolment: Enrolment, activity: Activity) -> None:
    if queries.find_lock(session, enrolment=enrolment, activity=activity) is not None:
        raise ActivityLockedError
