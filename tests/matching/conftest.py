"""A cohort of fourteen that waits to be put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.queries import actor_for
from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import get_cohort
from lms.core.authorisation import Actor
from lms.core.events import Event, bus
from lms.core.extensions import db
from lms.matching import operations, queries
from lms.matching.models import Arrangement, Round, RoundKind
from lms.matching.rules import chance
from tests.conftest import NOW
from tests.factories.cohorts import make_coordinator, make_trainer
from tests.factories.matching import make_mixed_cohort
from tests.support.rollback import read_anew, standing


@dataclass
class Cast:
    """A cohort, its people in order, and who composes."""

    cohort: Cohort
    enrolments: list[Enrolment]
    coordinator: Person
    trainer: Person

    def actor(self, role: str = "coordinator") -> Actor:
        """Somebody by role, or a participant by place, as who acts."""
        person = getattr(self, role, None) or db.session.get_one(Person, self.enrolments[int(role)].person_id)
        return actor_for(db.session(), person=person)


@pytest.fixture(autouse=True)
def nobody_apart_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is kept apart by chance differs from run to run; test_chance.py looks at that."""
    monkeypatch.setattr(chance, "APART_DAYS", 0)


@pytest.fixture(scope="module")
def everybody(app: Flask) -> Iterator[Cast]:
    yield from standing(app, NOW, make_cast)


@pytest.fixture
def cast(session: Session, everybody: Cast) -> Cast:
    found: Cast = read_anew(session, everybody)
    return found


def make_cast() -> Cast:
    cohort, enrolments = make_mixed_cohort()
    return Cast(cohort, enrolments, make_coordinator(cohort), make_trainer(cohort))


@pytest.fixture
def happened(session: Session) -> list[Event]:
    """Everything that is announced from now on."""
    told: list[Event] = []
    bus.subscribe(Event, lambda _session, event: told.append(event))
    return told


@pytest.fixture
def open_round(session: Session, cast: Cast) -> Callable[..., Round]:
    """A draft with proposals, as the composer has it."""

    def make(kind: RoundKind = RoundKind.INTERVISION_GROUPS, *, proposals: int = 1) -> Round:
        cohort = get_cohort(session, cohort_id=cast.cohort.public_id)
        made = operations.open_round(session, actor=cast.actor(), cohort=cohort, kind=kind)
        round_ = fresh(session, made.public_id)
        if proposals:
            operations.ask_proposals(session, actor=cast.actor(), round_=round_, count=proposals)
        session.commit()
        return fresh(session, made.public_id)

    return make


@pytest.fixture
def published(session: Session, cast: Cast, open_round: Callable[..., Round]) -> Callable[..., Round]:
    """A round whose first proposal holds."""

    def make(kind: RoundKind = RoundKind.INTERVISION_GROUPS) -> Round:
        round_ = open_round(kind)
        publish(session, cast, round_.arrangements[0])
        return fresh(session, round_.public_id)

    return make


def fresh(session: Session, round_id: UUID) -> Round:
    return queries.get_round(session, round_id=round_id)


def publish(session: Session, cast: Cast, arrangement: Arrangement, role: str = "coordinator") -> None:
    row = queries.get_arrangement(session, arrangement_id=arrangement.public_id)
    operations.publish_arrangement(
        session,
        actor=cast.actor(role),
        arrangement=row,
        version=row.version,
        round_version=row.round.version,
    )
    session.commit()
