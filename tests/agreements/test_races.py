"""Two signatures at the same instant, and a link that is used twice at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Person
from lms.accounts.queries import actor_for
from lms.agreements import operations, queries
from lms.agreements.events import AgreementCompleted
from lms.agreements.models import LearningAgreement, Signature, SignerRole
from lms.agreements.operations import AlreadySignedError, LinkGoneError
from lms.audit.models import AuditEntry
from lms.audit.rules import name_of
from lms.core.authorisation import ANONYMOUS
from lms.core.extensions import db
from lms.core.unit_of_work import unit_of_work
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_trainer
from tests.support.races import at_once, committed

__all__ = ["committed"]

AT_ONCE = 5


class Waiting:
    """An agreement that waits for all three, by ids alone: every thread reads it for itself."""

    def __init__(self) -> None:
        cohort = make_cohort()
        coordinator, trainer = make_coordinator(cohort), make_trainer(cohort)
        enrolment = make_enrolment(cohort)
        self.participant_id, self.trainer_id = enrolment.person_id, trainer.id
        with unit_of_work() as session:
            actor = actor_for(session, person=session.get_one(Person, coordinator.id))
            agreement = operations.draft_agreement(
                session,
                actor=actor,
                enrolment=enrolment,
                hours_per_week=6,
                manager_name="Eva Leiding",
                manager_email="eva.leiding@werkgever.example",
            )
            self.id: UUID = agreement.public_id
            self.token = operations.send_link(
                session, actor=actor, agreement=agreement, manager_email=agreement.manager_email
            )
        db.session.remove()

    def sign(self, person_id: int, role: SignerRole) -> None:
        with unit_of_work() as session:
            actor = actor_for(session, person=session.get_one(Person, person_id))
            agreement = queries.get_agreement(session, agreement_id=self.id)
            operations.sign_as(session, actor=actor, agreement=agreement, role=role)

    def sign_by_link(self) -> None:
        with unit_of_work() as session:
            operations.sign_by_link(session, actor=ANONYMOUS, token=self.token, name="Eva Leiding")

    @property
    def by_all(self) -> list[Callable[[], object]]:
        return [
            lambda: self.sign(self.participant_id, SignerRole.PARTICIPANT),
            lambda: self.sign(self.trainer_id, SignerRole.TRAINER),
            self.sign_by_link,
        ]


@pytest.fixture
def waiting(app: Flask, committed: None) -> Waiting:
    return Waiting()


def signatures() -> list[SignerRole]:
    return sorted(db.session.scalars(sa.select(Signature.role)))


def test_all_three_sign_at_the_same_instant_and_it_is_complete_once(app: Flask, waiting: Waiting) -> None:
    assert at_once(app, waiting.by_all) == ["done"] * 3
    assert signatures() == sorted(SignerRole)
    agreement = db.session.scalars(sa.select(LearningAgreement)).one()
    assert agreement.completed_at is not None
    told = sa.select(sa.func.count()).where(AuditEntry.event == name_of(AgreementCompleted))
    assert db.session.scalar(told) == 1


def test_a_link_that_is_used_at_once_by_many_signs_once(app: Flask, waiting: Waiting) -> None:
    said = Counter(at_once(app, [waiting.sign_by_link] * AT_ONCE))
    assert said == {"done": 1, LinkGoneError.__name__: AT_ONCE - 1}
    assert signatures() == [SignerRole.LINE_MANAGER]


def test_one_signature_is_put_once_by_many_tabs(app: Flask, waiting: Waiting) -> None:
    said = Counter(at_once(app, [waiting.by_all[0]] * AT_ONCE))
    assert said == {"done": 1, AlreadySignedError.__name__: AT_ONCE - 1}
    assert signatures() == [SignerRole.PARTICIPANT]
