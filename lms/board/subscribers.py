"""Who hears that something new is on the board; never what."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.board import queries
from lms.board.events import PostPlaced
from lms.board.models import Post, PostKind
from lms.cohorts.queries import list_trainers
from lms.core.http import absolute_url
from lms.messages.operations import notify_each


def tell_of_post(session: Session, event: PostPlaced) -> None:
    """An announcement is for who takes part, a question for the trainers, an answer for who spoke before."""
    post = queries.get_post(session, post_id=event.post_id)
    if post.kind is PostKind.ANNOUNCEMENT:
        _tell_of_announcement(session, post)
    elif post.kind is PostKind.QUESTION:
        _tell_of_question(session, post)
    else:
        _tell_of_answer(session, post)


def _others(people: Sequence[Person], post: Post) -> list[Person]:
    return [person for person in people if person.id != post.author_id]


def _tell_of_announcement(session: Session, post: Post) -> None:
    notify_each(
        session,
        recipients=_others(queries.list_taking_part(session, cohort=post.cohort), post),
        kind="board.announcement",
        words=lambda: (
            _("Er is een nieuwe aankondiging"),
            _("Ze staat op het prikbord van %(cohort)s.", cohort=post.cohort.name),
        ),
        url=absolute_url("board.post_show", post_id=post.public_id),
    )


def _tell_of_question(session: Session, post: Post) -> None:
    notify_each(
        session,
        recipients=_others(list_trainers(session, cohort=post.cohort), post),
        kind="board.question",
        words=lambda: (
            _("Er is een nieuwe vraag"),
            _("Ze staat op het prikbord van %(cohort)s.", cohort=post.cohort.name),
        ),
        url=absolute_url("board.post_show", post_id=post.public_id),
    )


def _tell_of_answer(session: Session, post: Post) -> None:
    if post.topic is None:
        return
    spoke = queries.list_speakers(session, topic_id=post.topic.id)
    still_there = _others(queries.list_readers(session, cohort=post.cohort), post)
    notify_each(
        session,
        recipients=(person for person in still_there if person.id in spoke),
        kind="board.answer",
        words=lambda: (
            _("Er is een nieuw antwoord"),
            _("Het staat op het prikbord van %(cohort)s.", cohort=post.cohort.name),
        ),
        url=absolute_url("board.post_show", post_id=post.topic.public_id),
    )
