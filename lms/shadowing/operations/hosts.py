"""Who receives visitors, and what participants wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from lms.accounts.models import Organisation
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.cohorts.queries import list_enrolments
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish
from lms.shadowing import queries, rules
from lms.shadowing.events import HostAdded, HostChanged, HostRetired, WishWritten
from lms.shadowing.models import Host, Visit, Wish, WishedHost
from lms.shadowing.operations.links import release_contact, replace_contact
from lms.shadowing.rules import NO_LIMITS, Limits, Profile


class HostTakesPartError(DomainError):
    """The address is of somebody who takes part, and who becomes a host self."""

    status = 422


class KnownHostError(DomainError):
    """This cohort has a host with this address already."""

    status = 422


def become_host(session: Session, *, actor: Actor, enrolment: Enrolment, profile: Profile) -> Host:
    """A participant receives visitors at the own work."""
    if queries.find_own_host(session, enrolment=enrolment) is not None:
        raise ConflictError
    return _add(
        session,
        actor,
        Host(
            cohort=enrolment.cohort,
            organisation=enrolment.organisation,
            person=enrolment.person,
            name=enrolment.person.display_name,
            email=enrolment.person.email,
            **asdict(profile),
        ),
    )


def add_guest_host(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    organisation: Organisation,
    name: str,
    email: str,
    profile: Profile,
) -> Host:
    """The coordinator adds somebody from outside, who answers by mailed links."""
    _check_address(session, cohort, email, except_id=None)
    return _add(
        session,
        actor,
        Host(
            cohort=cohort, organisation=organisation, person=None, name=name, email=email, **asdict(profile)
        ),
    )


def _add(session: Session, actor: Actor, host: Host) -> Host:
    host.entered_by_id = actor.person_id
    session.add(host)
    session.flush()
    publish(session, HostAdded(actor=actor, host_id=host.public_id, cohort_id=host.cohort.public_id))
    return host


def _check_address(session: Session, cohort: Cohort, email: str, *, except_id: int | None) -> None:
    if queries.has_host_address(session, cohort=cohort, email=email, except_id=except_id):
        raise KnownHostError
    participants = [row for row in list_enrolments(session, cohort=cohort) if row.state in ACTIVE]
    if any(rules.same_address(row.person.email, email) for row in participants):
        raise HostTakesPartError


def change_host(
    session: Session,
    *,
    actor: Actor,
    host: Host,
    profile: Profile,
    version: int,
    name: str = "",
    email: str = "",
) -> None:
    """Change a profile; name and address only of somebody from outside, whose links go to the new address."""
    if host.version != version:
        raise ConflictError
    is_handed_over = host.is_guest and not rules.same_address(host.email, email)
    visits = _visits_to(session, host) if is_handed_over else []
    if host.is_guest:
        _check_address(session, host.cohort, email, except_id=host.id)
        for visit in visits:
            release_contact(session, actor=actor, visit=visit)
        host.name, host.email = name, email
    for field, value in asdict(profile).items():
        setattr(host, field, value)
    session.flush()
    publish(session, HostChanged(actor=actor, host_id=host.public_id, cohort_id=host.cohort.public_id))
    for visit in visits:
        replace_contact(session, actor=actor, visit=visit)


def _visits_to(session: Session, host: Host) -> Sequence[Visit]:
    """The visits to a host, each with all that belongs to it."""
    return [
        queries.get_visit(session, visit_id=visit.public_id)
        for visit in queries.list_hosted_by(session, host=host)
    ]


def retire_host(session: Session, *, actor: Actor, host: Host, retired: bool) -> None:
    """A host takes no new visitors, or does so again; agreed days go on."""
    if (host.retired_at is not None) == retired:
        return
    host.retired_at = clock.now() if retired else None
    event = HostRetired if retired else HostChanged
    publish(session, event(actor=actor, host_id=host.public_id, cohort_id=host.cohort.public_id))


def write_wish(
    session: Session,
    *,
    actor: Actor,
    enrolment: Enrolment,
    learning_question: str,
    hosts: Sequence[Host],
    limits: Limits = NO_LIMITS,
) -> Wish:
    """Write down the learning question, at most three hosts in order, and when and where not."""
    wish = queries.find_wish(session, enrolment=enrolment)
    if wish is None:
        wish = Wish(enrolment=enrolment, learning_question=learning_question)
        session.add(wish)
    wish.learning_question = learning_question
    wish.weekdays_away = sorted(limits.weekdays)
    wish.periods_away = [[first.isoformat(), last.isoformat()] for first, last in sorted(limits.periods)]
    wish.too_far = sorted(limits.too_far)
    wish.hosts = []
    session.flush()
    wish.hosts = [WishedHost(rank=rank, host=host) for rank, host in enumerate(hosts, 1)]
    for visit in queries.list_visits_of(session, enrolment=enrolment):
        # A round asks for people who had no question yet.
        if visit.state in rules.HOLDING and not visit.learning_question:
            visit.learning_question = learning_question
    publish(session, WishWritten(actor=actor, enrolment_id=enrolment.public_id))
    return wish
