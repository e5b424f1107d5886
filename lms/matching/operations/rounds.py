"""Open a round with a snapshot of its facts, weigh it, or throw it away before anybody heard of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from secrets import randbelow
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Organisation
from lms.accounts.queries import organisation_tops
from lms.cohorts.models import BELONGING, Cohort, Enrolment
from lms.cohorts.queries import list_enrolments
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.matching import queries
from lms.matching.events import RoundDiscarded, RoundOpened
from lms.matching.models import Arrangement, Round, RoundKind, RoundMember, RoundPin, RoundState
from lms.matching.operations.apart import seal_apart

FEWEST, HIGHEST_SEED = 2, 2**31


class DraftExistsError(DomainError):
    """A round of this kind waits to be published already."""


class TooFewPeopleError(DomainError):
    """With fewer than two people there is nothing to put together."""


class RoundPublishedError(DomainError):
    """The round is published: what was possible before no longer is."""


@dataclass(frozen=True, kw_only=True)
class RoundHost:
    """A seat for visitors: at a fellow participant, or at somebody from outside by the opener's reference."""

    organisation_id: int
    enrolment_id: int | None = None
    reference: UUID | None = None
    discipline_id: int | None = None
    job_role_id: int | None = None
    capacity: int = 1
    dates: Mapping[date, int] | None = None  # places on each day; none: the day is agreed on later
    notice_days: int = 0
    goals: frozenset[int] = frozenset()  # the fields of work that a visitor can learn about here
    has_hosted: bool = False
    place: int | None = None  # a number of the opener's own; none: not known, and never too far
    label: str = ""  # what a host from outside is called on the board


@dataclass(frozen=True, kw_only=True)
class RoundWish:
    """What a visitor would like, most wanted first: a host (its place in the list) or an organisation."""

    host: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class VisitFacts:
    """What the opener of a round of visits knows; people by enrolment, hosts by their place in the list."""

    hosts: Sequence[RoundHost] = ()
    wishes: Mapping[int, Sequence[RoundWish]] = field(default_factory=dict)
    dates: Mapping[int, frozenset[date]] = field(default_factory=dict)
    away: Mapping[int, frozenset[date]] = field(default_factory=dict)  # can receive, but not go elsewhere
    reach: Mapping[int, frozenset[int]] = field(default_factory=dict)  # places within the travel limit
    seen: Mapping[int, frozenset[int]] = field(default_factory=dict)  # organisations visited before
    visited: frozenset[tuple[int, int]] = frozenset()  # visitor and host who met before
    barred: frozenset[tuple[int, int]] = frozenset()  # visitor and host, for a ground that is not told
    balance: Mapping[int, int] = field(default_factory=dict)  # organisation: days hosted minus received


NO_VISITS = VisitFacts()


def open_round(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    kind: RoundKind,
    visits: VisitFacts = NO_VISITS,
    weights: Mapping[str, int] | None = None,
) -> Round:
    """Take a snapshot of everybody who belongs to the cohort; what is not weighed weighs as it starts."""
    enrolments = _who_takes_part(session, cohort, kind)
    round_ = Round(
        cohort_id=cohort.id,
        kind=kind,
        number=queries.last_number(session, cohort_id=cohort.id, kind=kind) + 1,
        weights=dict(weights or {}),
        seed=randbelow(HIGHEST_SEED),
        facts=_facts(session, cohort, kind, enrolments, visits),
        apart="",
        opened_by_id=actor.person_id,
        members=[RoundMember(enrolment_id=row.id) for row in enrolments],
        arrangements=[],
        pins=[],
    )
    seal_apart(session, round_=round_, cohort=cohort, enrolments=enrolments)
    session.add(round_)
    session.flush()
    publish(
        session,
        RoundOpened(
            actor=actor,
            cohort_id=cohort.public_id,
            round_id=round_.public_id,
            kind=kind,
            people=len(enrolments),
        ),
    )
    return round_


def _who_takes_part(session: Session, cohort: Cohort, kind: RoundKind) -> list[Enrolment]:
    """Everybody who belongs to the cohort, when a round of this kind can begin."""
    if queries.find_draft(session, cohort_id=cohort.id, kind=kind) is not None:
        raise DraftExistsError
    enrolments = [row for row in list_enrolments(session, cohort=cohort) if row.state in BELONGING]
    if len(enrolments) < FEWEST:
        raise TooFewPeopleError
    return enrolments


def _facts(
    session: Session, cohort: Cohort, kind: RoundKind, enrolments: Sequence[Enrolment], visits: VisitFacts
) -> dict[str, Any]:
    """What goes in, in keys only; who is kept apart for a private ground is not among it."""
    tops = organisation_tops(session)
    members = queries.members_facts(session, enrolments=enrolments)
    return {
        "members": [{**row, **facts_of_visitor(row["key"], visits, tops)} for row in members],
        "hosts": _hosts_facts(session, visits.hosts, tops),
        "wishes": {str(who): wish_facts(rows) for who, rows in visits.wishes.items()},
        "met": queries.met_before(session, cohort_id=cohort.id, kind=kind),
        "visited": sorted(map(list, visits.visited)),
        "barred": sorted(map(list, visits.barred)),
        "balance": {str(tops[number]): days for number, days in visits.balance.items()},
        "today": clock.today().toordinal(),
    }


def facts_of_visitor(who: int, visits: VisitFacts, tops: Mapping[int, int]) -> dict[str, Any]:
    """When and where somebody can walk along, as a round keeps it."""
    return {
        "dates": sorted(day.toordinal() for day in visits.dates[who]) if who in visits.dates else None,
        "away": sorted(day.toordinal() for day in visits.away.get(who, ())),
        "reach": sorted(visits.reach[who]) if who in visits.reach else None,
        "seen": sorted({tops[number] for number in visits.seen.get(who, ())}),
    }


def _hosts_facts(
    session: Session, hosts: Sequence[RoundHost], tops: Mapping[int, int]
) -> list[dict[str, Any]]:
    """The hosts by their place in the list; one without a label goes by the name of the organisation."""
    wanted = {host.organisation_id for host in hosts}
    found = sa.select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted))
    names = dict(session.execute(found).all())
    return [
        {**_host_facts(host, place, tops), "label": host.label or names.get(host.organisation_id, "")}
        for place, host in enumerate(hosts)
    ]


def _host_facts(host: RoundHost, place: int, tops: Mapping[int, int]) -> dict[str, Any]:
    days = host.dates
    return {
        "key": place,
        "member": host.enrolment_id,
        "reference": str(host.reference) if host.reference else None,
        "organisation": host.organisation_id,
        "family": tops[host.organisation_id],
        "discipline": host.discipline_id,
        "role": host.job_role_id,
        "capacity": host.capacity,
        "dates": None if days is None else {str(day.toordinal()): places for day, places in days.items()},
        "notice_days": host.notice_days,
        "themes": sorted(host.goals),
        "has_hosted": host.has_hosted,
        "place": host.place,
    }


def wish_facts(wishes: Sequence[RoundWish]) -> list[dict[str, Any]]:
    """Wishes as a round keeps them."""
    rows = [
        ("host", wish.host) if wish.host is not None else ("organisation", wish.organisation_id)
        for wish in wishes
    ]
    return [{"kind": kind, "key": key} for kind, key in rows if key is not None]


def discard_round(session: Session, *, actor: Actor, round_: Round) -> None:
    """Throw a round away that nobody heard of."""
    queries.lock_round(session, round_id=round_.id)
    if round_.state is not RoundState.DRAFT:
        raise RoundPublishedError
    event = RoundDiscarded(
        actor=actor, cohort_id=round_.cohort.public_id, round_id=round_.public_id, kind=round_.kind
    )
    for table in (RoundPin, Arrangement, RoundMember):
        session.execute(sa.delete(table).where(table.round_id == round_.id))
    session.execute(sa.delete(Round).where(Round.id == round_.id))
    publish(session, event)


def must_be_draft(round_: Round) -> None:
    """What is published changes only by a repair (DR-08)."""
    if round_.state is not RoundState.DRAFT:
        raise RoundPublishedError
