"""What happens in the two ledgers: ticking, writing, sharing, handing in, judging, and recording facts."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import attendance_figures, list_enrolments
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish
from lms.core.files import StoredFile
from lms.learning import queries, rules
from lms.learning.events import (
    ActivityDone,
    ActivityUndone,
    EvidenceHandedIn,
    EvidenceJudged,
    ReflectionShared,
    ReflectionWithdrawn,
    RequirementReached,
    RequirementWithdrawn,
)
from lms.learning.models import Answer, Completion, Evidence, EvidenceState, Progress, Reflection
from lms.programmes.models import Activity, Option, Question, Requirement, RequirementKind


class ActivityLockedError(DomainError):
    """The activity is not open yet for this participant."""


class NothingToShareError(DomainError):
    """There is no text yet that could be shared."""


class NotByEvidenceError(DomainError):
    """A fact that the system records decides about this requirement, not evidence."""


class EnoughHandedInError(DomainError):
    """All evidence that the requirement asks for is confirmed or waits already."""


class EvidenceTooThinError(DomainError):
    """There is neither a file nor a text of some sentences."""

    status = 422


class AlreadyJudgedError(DomainError):
    """Somebody was first: this evidence no longer waits."""


class OwnEvidenceError(DomainError):
    """Nobody confirms the own evidence (DR-21)."""


class RemarkTooShortError(DomainError):
    """Who gives evidence back says what is still missing."""

    status = 422


# Voortgang: the participant's own bookkeeping


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


# Certificate requirements: evidence, and confirmation by somebody else


def hand_in_evidence(
    session: Session,
    *,
    actor: Actor,
    enrolment: Enrolment,
    requirement: Requirement,
    text: str,
    file: StoredFile | None = None,
) -> Evidence:
    """Hand in a text, a file, or both, for a requirement; it then waits for a trainer."""
    if requirement.kind is not RequirementKind.EVIDENCE:
        raise NotByEvidenceError
    if not rules.is_evidence_enough(text, has_file=file is not None):
        raise EvidenceTooThinError
    queries.lock_ledger(session, enrolment_id=enrolment.id)
    marks = queries.evidence_marks(session, enrolment_id=enrolment.id, requirement_id=requirement.id)
    if not rules.still_wanted(requirement, evidence=marks):
        raise EnoughHandedInError
    evidence = Evidence(
        enrolment=enrolment,
        requirement=requirement,
        text=text,
        file=file,
        state=EvidenceState.WAITING,
        handed_in_at=clock.now(),
    )
    session.add(evidence)
    session.flush()
    publish(
        session,
        EvidenceHandedIn(
            actor=actor,
            enrolment_id=enrolment.public_id,
            evidence_id=evidence.public_id,
            requirement_key=requirement.key,
        ),
    )
    return evidence


def judge_evidence(
    session: Session, *, actor: Actor, evidence: Evidence, confirmed: bool, remark: str = ""
) -> None:
    """Confirm evidence, or give it back with a remark; the last one that is needed meets the requirement."""
    enrolment, requirement = evidence.enrolment, evidence.requirement
    if actor.person_id is None or actor.person_id == enrolment.person_id:
        raise OwnEvidenceError
    if not confirmed and len(remark.strip()) < rules.SHORTEST_REMARK:
        raise RemarkTooShortError
    queries.lock_ledger(session, enrolment_id=enrolment.id)
    if evidence.state is not EvidenceState.WAITING:
        raise AlreadyJudgedError
    evidence.state = EvidenceState.CONFIRMED if confirmed else EvidenceState.RETURNED
    evidence.judged_by_id, evidence.judged_at, evidence.remark = actor.person_id, clock.now(), remark
    session.flush()
    if confirmed:
        marks = queries.evidence_marks(session, enrolment_id=enrolment.id, requirement_id=requirement.id)
        count = sum(mark.state is EvidenceState.CONFIRMED for mark in marks)
        if rules.is_target_met(requirement, confirmed=count):
            _reach(session, actor=actor, enrolment=enrolment, requirement=requirement, by=actor.person_id)
    publish(
        session,
        EvidenceJudged(
            actor=actor,
            enrolment_id=enrolment.public_id,
            evidence_id=evidence.public_id,
            requirement_key=requirement.key,
            is_confirmed=confirmed,
        ),
    )


def record_fact(
    session: Session, *, actor: Actor, enrolment: Enrolment, kind: RequirementKind, is_met: bool
) -> None:
    """Bring the requirements of this kind in line with a fact that the system recorded."""
    for requirement in queries.list_requirements_of_kind(session, cohort_id=enrolment.cohort_id, kind=kind):
        completion = queries.find_completion(
            session, enrolment_id=enrolment.id, requirement_id=requirement.id
        )
        _settle(
            session,
            actor=actor,
            enrolment=enrolment,
            requirement=requirement,
            completion=completion,
            is_met=is_met,
        )


def settle_attendance(session: Session, *, actor: Actor, cohort: Cohort) -> None:
    """Bring everybody's attendance requirement in line with the register: met when the norm is secured."""
    figures = attendance_figures(session, cohort=cohort)
    enrolments = {row.id: row for row in list_enrolments(session, cohort=cohort)}
    kind = RequirementKind.ATTENDANCE
    for requirement in queries.list_requirements_of_kind(session, cohort_id=cohort.id, kind=kind):
        standing = queries.standing_completions(session, requirement=requirement)
        for enrolment_id, figure in figures.items():
            _settle(
                session,
                actor=actor,
                enrolment=enrolments[enrolment_id],
                requirement=requirement,
                completion=standing.get(enrolment_id),
                is_met=figure.is_secured,
            )


def _settle(
    session: Session,
    *,
    actor: Actor,
    enrolment: Enrolment,
    requirement: Requirement,
    completion: Completion | None,
    is_met: bool,
) -> None:
    if is_met and completion is None:
        _reach(session, actor=actor, enrolment=enrolment, requirement=requirement, by=None)
    elif not is_met and completion is not None:
        completion.withdrawn_at = clock.now()
        publish(
            session,
            RequirementWithdrawn(
                actor=actor, enrolment_id=enrolment.public_id, requirement_key=requirement.key
            ),
        )


def _reach(
    session: Session, *, actor: Actor, enrolment: Enrolment, requirement: Requirement, by: int | None
) -> None:
    if queries.find_completion(session, enrolment_id=enrolment.id, requirement_id=requirement.id) is not None:
        return
    session.add(
        Completion(
            enrolment_id=enrolment.id,
            requirement_id=requirement.id,
            reached_at=clock.now(),
            confirmed_by_id=by,
        )
    )
    event = RequirementReached(actor=actor, enrolment_id=enrolment.public_id, requirement_key=requirement.key)
    publish(session, event)
