"""A cohort with a visitor, a host who takes part and a host from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Organisation, Person
from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import get_enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.extensions import db
from lms.shadowing import operations, queries
from lms.shadowing.models import Host, HostSlot, LinkPurpose, Visit
from tests.conftest import NOW
from tests.factories.accounts import make_hat, make_organisation, make_person
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_trainer
from tests.factories.shadowing import make_host, make_host_slot, make_own_host
from tests.support.promises import mails
from tests.support.rollback import read_anew, standing

QUESTION = "Hoe bouw je vertrouwen op bij de voordeur?"


@dataclass
class Cast:
    """Who plays: the visitor Noor, a host of the cohort, a host from outside."""

    cohort: Cohort
    enrolment: Enrolment
    visitor: Person
    own_organisation: Organisation
    host: Host
    host_person: Person
    guest: Host
    coordinator: Person
    trainer: Person
    director: Person


@pytest.fixture(scope="module")
def everybody(app: Flask) -> Iterator[Cast]:
    yield from standing(app, NOW, make_cast)


@pytest.fixture
def cast(session: Session, everybody: Cast) -> Cast:
    found: Cast = read_anew(session, everybody)
    return replace(found, enrolment=get_enrolment(session, enrolment_id=found.enrolment.public_id))


def make_cast() -> Cast:
    cohort = make_cohort()
    home = make_organisation()
    mine, theirs = make_enrolment(cohort, organisation=home), make_enrolment(cohort)
    director = make_person(organisation=home)
    make_hat(director, Hat.DIRECTOR, organisation_id=home.id)
    return Cast(
        cohort=cohort,
        enrolment=mine,
        visitor=db.session.get_one(Person, mine.person_id),
        own_organisation=home,
        host=make_own_host(theirs),
        host_person=db.session.get_one(Person, theirs.person_id),
        guest=make_host(cohort, name="Truus Gast", email="truus@elders.example"),
        coordinator=make_coordinator(cohort),
        trainer=make_trainer(cohort),
        director=director,
    )


ActorOf = Callable[[Person], Actor]


@pytest.fixture
def ask(session: Session, cast: Cast, actor_of: ActorOf) -> Callable[..., Visit]:
    """The visitor asks a host for a day; the host from outside unless told otherwise."""

    def act(host: Host | None = None, *, slot: HostSlot | None = None) -> Visit:
        slot = slot or make_host_slot(host or cast.guest)
        visit = operations.request_visit(
            session,
            actor=actor_of(cast.visitor),
            slot=queries.get_host_of_slot(session, slot_id=slot.public_id),
            enrolment=cast.enrolment,
            learning_question=QUESTION,
        )
        session.commit()
        return queries.get_visit(session, visit_id=visit.public_id)

    return act


@pytest.fixture
def agreed(
    session: Session, cast: Cast, ask: Callable[..., Visit], actor_of: ActorOf
) -> Callable[..., Visit]:
    """An agreed day."""

    def act(host: Host | None = None) -> Visit:
        visit = ask(host)
        operations.accept_visit(session, actor=actor_of(cast.coordinator), visit=visit)
        session.commit()
        return queries.get_visit(session, visit_id=visit.public_id)

    return act


@pytest.fixture
def token(session: Session) -> Callable[[Visit, LinkPurpose], str]:
    """A fresh link of the host from outside."""

    def act(visit: Visit, purpose: LinkPurpose) -> str:
        made = operations.issue_link(session, visit=visit, purpose=purpose)
        assert made is not None
        session.commit()
        return made

    return act


def mails_to(session: Session, address: str) -> list[dict[str, object]]:
    """What was mailed to an address."""
    return [mail for mail in mails(session) if mail["to"] == address]


def on_the_day(visit: Visit) -> object:
    """The afternoon of the day."""
    return clock.moved_to(visit.ends_at + timedelta(minutes=10))
