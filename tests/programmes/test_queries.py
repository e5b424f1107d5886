"""Readers of programmes load what a page needs, in a flat number of queries."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.programmes import queries
from tests.factories.accounts import make_hat, make_person
from tests.factories.programmes import make_activity, make_author, make_module, make_programme, make_version


def test_outline_costs_the_same_for_a_large_version(
    session: Session, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    small, large = make_version(), make_version()
    for _ in range(5):
        module = make_module(large)
        for _ in range(3):
            make_activity(module)
    small_id, large_id = small.id, large.id
    session.expunge_all()
    cheap = count_queries(lambda: queries.get_outline(session, version_id=small_id))
    session.expunge_all()
    assert count_queries(lambda: queries.get_outline(session, version_id=large_id)) == cheap == 6


def test_course_costs_one_query(
    session: Session, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    version_id = make_version().id
    session.expunge_all()
    assert count_queries(lambda: queries.get_course(session, version_id=version_id)) == 1


def test_outline_is_complete_and_in_order(session: Session) -> None:
    version = queries.get_version(session, version_id=make_version().public_id)
    assert [m.key for m in version.modules] == ["kennismaken", "methodisch"]
    assert [a.key for m in version.modules for a in m.activities] == ["welkom", "terugblik", "toets", "paper"]
    assert [r.key for r in version.requirements] == ["intervisie", "aanwezigheid", "paper"]
    assert [c.weight for c in version.criteria] == [60, 40]
    assert [c.key for c in version.conditions] == ["lengte", "bronnen"]
    assert [a.key for a in version.aims] == ["kijken"]
    assert version.programme.title


def test_activity_comes_with_questions_files_and_programme(session: Session) -> None:
    version = queries.get_outline(session, version_id=make_version().id)
    public_id = version.modules[1].activities[0].public_id
    session.expunge_all()
    activity = queries.get_activity(session, activity_id=public_id)
    assert [o.is_right for q in activity.questions for o in q.options] == [False, True]
    assert activity.file is None
    assert activity.captions is None
    assert activity.module.programme_version.programme.title


def test_module_comes_with_its_neighbours(session: Session) -> None:
    version = queries.get_outline(session, version_id=make_version().id)
    public_id = version.modules[1].public_id
    session.expunge_all()
    module = queries.get_module(session, module_id=public_id)
    assert next(a.key for m in module.programme_version.modules for a in m.activities) == "welkom"
    assert module.programme_version.programme.title


@pytest.mark.parametrize(
    "reader",
    [
        lambda session: queries.get_version(session, version_id=uuid4()),
        lambda session: queries.get_module(session, module_id=uuid4()),
        lambda session: queries.get_activity(session, activity_id=uuid4()),
        lambda session: queries.get_programme(session, programme_id=uuid4()),
        lambda session: queries.get_requirement(session, requirement_id=uuid4()),
    ],
)
def test_what_does_not_exist_is_not_found(session: Session, reader: Callable[[Session], object]) -> None:
    with pytest.raises(NotFoundError):
        reader(session)


def test_list_is_scoped_by_its_reader(session: Session, actor_of: Callable[[Person], Actor]) -> None:
    running, new = make_programme(), make_programme()
    make_version(programme=running)
    make_version(programme=new, published=False)
    maker, coordinator = make_author(new), make_author(running, Hat.COORDINATOR)
    director, nobody = make_person(), make_person()
    make_hat(director, Hat.DIRECTOR, organisation_id=None)

    def seen(person: Person) -> set[int]:
        rows = queries.list_programmes_for(session, actor=actor_of(person))
        return {row.id for row in rows} & {running.id, new.id}

    assert seen(maker) == {running.id, new.id}
    assert seen(director) == {running.id}
    assert seen(coordinator) == {running.id}
    assert seen(nobody) == set()


def test_the_newest_published_version_and_the_draft_are_found(session: Session) -> None:
    programme = make_programme()
    make_version(programme=programme)
    new = make_version(programme=programme, number=2)
    draft = make_version(programme=programme, number=3, published=False)
    assert queries.find_newest_published(session, programme=programme) is new
    assert queries.find_draft(session, programme=programme) is draft
    assert queries.highest_number(session, programme=programme) == 3
