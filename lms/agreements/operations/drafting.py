"""Draft an agreement, and replace it by a new version when something changes."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from sqlalchemy.orm import Session

from lms.agreements import queries, rules
from lms.agreements.events import AgreementDrafted
from lms.agreements.models import AgreedFact, LearningAgreement, TextKind
from lms.agreements.operations.links import make_link, revoke_links
from lms.agreements.operations.managers import must_be_another_person
from lms.agreements.rules import Terms
from lms.cohorts.models import Enrolment
from lms.cohorts.queries import get_enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish


class AlreadyDraftedError(DomainError):
    """This participant has an agreement already; a change makes a new version of it."""


class HoursOutOfRangeError(DomainError):
    """The hours per week lie between half an hour and a full working week."""

    status = 422


class NothingChangedError(DomainError):
    """A new version says the same as the one that stands."""


def draft_agreement(
    session: Session,
    *,
    actor: Actor,
    enrolment: Enrolment,
    hours_per_week: Decimal | int,
    manager_name: str,
    manager_email: str,
    learning_goals: str = "",
    facts: Collection[AgreedFact] = rules.DEFAULT_FACTS,
) -> LearningAgreement:
    """Draft the first version of somebody's agreement; all three are asked to sign it."""
    enrolment = get_enrolment(session, enrolment_id=enrolment.public_id)
    if queries.find_standing(session, enrolment=enrolment) is not None:
        raise AlreadyDraftedError
    terms = Terms(
        hours_per_week=Decimal(hours_per_week),
        manager_name=manager_name.strip(),
        manager_email=manager_email.strip(),
        learning_goals=learning_goals.strip(),
        facts=rules.kept_facts(facts),
    )
    agreement = _make_version(session, actor=actor, enrolment=enrolment, number=1, terms=terms)
    return _offer(session, actor, agreement)


def revise_agreement(
    session: Session, *, actor: Actor, agreement: LearningAgreement, terms: Terms
) -> LearningAgreement:
    """Replace a version by a new one with today's text, which everybody signs again.

    The old version stays readable; its link is dead. Who changes an old version meets the newest.
    """
    queries.lock_agreement(session, agreement=agreement)
    if agreement.replaced_at is not None:
        raise ConflictError
    revised = _make_version(
        session, actor=actor, enrolment=agreement.enrolment, number=agreement.number + 1, terms=terms
    )
    if agreement.declined_at is None and rules.says_the_same(agreement.snapshot, revised.snapshot):
        raise NothingChangedError
    agreement.replaced_at = clock.now()
    revoke_links(agreement)
    session.flush()
    return _offer(session, actor, revised)


def _make_version(
    session: Session, *, actor: Actor, enrolment: Enrolment, number: int, terms: Terms
) -> LearningAgreement:
    if not rules.LEAST_HOURS <= terms.hours_per_week <= rules.MOST_HOURS:
        raise HoursOutOfRangeError
    must_be_another_person(session, enrolment=enrolment, manager_email=terms.manager_email)
    programme_id = enrolment.cohort.programme_version.programme_id
    text = queries.current_text(session, programme_id=programme_id, kind=TextKind.LEARNING_AGREEMENT)
    snapshot = rules.make_snapshot(enrolment, terms, number=number, text=text.text, text_number=text.number)
    return LearningAgreement(
        enrolment=enrolment,
        number=number,
        hours_per_week=terms.hours_per_week,
        manager_name=terms.manager_name,
        manager_email=terms.manager_email,
        learning_goals=terms.learning_goals,
        facts=list(terms.facts),
        snapshot=snapshot,
        content_hash=rules.fingerprint(snapshot),
        drafted_by_id=actor.person_id,
        signatures=[],
        links=[],
    )


def _offer(session: Session, actor: Actor, agreement: LearningAgreement) -> LearningAgreement:
    session.add(agreement)
    session.flush()
    publish(
        session,
        AgreementDrafted(
            actor=actor,
            agreement_id=agreement.public_id,
            enrolment_id=agreement.enrolment.public_id,
            number=agreement.number,
            link_token=make_link(session, agreement=agreement),
        ),
    )
    return agreement
