"""The outline of a published version is read once; a draft and a request that writes read it anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from lms.core.database import writing
from lms.core.keeping import Kept
from lms.programmes import queries
from lms.programmes.models import ProgrammeVersion
from tests.factories.programmes import make_version

Count = Callable[[Callable[[], object]], int]


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    yield
    Kept.forget_everything()


def asked_twice(session: Session, edition: ProgrammeVersion, count_queries: Count) -> int:
    if edition in session:
        session.refresh(edition)
        session.expunge(edition)

    def ask() -> None:
        assert len(queries.get_kept_outline(session, edition=edition).modules) == 2

    return count_queries(ask) + count_queries(ask)


def test_published_version_is_read_once(session: Session, count_queries: Count) -> None:
    assert asked_twice(session, make_version(), count_queries) == 1


def test_draft_is_read_every_time(session: Session, count_queries: Count) -> None:
    assert asked_twice(session, make_version(published=False), count_queries) == 2


def test_request_that_writes_reads_it_anew_and_keeps_nothing(session: Session, count_queries: Count) -> None:
    edition = make_version()
    token = writing.set(True)
    assert asked_twice(session, edition, count_queries) == 2
    writing.reset(token)
    assert asked_twice(session, edition, count_queries) == 1


def test_every_version_has_its_own(session: Session, count_queries: Count) -> None:
    assert asked_twice(session, make_version(), count_queries) == 1
    assert asked_twice(session, make_version(), count_queries) == 1
