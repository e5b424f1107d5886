"""Readers of the course as one person stands in it: modules, activities, own ticks, answers and texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from lms.accounts.models import Hat
from lms.agreements.queries import has_agreed
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.cohorts.queries import find_current_enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.core.reading import first, read_rows
from lms.learning import rules
from lms.learning.models import Answer, Progress, Reflection
from lms.learning.rules import NextActivity, Place
from lms.programmes.models import Activity, Module, ProgrammeVersion, Question
from lms.programmes.queries import get_course_outline, get_followed_outline, get_kept_outline
from lms.programmes.rules import Lock, Outline, OutlinedModule, has_casework, why_locked

# Made once, for these run at every page of a course.
_EDITION = (ProgrammeVersion.public_id, ProgrammeVersion.published_at)
_MODULE = (
    sa.select(Module)
    .where(Module.public_id == sa.bindparam("module_id"))
    .options(joinedload(Module.programme_version, innerjoin=True).load_only(*_EDITION, raiseload=True))
)
_ACTIVITY = (
    sa.select(Activity)
    .where(Activity.public_id == sa.bindparam("activity_id"))
    .options(
        joinedload(Activity.file),
        joinedload(Activity.captions),
        joinedload(Activity.questions).selectinload(Question.options),
        joinedload(Activity.module, innerjoin=True)
        .joinedload(Module.programme_version, innerjoin=True)
        .load_only(*_EDITION, raiseload=True),
    )
)
_OWN_ENROLMENT = (
    sa.select(Enrolment)
    .join(Enrolment.cohort)
    .where(
        Cohort.programme_version_id == sa.bindparam("version_id"),
        Enrolment.person_id == sa.bindparam("person_id"),
        Enrolment.state.in_(ACTIVE),
    )
    .options(contains_eager(Enrolment.cohort))
    .order_by(Cohort.starts_on.desc(), Enrolment.id.desc())
    .limit(first(1))
)
TICKED = sa.select(Progress.activity_id).where(
    Progress.enrolment_id == sa.bindparam("enrolment_id"), Progress.done_at.is_not(None)
)
_REFLECTION = sa.select(Reflection).where(
    Reflection.enrolment_id == sa.bindparam("enrolment_id"),
    Reflection.activity_id == sa.bindparam("activity_id"),
)


def get_module_place(session: Session, *, module_id: UUID, actor: Actor) -> Place:
    """A module as the actor stands before it, with all modules of the programme."""
    module = session.scalars(_MODULE, {"module_id": module_id}).one_or_none()
    if module is None:
        raise NotFoundError
    return _place(session, module=module, activity=None, actor=actor)


def get_activity_place(session: Session, *, activity_id: UUID, actor: Actor) -> Place:
    """An activity as the actor stands before it, with its questions and files and the whole course."""
    activity = session.scalars(_ACTIVITY, {"activity_id": activity_id}).unique().one_or_none()
    if activity is None:
        raise NotFoundError
    return _place(session, module=activity.module, activity=activity, actor=actor)


def _place(session: Session, *, module: Module, activity: Activity | None, actor: Actor) -> Place:
    """Beside the actor's newest own enrolment on this version, or else in the newest cohort it trains."""
    course = get_kept_outline(session, edition=module.programme_version)
    values = {"version_id": module.programme_version_id, "person_id": actor.person_id}
    enrolment = session.scalars(_OWN_ENROLMENT, values).one_or_none()
    if enrolment is not None:
        return Place(module, enrolment.cohort, course, activity, enrolment)
    trained = sa.select(Cohort).where(
        Cohort.programme_version_id == module.programme_version_id,
        Cohort.public_id.in_(actor.scopes(Hat.TRAINER)),
    )
    cohort = session.scalars(trained.order_by(Cohort.starts_on.desc(), Cohort.id.desc())).first()
    if cohort is None:
        raise NotFoundError
    return Place(module, cohort, course, activity)


def done_activities(session: Session, *, enrolment: Enrolment) -> frozenset[int]:
    """The activities that a participant ticked."""
    return frozenset(row[0] for row in read_rows(session, TICKED, {"enrolment_id": enrolment.id}))


def find_lock(session: Session, *, enrolment: Enrolment, activity: Activity) -> Lock | None:
    """Why an activity is still closed for a participant today."""
    version = get_followed_outline(session, version_id=enrolment.cohort.programme_version_id)
    done = done_activities(session, enrolment=enrolment)
    return why_locked(
        activity,
        version=version,
        done_keys=rules.done_keys(version, done=done),
        starts_on=enrolment.cohort.starts_on,
        day=clock.today(),
        has_promised=has_promised(session, enrolment=enrolment, course=version),
    )


def has_promised(session: Session, *, enrolment: Enrolment, course: Outline) -> bool:
    """Whether the promise of confidentiality is made; not asked where no casework waits for it."""
    return has_casework(course) and has_agreed(session, enrolment=enrolment)


_PROGRESS = sa.select(Progress).where(
    Progress.enrolment_id == sa.bindparam("enrolment_id"), Progress.activity_id == sa.bindparam("activity_id")
)


def find_progress(session: Session, *, enrolment: Enrolment, activity: Activity) -> Progress | None:
    """A participant's own tick at an activity."""
    values = {"enrolment_id": enrolment.id, "activity_id": activity.id}
    return session.scalars(_PROGRESS, values).one_or_none()


def find_reflection(session: Session, *, enrolment: Enrolment, activity: Activity) -> Reflection | None:
    """What a participant wrote at an activity."""
    values = {"enrolment_id": enrolment.id, "activity_id": activity.id}
    return session.scalars(_REFLECTION, values).one_or_none()


def find_answer(session: Session, *, enrolment: Enrolment, question: Question) -> Answer | None:
    """A participant's latest answer to a self-check question."""
    statement = sa.select(Answer).where(
        Answer.enrolment_id == enrolment.id, Answer.question_id == question.id
    )
    return session.scalars(statement).one_or_none()


def chosen_options(session: Session, *, enrolment: Enrolment, activity: Activity) -> Mapping[int, int]:
    """Which option a participant chose last, by self-check question."""
    statement = (
        sa.select(Answer.question_id, Answer.option_id)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.enrolment_id == enrolment.id, Question.activity_id == activity.id)
    )
    return {row.question_id: row.option_id for row in session.execute(statement)}


def next_activities(
    session: Session,
    *,
    actor: Actor,
    limit: int = 3,
    enrolment: Enrolment | None = None,
    promised: bool | None = None,
    done: frozenset[int] | None = None,
) -> Sequence[NextActivity]:
    """What a participant can do next in the current cohort, the nearest date first.

    `promised`, `done`: whether confidentiality is promised, and the ticks, from a caller who knows.
    """
    enrolment = enrolment or find_current_enrolment(session, actor=actor)
    if enrolment is None:
        return ()
    course = get_kept_outline(session, edition=enrolment.cohort.programme_version)
    if promised is None:
        promised = has_promised(session, enrolment=enrolment, course=course)
    return rules.next_activities(
        course,
        done=done_activities(session, enrolment=enrolment) if done is None else done,
        starts_on=enrolment.cohort.starts_on,
        day=clock.today(),
        limit=limit,
        has_promised=promised,
    )


def module_progress(session: Session, *, cohort: Cohort) -> Sequence[tuple[OutlinedModule, int, int]]:
    """Per module of a cohort: how many participants did all that it asks, and how many are on their way."""
    version = get_course_outline(session, version_id=cohort.programme_version_id)
    statement = (
        sa.select(Progress.enrolment_id, Progress.activity_id)
        .join(Enrolment, Enrolment.id == Progress.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(ACTIVE), Progress.done_at.is_not(None))
    )
    ticks: dict[int, set[int]] = defaultdict(set)
    for enrolment_id, activity_id in session.execute(statement):
        ticks[enrolment_id].add(activity_id)
    return [(module, *_done_and_busy(module, ticks.values())) for module in version.modules]


def _done_and_busy(module: OutlinedModule, ticks: Collection[set[int]]) -> tuple[int, int]:
    states = [rules.module_progress(module, done=frozenset(own)) for own in ticks]
    done = sum(state.is_done for state in states)
    return done, sum(state.done > 0 and not state.is_done for state in states)
