"""What people do on a board: announce, ask, answer, change their own words, take something away."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.board import queries, rules
from lms.board.events import PostEdited, PostPlaced, PostRemoved
from lms.board.models import Post, PostKind
from lms.board.rules import EditTooLateError, PostRemovedError, UnknownModuleError
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish
from lms.core.files import StoredFile


def open_topic(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    kind: PostKind,
    title: str,
    body: str,
    module_key: str = "",
    file: StoredFile | None = None,
) -> Post:
    """Announce or ask something; about a module of the cohort's programme, or about anything."""
    if module_key and module_key not in queries.module_titles(session, cohort=cohort):
        raise UnknownModuleError
    post = Post(
        cohort_id=cohort.id,
        author_id=actor.person_id,
        kind=kind,
        title=title,
        body=body,
        module_key=module_key,
        file_id=file.id if file else None,
    )
    session.add(post)
    session.flush()
    publish(session, PostPlaced(actor=actor, post_id=post.public_id, cohort_id=cohort.public_id, kind=kind))
    return post


def answer(session: Session, *, actor: Actor, topic: Post, body: str, file: StoredFile | None = None) -> Post:
    """Answer to a topic, which thereby comes to the top of the board."""
    if topic.is_removed:
        raise PostRemovedError
    post = Post(
        cohort_id=topic.cohort_id,
        topic_id=topic.id,
        author_id=actor.person_id,
        kind=PostKind.ANSWER,
        body=body,
        file_id=file.id if file else None,
    )
    session.add(post)
    topic.latest_at = clock.now()
    session.flush()
    publish(
        session,
        PostPlaced(
            actor=actor, post_id=post.public_id, cohort_id=topic.cohort.public_id, kind=PostKind.ANSWER
        ),
    )
    return post


def edit_post(
    session: Session,
    *,
    actor: Actor,
    post: Post,
    title: str,
    body: str,
    module_key: str,
    version: int,
) -> None:
    """Change an own post within a day; that it was changed stays visible."""
    _check_editable(post)
    if post.version != version:
        raise ConflictError
    if module_key and module_key not in queries.module_titles(session, cohort=post.cohort):
        raise UnknownModuleError
    if (post.title, post.body, post.module_key) == (title, body, module_key):
        return
    post.title, post.body, post.module_key = title, body, module_key
    post.edited_at = clock.now()
    publish(
        session,
        PostEdited(actor=actor, post_id=post.public_id, cohort_id=post.cohort.public_id, kind=post.kind),
    )


def _check_editable(post: Post) -> None:
    if post.is_removed:
        raise PostRemovedError
    if not rules.is_editable(post, moment=clock.now()):
        raise EditTooLateError


def remove_post(session: Session, *, actor: Actor, post: Post) -> None:
    """Take a post away: its words and its file are gone, who took it away and when stays."""
    if post.is_removed:
        raise PostRemovedError
    post.title, post.body, post.file_id = "", "", None
    post.removed_at, post.removed_by_id = clock.now(), actor.person_id
    publish(
        session,
        PostRemoved(
            actor=actor,
            post_id=post.public_id,
            cohort_id=post.cohort.public_id,
            kind=post.kind,
            by_author=actor.person_id == post.author_id,
        ),
    )
