"""What authors do with the activities of a draft, their media and their questions."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from lms.core.authorisation import Actor
from lms.core.errors import RefusedFileError
from lms.core.events import publish
from lms.core.files import DOCUMENTS, FileKind, store_file
from lms.programmes import rules
from lms.programmes.events import (
    ActivityAdded,
    ActivityDeleted,
    ActivityEdited,
    ActivityEvent,
    ActivityMoved,
)
from lms.programmes.facts import ActivityFacts, Media, QuestionFacts
from lms.programmes.models import (
    Activity,
    ActivityKind,
    Module,
    Option,
    ProgrammeVersion,
    Question,
)
from lms.programmes.operations.drafts import (
    must_be_draft,
    must_be_unchanged,
    next_position,
    number_positions,
)
from lms.programmes.publication import NeededElsewhereError, RefusedMediaError
from lms.programmes.rules import Direction

CAPTIONS = frozenset({FileKind.VTT})
FILM = frozenset({FileKind.WEBM})
NO_MEDIA = Media()


def add_activity(
    session: Session,
    *,
    actor: Actor,
    module: Module,
    kind: ActivityKind,
    facts: ActivityFacts,
    media: Media = NO_MEDIA,
) -> Activity:
    """Add an activity at the end of a module."""
    version = module.programme_version
    must_be_draft(session, version=version)
    activity = Activity(
        key=rules.new_key(facts.title, {other.key for other in rules.activities_of(version)}),
        position=next_position(module.activities),
        kind=kind,
        **_columns(facts),
    )
    module.activities.append(activity)
    _apply_media(session, activity, media)
    session.flush()
    _announce(session, ActivityAdded, actor, activity, version)
    return activity


def edit_activity(
    session: Session,
    *,
    actor: Actor,
    activity: Activity,
    facts: ActivityFacts,
    version: int,
    media: Media = NO_MEDIA,
) -> None:
    """Change an activity; its kind and place stay."""
    must_be_draft(session, version=activity.module.programme_version)
    must_be_unchanged(activity, version)
    for name, value in _columns(facts).items():
        setattr(activity, name, value)
    _apply_media(session, activity, media)
    _announce(session, ActivityEdited, actor, activity, activity.module.programme_version)


def move_activity(session: Session, *, actor: Actor, activity: Activity, direction: Direction) -> None:
    """Let an activity change places with its neighbour in the module."""
    must_be_draft(session, version=activity.module.programme_version)
    number_positions(rules.moved(activity.module.activities, activity, direction))
    _announce(session, ActivityMoved, actor, activity, activity.module.programme_version)


def delete_activity(session: Session, *, actor: Actor, activity: Activity) -> None:
    """Take an activity out of a draft, unless another activity needs it."""
    version = activity.module.programme_version
    must_be_draft(session, version=version)
    if any(activity.key in other.requires_keys for other in rules.activities_of(version)):
        raise NeededElsewhereError
    activity.module.activities.remove(activity)
    _announce(session, ActivityDeleted, actor, activity, version)


def add_question(
    session: Session, *, actor: Actor, activity: Activity, facts: QuestionFacts, version: int
) -> None:
    """Add a question at the end of a self-check."""
    must_be_draft(session, version=activity.module.programme_version)
    must_be_unchanged(activity, version)
    question = Question(position=next_position(activity.questions), prompt=facts.prompt)
    activity.questions.append(_fill(question, facts))
    _announce_questions(session, actor, activity)


def edit_question(
    session: Session, *, actor: Actor, question: Question, facts: QuestionFacts, version: int
) -> None:
    """Change a question and its possible answers."""
    must_be_draft(session, version=question.activity.module.programme_version)
    must_be_unchanged(question.activity, version)
    question.prompt = facts.prompt
    _fill(question, facts)
    _announce_questions(session, actor, question.activity)


def move_question(session: Session, *, actor: Actor, question: Question, direction: Direction) -> None:
    """Let a question change places with its neighbour."""
    must_be_draft(session, version=question.activity.module.programme_version)
    number_positions(rules.moved(question.activity.questions, question, direction))
    _announce_questions(session, actor, question.activity)


def delete_question(session: Session, *, actor: Actor, question: Question) -> None:
    """Take a question out of a self-check."""
    activity = question.activity
    must_be_draft(session, version=activity.module.programme_version)
    activity.questions.remove(question)
    _announce_questions(session, actor, activity)


def _columns(facts: ActivityFacts) -> dict[str, object]:
    return asdict(facts) | {"requires_keys": list(facts.requires_keys)}


def _apply_media(session: Session, activity: Activity, media: Media) -> None:
    for place in media.removed:
        setattr(activity, place, None)
    for place, upload in media.added.items():
        film = FILM if activity.kind is ActivityKind.VIDEO else DOCUMENTS
        allowed = CAPTIONS if place == "captions" else film
        try:
            stored = store_file(session, stream=upload.stream, name=upload.name, allowed=allowed)
        except RefusedFileError as refusal:
            raise RefusedMediaError(refusal.reason, place) from refusal
        setattr(activity, place, stored)


def _fill(question: Question, facts: QuestionFacts) -> Question:
    question.explanation = facts.explanation
    question.options = [
        Option(position=place, label=option.label, is_right=option.is_right, feedback=option.feedback)
        for place, option in enumerate(facts.options, 1)
    ]
    return question


def _announce_questions(session: Session, actor: Actor, activity: Activity) -> None:
    """Questions belong to their activity: its version counts their changes too."""
    flag_modified(activity, "title")
    _announce(session, ActivityEdited, actor, activity, activity.module.programme_version)


def _announce(
    session: Session, kind: type[ActivityEvent], actor: Actor, activity: Activity, version: ProgrammeVersion
) -> None:
    publish(
        session,
        kind(
            actor=actor,
            version_id=version.public_id,
            activity_id=activity.public_id,
            kind=activity.kind,
        ),
    )
