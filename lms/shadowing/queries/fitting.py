"""Which hosts fit which participants: what decides it, and where somebody who has no place can go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.accounts.queries import organisation_tops
from lms.agreements.models import LearningAgreement
from lms.cohorts.models import Cohort, Enrolment
from lms.matching.queries import line_managers
from lms.shadowing import rules
from lms.shadowing.models import Host, Visit, VisitState
from lms.shadowing.queries.hosts import list_hosts, list_open_days
from lms.shadowing.queries.visits import list_visits_of
from lms.shadowing.rules import HOLDING, HostPeople, OfferedDay

SAID_NO = frozenset({VisitState.REJECTED, VisitState.CANCELLED})


@dataclass(frozen=True)
class Offer:
    """A host to whom somebody can go, with the nearest free day."""

    host: Host
    day: OfferedDay


@dataclass(frozen=True)
class _Lines:
    """By participant the hosts in her or his line, and the addresses of managers from outside (DR-05)."""

    hosts: Mapping[int, set[int]]
    addresses: Mapping[int, list[str]]


def people_around(session: Session, *, enrolment: Enrolment) -> HostPeople:
    """What decides to which hosts a participant can go (5 queries)."""
    visits = list_visits_of(session, enrolment=enrolment)
    people = people_around_each(session, cohort=enrolment.cohort, enrolments=[enrolment], visits=visits)
    return people[enrolment.id]


def people_around_each(
    session: Session, *, cohort: Cohort, enrolments: Sequence[Enrolment], visits: Sequence[Visit]
) -> Mapping[int, HostPeople]:
    """By participant of one cohort what decides to which hosts she or he can go (4 queries)."""
    heads = organisation_tops(session)
    lines = _lines_of(session, cohort.id)
    met: dict[int, list[Host]] = defaultdict(list)
    for visit in visits:
        if visit.state in HOLDING:
            met[visit.enrolment_id].append(visit.host)
    found = {}
    for row in enrolments:
        seen = {heads[host.organisation_id] for host in met[row.id]}
        found[row.id] = HostPeople(
            own_family={number for number, head in heads.items() if head == heads[row.organisation_id]},
            visited=[number for number, head in heads.items() if head in seen],
            visited_families=len(seen),
            met=[host.id for host in met[row.id]],
            manager_addresses=lines.addresses.get(row.id, []),
            in_line=lines.hosts.get(row.id, set()),
        )
    return found


def _lines_of(session: Session, cohort_id: int) -> _Lines:
    """Who leads whom in a cohort: as the agreements say, and as staff wrote it down."""
    statement = (
        sa.select(Enrolment, Host.id, LearningAgreement.manager_email)
        .outerjoin(
            Host, sa.and_(Host.cohort_id == Enrolment.cohort_id, Host.person_id == Enrolment.person_id)
        )
        .outerjoin(
            LearningAgreement,
            sa.and_(LearningAgreement.enrolment_id == Enrolment.id, LearningAgreement.replaced_at.is_(None)),
        )
        .where(Enrolment.cohort_id == cohort_id)
        .options(joinedload(Enrolment.person))
    )
    rows = session.execute(statement).all()
    host_of = {row.id: host_id for row, host_id, _address in rows if host_id is not None}
    hosts: dict[int, set[int]] = defaultdict(set)
    for who, managers in line_managers(session, enrolments=[row[0] for row in rows]).items():
        for manager in managers:
            for one, other in ((who, manager), (manager, who)):
                if other in host_of:
                    hosts[one].add(host_of[other])
    return _Lines(hosts, {row.id: [address] for row, _host, address in rows if address})


def list_offers(
    session: Session,
    *,
    cohort: Cohort,
    enrolments: Sequence[Enrolment],
    hosts: Sequence[Host],
    days: Mapping[int, Sequence[OfferedDay]],
    visits: Sequence[Visit],
) -> Mapping[int, Sequence[Offer]]:
    """By participant to which of these hosts with a free day she or he can go, nearest day first.

    A host who said no, or cancelled, is not offered again.
    """
    free = sorted(
        (Offer(host, days[host.id][0]) for host in hosts if host.id in days),
        key=lambda offer: offer.day.slot.starts_at,
    )
    people = people_around_each(session, cohort=cohort, enrolments=enrolments, visits=visits)
    refused = {(visit.enrolment_id, visit.host_id) for visit in visits if visit.state in SAID_NO}
    return {
        row.id: [
            offer
            for offer in free
            if rules.fault_of_host(offer.host, people[row.id]) is None
            and (row.id, offer.host.id) not in refused
        ]
        for row in enrolments
    }


def list_own_offers(session: Session, *, enrolment: Enrolment) -> Sequence[Offer]:
    """The hosts with a free day to whom a participant can go, the nearest day first."""
    hosts = list_hosts(session, cohort=enrolment.cohort)
    days = list_open_days(session, hosts=hosts)
    found = list_offers(
        session,
        cohort=enrolment.cohort,
        enrolments=[enrolment],
        hosts=hosts,
        days=days,
        visits=list_visits_of(session, enrolment=enrolment),
    )
    return found[enrolment.id]
