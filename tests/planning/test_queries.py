"""What planning reads of other cohorts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import Cohort
from lms.core.authorisation import Actor
from lms.planning.queries import name_cohorts
from lms.planning.rules import Conflict, ConflictKind, Slot
from tests.factories.cohorts import make_cohort, make_coordinator, make_plain_version

MORNING = datetime(2026, 12, 3, 8, 30, tzinfo=UTC)


def clash(cohort: Cohort) -> Conflict:
    return Conflict(ConflictKind.ROOM, Slot(1, cohort.id, "Elders", MORNING, MORNING, "Zaal 2"))


def test_only_what_clashes_is_named_however_many_cohorts_somebody_coordinates(
    session: Session, actor_of: Callable[[Person], Actor]
) -> None:
    version = make_plain_version()
    cohort, strange = make_cohort(version=version, name="Leergroep Geul"), make_cohort()
    make_cohort(version=version)
    actor = actor_of(make_coordinator(cohort))
    clashes = [clash(cohort), clash(strange), Conflict(ConflictKind.OUTSIDE)]
    assert name_cohorts(session, actor=actor, conflicts=clashes) == {cohort.id: "Leergroep Geul"}
    assert name_cohorts(session, actor=actor, conflicts=[]) == {}
