"""Two coordinators at the same instant: one arrangement holds, and the other coordinator is told."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Person
from lms.accounts.queries import actor_for
from lms.core.extensions import db
from lms.core.unit_of_work import unit_of_work
from lms.matching import operations, queries
from lms.matching.models import Arrangement, Round, RoundState, Seat
from lms.messages.models import Notice
from tests.factories.cohorts import make_coordinator
from tests.factories.matching import make_arrangement, make_mixed_cohort, make_round
from tests.support.races import at_once, committed

__all__ = ["committed"]

PEOPLE = 4


def publish(arrangement_id: UUID, person_id: int) -> None:
    with unit_of_work() as session:
        row = queries.get_arrangement(session, arrangement_id=arrangement_id)
        actor = actor_for(session, person=session.get_one(Person, person_id))
        operations.publish_arrangement(session, actor=actor, arrangement=row, version=1, round_version=1)


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("proposals", [1, 2], ids=["the same proposal", "another proposal"])
def test_of_two_who_publish_at_once_one_wins(app: Flask, proposals: int) -> None:
    cohort, people = make_mixed_cohort(PEOPLE)
    coordinators = [make_coordinator(cohort).id for _time in "12"]
    round_ = make_round(cohort, people)
    group = [row.id for row in people]
    ids = [make_arrangement(round_, [group], number=number + 1).public_id for number in range(proposals)]
    chosen = [ids[0], ids[-1]]
    db.session.remove()

    calls = zip(chosen, coordinators, strict=True)
    told = at_once(app, [lambda one=one, who=who: publish(one, who) for one, who in calls])

    assert sorted(told) == ["AlreadyPublishedError", "done"]
    assert db.session.scalar(sa.select(Round.state)) is RoundState.PUBLISHED
    held = sa.select(sa.func.count()).select_from(Arrangement).where(Arrangement.published_at.is_not(None))
    assert db.session.scalar(held) == 1
    for table in (Seat, Notice):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == PEOPLE
