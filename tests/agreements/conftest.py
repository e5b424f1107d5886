"""A small cohort with everybody around it, and an agreement that waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.queries import actor_for
from lms.agreements import operations
from lms.agreements.models import LearningAgreement, SignerRole
from lms.agreements.operations import draft_agreement
from lms.cohorts.models import Cohort, Enrolment
from lms.core.authorisation import ANONYMOUS, Actor
from lms.core.extensions import db
from tests.conftest import NOW
from tests.factories.accounts import make_organisation, make_person
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_trainer
from tests.support.rollback import read_anew, standing

MANAGER = "eva.leiding@werkgever.example"


@dataclass
class Cast:
    """A cohort, one participant of it, and the people who might knock on a door."""

    cohort: Cohort
    enrolment: Enrolment
    participant: Person
    classmate: Person
    trainer: Person
    other_trainer: Person
    coordinator: Person
    stranger: Person

    def actor(self, role: str) -> Actor:
        """Somebody by role, as who acts."""
        return actor_for(db.session(), person=getattr(self, role))


@pytest.fixture(scope="module")
def everybody(app: Flask) -> Iterator[Cast]:
    yield from standing(app, NOW, make_cast)


@pytest.fixture
def cast(session: Session, everybody: Cast) -> Cast:
    found: Cast = read_anew(session, everybody)
    return found


def make_cast() -> Cast:
    cohort = make_cohort()
    elsewhere = make_cohort()
    enrolment = make_enrolment(cohort, organisation=make_organisation(name="Woonbron Heuvel"))
    return Cast(
        cohort=cohort,
        enrolment=enrolment,
        participant=db.session.get_one(Person, enrolment.person_id),
        classmate=db.session.get_one(Person, make_enrolment(cohort).person_id),
        trainer=make_trainer(cohort),
        other_trainer=make_trainer(elsewhere),
        coordinator=make_coordinator(cohort),
        stranger=make_person(),
    )


@pytest.fixture
def draft(session: Session, cast: Cast) -> Callable[..., LearningAgreement]:
    """Draft the agreement of the participant, or of another enrolment."""

    def make(enrolment: Enrolment | None = None, **values: Any) -> LearningAgreement:
        agreement = draft_agreement(
            session,
            actor=cast.actor("coordinator"),
            enrolment=enrolment or cast.enrolment,
            **{
                "hours_per_week": 6,
                "manager_name": "Eva Leiding",
                "manager_email": MANAGER,
                "learning_goals": "Beter luisteren.",
                **values,
            },
        )
        session.commit()
        return agreement

    return make


@pytest.fixture
def link(
    session: Session, cast: Cast, draft: Callable[..., LearningAgreement]
) -> tuple[LearningAgreement, str]:
    """An agreement that waits, and the secret part of the line manager's link."""
    agreement = draft()
    token = operations.send_link(
        session, actor=cast.actor("coordinator"), agreement=agreement, manager_email=MANAGER
    )
    session.commit()
    return agreement, token


def sign(session: Session, cast: Cast, agreement: LearningAgreement, who: str, role: SignerRole) -> None:
    operations.sign_as(session, actor=cast.actor(who), agreement=agreement, role=role)
    session.commit()


def complete(session: Session, cast: Cast, link: tuple[LearningAgreement, str]) -> None:
    agreement, token = link
    sign(session, cast, agreement, "participant", SignerRole.PARTICIPANT)
    sign(session, cast, agreement, "trainer", SignerRole.TRAINER)
    operations.sign_by_link(session, actor=ANONYMOUS, token=token, name="Eva Leiding")
    session.commit()
