"""Readers of the board; who may read a cohort is asked before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from lms.accounts.models import Hat, Person
from lms.accounts.queries import list_wearers
from lms.board.models import Post, PostKind
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.cohorts.queries import list_trainers
from lms.core.errors import NotFoundError
from lms.programmes.models import Module, ProgrammeVersion

PAGE_SIZE = 20
ANSWERS_SHOWN = 50


@dataclass(frozen=True)
class PostsPage:
    """One page of posts; of topics with the number of their answers."""

    posts: Sequence[Post]
    answers: Mapping[int, int]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """The number of pages."""
        return max(1, -(-self.total // self.size))


def list_topics(
    session: Session,
    *,
    cohort: Cohort,
    kind: PostKind | None = None,
    module_key: str | None = None,
    page: int = 1,
) -> PostsPage:
    """The topics of a cohort, those with the newest post first."""
    wanted = [Post.cohort_id == cohort.id, Post.topic_id.is_(None)]
    if kind is not None:
        wanted.append(Post.kind == kind)
    if module_key is not None:
        wanted.append(Post.module_key == module_key)
    total = session.scalar(sa.select(sa.func.count()).select_from(Post).where(*wanted)) or 0
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    reply = aliased(Post)
    answers = (
        sa.select(sa.func.count())
        .where(reply.topic_id == Post.id, reply.removed_at.is_(None))
        .correlate(Post)
        .scalar_subquery()
    )
    statement = (
        sa.select(Post, answers)
        .where(*wanted)
        .options(joinedload(Post.author, innerjoin=True), joinedload(Post.removed_by))
        .order_by(Post.latest_at.desc(), Post.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    rows = session.execute(statement).all()
    return PostsPage([row[0] for row in rows], {row[0].id: row[1] for row in rows}, total, page, PAGE_SIZE)


def list_answers(session: Session, *, topic: Post, page: int | None = None) -> PostsPage:
    """The answers to a topic, oldest first; without a page the last ones."""
    own = Post.topic_id == topic.id
    total = session.scalar(sa.select(sa.func.count()).select_from(Post).where(own)) or 0
    pages = max(1, -(-total // ANSWERS_SHOWN))
    page = pages if page is None else min(max(1, page), pages)
    statement = (
        sa.select(Post)
        .where(own)
        .options(joinedload(Post.author, innerjoin=True), joinedload(Post.removed_by), joinedload(Post.file))
        .order_by(Post.id)
        .limit(ANSWERS_SHOWN)
        .offset((page - 1) * ANSWERS_SHOWN)
    )
    return PostsPage(session.scalars(statement).all(), {}, total, page, ANSWERS_SHOWN)


def get_post(session: Session, *, post_id: UUID) -> Post:
    """A post with its author, file and topic, and all that tells who is in its cohort."""
    cohort = joinedload(Post.cohort, innerjoin=True)
    statement = (
        sa.select(Post)
        .where(Post.public_id == post_id)
        .options(
            joinedload(Post.author, innerjoin=True),
            joinedload(Post.removed_by),
            joinedload(Post.file),
            joinedload(Post.topic),
            cohort.joinedload(Cohort.programme_version).joinedload(ProgrammeVersion.programme),
            cohort.selectinload(Cohort.enrolments),
        )
    )
    post = session.scalars(statement).one_or_none()
    if post is None:
        raise NotFoundError
    return post


def get_topic(session: Session, *, post_id: UUID) -> Post:
    """An announcement or a question."""
    post = get_post(session, post_id=post_id)
    if not post.is_topic:
        raise NotFoundError
    return post


def module_titles(session: Session, *, cohort: Cohort) -> Mapping[str, str]:
    """What the modules of the cohort's programme are called, in their order."""
    statement = (
        sa.select(Module.key, Module.title)
        .where(Module.programme_version_id == cohort.programme_version_id)
        .order_by(Module.position)
    )
    return {row.key: row.title for row in session.execute(statement)}


def list_taking_part(session: Session, *, cohort: Cohort) -> Sequence[Person]:
    """The participants of a cohort, whom its board concerns."""
    statement = (
        sa.select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(ACTIVE))
        .order_by(Person.id)
    )
    return session.scalars(statement).all()


def list_readers(session: Session, *, cohort: Cohort) -> Sequence[Person]:
    """Everybody in a cohort: participants, trainers, and the coordinators of its programme."""
    coordinators = list_wearers(
        session, hat=Hat.COORDINATOR, scope=cohort.programme_version.programme.public_id
    )
    everybody = [
        *list_taking_part(session, cohort=cohort),
        *list_trainers(session, cohort=cohort),
        *coordinators,
    ]
    return list({person.id: person for person in everybody}.values())


def list_speakers(session: Session, *, topic_id: int) -> frozenset[int]:
    """Who opened a topic or answered to it."""
    wrote = sa.or_(Post.id == topic_id, Post.topic_id == topic_id)
    return frozenset(session.scalars(sa.select(Post.author_id).where(wrote, Post.removed_at.is_(None))))
