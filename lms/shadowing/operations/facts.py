"""What a round of visits has to know: the hosts with their free days, and of every visitor when and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import list_enrolments
from lms.core import clock
from lms.matching.models import Round
from lms.matching.operations import RoundHost, RoundWish, VisitFacts
from lms.matching.rules.snapshot import hosts_in
from lms.shadowing import queries, rules
from lms.shadowing.models import Host, HostSlot, Visit, VisitState, Wish
from lms.shadowing.rules import HostFault, OfferedDay

Offering = tuple[Host, Sequence[OfferedDay]]


@dataclass(frozen=True)
class _Ground:
    """The hosts of a round by number, the places by theirs, and every day that is offered."""

    hosts: Mapping[int, Host]
    towns: Mapping[int, str]
    days: frozenset[date]


def gather_facts(session: Session, *, cohort: Cohort) -> VisitFacts:
    """What the matcher has to know: hosts with their free days, wishes, earlier visits, the balance."""
    visits = queries.list_cohort_visits(session, cohort=cohort)
    offering = offering_of(session, cohort=cohort)
    members = queries.enrolments_of_hosts(session, hosts=[host for host, _days in offering])
    towns = sorted({key for host, _days in offering if (key := rules.place_key(host.place))})
    hosted = {visit.host_id for visit in visits if visit.state is VisitState.DONE}
    ground = _Ground(
        hosts=dict(enumerate(host for host, _days in offering)),
        towns=dict(enumerate(towns)),
        days=frozenset(day_of(day.slot) for _host, days in offering for day in days),
    )
    everybody = list_enrolments(session, cohort=cohort)
    return replace(
        _facts_of_visitors(session, cohort, everybody, visits, ground),
        hosts=[
            replace(
                _round_host(host, days, member=members.get(host.id), has_hosted=host.id in hosted),
                place=towns.index(key) if (key := rules.place_key(host.place)) else None,
            )
            for host, days in offering
        ],
        balance={
            line.organisation.id: line.balance
            for line in queries.list_ledger(session, cohort=cohort, all_cohorts=True)
        },
    )


def facts_of_newcomer(session: Session, *, round_: Round, enrolment: Enrolment) -> VisitFacts:
    """What a round that is open already has to know of somebody who came later, about the hosts it has."""
    by_reference = {host.public_id: host for host in queries.list_hosts(session, cohort=round_.cohort)}
    known = [(row, by_reference[row.reference]) for row in hosts_in(round_) if row.reference in by_reference]
    ground = _Ground(
        hosts={row.key: host for row, host in known},
        towns={row.place: rules.place_key(host.place) for row, host in known if row.place is not None},
        days=frozenset(day for row, _host in known for day in row.days),
    )
    visits = [
        visit
        for visit in queries.list_cohort_visits(session, cohort=round_.cohort)
        if visit.round_id != round_.public_id
    ]
    return _facts_of_visitors(session, round_.cohort, [enrolment], visits, ground)


def _facts_of_visitors(
    session: Session,
    cohort: Cohort,
    enrolments: Sequence[Enrolment],
    visits: Sequence[Visit],
    ground: _Ground,
) -> VisitFacts:
    """When and where these participants can walk along, what they wish and whom they met."""
    kept = [visit for visit in visits if visit.state in rules.HOLDING]
    numbers = {host.id: number for number, host in ground.hosts.items()}
    present = {row.id for row in enrolments}
    wishes = [wish for wish in queries.list_wishes(session, cohort=cohort) if wish.enrolment_id in present]
    own = [visit for visit in kept if visit.enrolment_id in present]
    return VisitFacts(
        wishes={
            wish.enrolment_id: [
                RoundWish(host=numbers[row.host_id]) for row in wish.hosts if row.host_id in numbers
            ]
            for wish in wishes
        },
        dates=_free_days(session, cohort, enrolments, own, ground.days),
        away=_days_away(wishes, enrolments, kept, ground.days),
        reach=_reach(wishes, ground.towns),
        seen=_seen(own),
        visited=frozenset(
            (visit.enrolment_id, numbers[visit.host_id]) for visit in own if visit.host_id in numbers
        ),
        barred=_barred(session, cohort, enrolments, visits, ground.hosts),
    )


def _free_days(
    session: Session,
    cohort: Cohort,
    enrolments: Sequence[Enrolment],
    own: Sequence[Visit],
    offered: frozenset[date],
) -> Mapping[int, frozenset[date]]:
    """By participant the offered days without a meeting of the cohort, or a visit of their own."""
    free = offered - queries.list_meeting_days(session, cohort=cohort)
    taken: dict[int, set[date]] = {}
    for visit in own:
        taken.setdefault(visit.enrolment_id, set()).add(day_of(visit))
    return {row.id: frozenset(free - taken.get(row.id, set())) for row in enrolments}


def _days_away(
    wishes: Sequence[Wish],
    enrolments: Sequence[Enrolment],
    kept: Sequence[Visit],
    offered: frozenset[date],
) -> Mapping[int, frozenset[date]]:
    """By participant the offered days on which she or he cannot walk along, but can receive somebody."""
    limits = {wish.enrolment_id: queries.limits_of(wish) for wish in wishes}
    away = {who: set(filter(own.is_away, offered)) for who, own in limits.items()}
    by_person = {row.person_id: row.id for row in enrolments}
    for visit in kept:
        if visit.host.person_id in by_person:
            away.setdefault(by_person[visit.host.person_id], set()).add(day_of(visit))
    return {who: frozenset(days & offered) for who, days in away.items()}


def _reach(wishes: Sequence[Wish], towns: Mapping[int, str]) -> Mapping[int, frozenset[int]]:
    """By participant with a travel limit the places, by number, that lie within it."""
    limits = {wish.enrolment_id: queries.limits_of(wish) for wish in wishes}
    return {
        who: frozenset(number for number, key in towns.items() if own.within_reach([key]))
        for who, own in limits.items()
        if own.too_far
    }


def _barred(
    session: Session,
    cohort: Cohort,
    enrolments: Sequence[Enrolment],
    visits: Sequence[Visit],
    hosts: Mapping[int, Host],
) -> frozenset[tuple[int, int]]:
    """Visitor and host from outside who are line manager and report of each other (DR-05)."""
    people = queries.people_around_each(session, cohort=cohort, enrolments=enrolments, visits=visits)
    return frozenset(
        (row.id, number)
        for row in enrolments
        for number, host in hosts.items()
        if rules.fault_of_host(host, people[row.id]) is HostFault.LINE_MANAGER
    )


def _seen(visits: Sequence[Visit]) -> Mapping[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for visit in visits:
        found.setdefault(visit.enrolment_id, set()).add(visit.host.organisation_id)
    return {who: frozenset(organisations) for who, organisations in found.items()}


def offering_of(session: Session, *, cohort: Cohort) -> Sequence[Offering]:
    """The hosts who can still receive somebody, with their free days in the nearest window (DR-07).

    One window, so that a round never gives a host more visitors in it than are left.
    """
    hosts = [host for host in queries.list_hosts(session, cohort=cohort) if host.retired_at is None]
    days = queries.list_open_days(session, hosts=hosts)
    return [
        (host, [day for day in days[host.id] if day.window is days[host.id][0].window])
        for host in hosts
        if host.id in days
    ]


def _round_host(
    host: Host, days: Sequence[OfferedDay], *, member: Enrolment | None, has_hosted: bool
) -> RoundHost:
    return RoundHost(
        organisation_id=host.organisation_id,
        enrolment_id=member.id if member else None,
        reference=host.public_id,
        discipline_id=member.discipline_id if member else None,
        job_role_id=member.job_role_id if member else None,
        capacity=rules.seats_left([days]),
        dates={day_of(day.slot): day.seats_left for day in days},
        notice_days=max(day.slot.lead_days for day in days),
        goals=frozenset([member.discipline_id] if member and member.discipline_id else []),
        has_hosted=has_hosted,
    )


def day_of(what: HostSlot | Visit) -> date:
    """The day on which a slot or visit is."""
    return clock.local(what.starts_at).date()
