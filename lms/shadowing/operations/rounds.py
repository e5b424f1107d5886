"""A round of visits: what goes into the matcher, and the requests that come out of what it publishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import list_coming_meetings, list_enrolments
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.matching.models import Round, RoundKind
from lms.matching.operations import RoundHost, RoundWish, VisitFacts, open_round
from lms.matching.queries import PublishedVisit, get_published
from lms.shadowing import queries, rules
from lms.shadowing.models import Host, HostSlot, Reason, Visit, VisitState, Wish
from lms.shadowing.operations.changes import withdraw_visit
from lms.shadowing.operations.requests import request_visit
from lms.shadowing.rules import OfferedDay

MOST_MEETINGS = 500
Offering = tuple[Host, Sequence[OfferedDay], int]


def open_visit_round(session: Session, *, actor: Actor, cohort: Cohort) -> Round:
    """Open a round with every host who offers a day, the wishes, and who met whom before."""
    facts = gather_facts(session, cohort=cohort)
    return open_round(session, actor=actor, cohort=cohort, kind=RoundKind.SHADOW_VISITS, visits=facts)


def gather_facts(session: Session, *, cohort: Cohort) -> VisitFacts:
    """What the matcher has to know: hosts with their free days, wishes, earlier visits, the balance."""
    visits = queries.list_cohort_visits(session, cohort=cohort)
    offering = _offering(session, cohort, visits)
    places = {host.id: place for place, (host, _days, _left) in enumerate(offering)}
    members = queries.enrolments_of_hosts(session, hosts=[host for host, _days, _left in offering])
    towns = sorted({key for host, _days, _left in offering if (key := rules.place_key(host.place))})
    hosted = {visit.host_id for visit in visits if visit.state is VisitState.DONE}
    kept = [visit for visit in visits if visit.state in rules.HOLDING]
    wishes = queries.list_wishes(session, cohort=cohort)
    return VisitFacts(
        hosts=[
            replace(
                _round_host(host, days, left, member=members.get(host.id), has_hosted=host.id in hosted),
                place=towns.index(key) if (key := rules.place_key(host.place)) else None,
            )
            for host, days, left in offering
        ],
        wishes={
            wish.enrolment_id: [
                RoundWish(host=places[row.host_id]) for row in wish.hosts if row.host_id in places
            ]
            for wish in wishes
        },
        dates=_free_days(session, cohort, offering, kept),
        reach=_reach(wishes, towns),
        away=_days_away(wishes, offering),
        seen=_seen(kept),
        visited=frozenset(
            (visit.enrolment_id, places[visit.host_id]) for visit in kept if visit.host_id in places
        ),
        balance={
            line.organisation.id: line.balance
            for line in queries.list_ledger(session, cohort=cohort, all_cohorts=True)
        },
    )


def _free_days(
    session: Session, cohort: Cohort, offering: Sequence[Offering], kept: Sequence[Visit]
) -> Mapping[int, frozenset[date]]:
    """By participant the offered days without a meeting of the cohort, or a visit of their own."""
    offered = {_day_of(day.slot) for _host, days, _left in offering for day in days}
    coming = list_coming_meetings(session, cohort=cohort, day=clock.today(), limit=MOST_MEETINGS)
    free = offered - {meeting.held_on for meeting in coming}
    own: dict[int, set[date]] = {}
    for visit in kept:
        own.setdefault(visit.enrolment_id, set()).add(_day_of(visit))
    everybody = list_enrolments(session, cohort=cohort)
    return {row.id: frozenset(free - own.get(row.id, set())) for row in everybody}


def _days_away(wishes: Sequence[Wish], offering: Sequence[Offering]) -> Mapping[int, frozenset[date]]:
    """By participant the offered days on which she or he cannot walk along."""
    offered = {_day_of(day.slot) for _host, days, _left in offering for day in days}
    limits = {wish.enrolment_id: queries.limits_of(wish) for wish in wishes}
    return {who: frozenset(filter(own.is_away, offered)) for who, own in limits.items()}


def _reach(wishes: Sequence[Wish], towns: Sequence[str]) -> Mapping[int, frozenset[int]]:
    """By participant with a travel limit the places, by number, that lie within it."""
    limits = {wish.enrolment_id: queries.limits_of(wish) for wish in wishes}
    return {
        who: frozenset(map(towns.index, own.within_reach(towns)))
        for who, own in limits.items()
        if own.too_far
    }


def _day_of(what: HostSlot | Visit) -> date:
    return clock.local(what.starts_at).date()


@dataclass(frozen=True)
class RoundOutlook:
    """What a round would have: hosts with a free day, how many of them without a place, seats, wishes."""

    hosts: int
    seats: int
    wishes: int
    without_place: int


def look_ahead(session: Session, *, cohort: Cohort) -> RoundOutlook:
    """How many places a round would have now."""
    visits = queries.list_cohort_visits(session, cohort=cohort)
    offering = _offering(session, cohort, visits)
    return RoundOutlook(
        hosts=len(offering),
        seats=sum(min(left, rules.seats_left([days])) for _host, days, left in offering),
        wishes=queries.count_wishes(session, cohort=cohort),
        without_place=sum(not rules.place_key(host.place) for host, _days, _left in offering),
    )


def _offering(session: Session, cohort: Cohort, visits: Sequence[Visit]) -> Sequence[Offering]:
    """The hosts who can still receive somebody: their free days, and how many visitors more (DR-07)."""
    hosts = [host for host in queries.list_hosts(session, cohort=cohort) if host.retired_at is None]
    days = queries.list_open_days(session, hosts=hosts)
    found = []
    for host in hosts:
        offered = days.get(host.id, [])
        if not offered:
            continue
        window = rules.window_of(offered[0].slot.starts_at, starts_on=cohort.starts_on)
        taken = sum(
            visit.host_id == host.id
            and visit.state in rules.HOLDING
            and rules.window_of(visit.starts_at, starts_on=cohort.starts_on) is window
            for visit in visits
        )
        if taken < rules.MOST_VISITORS:
            found.append((host, offered, rules.MOST_VISITORS - taken))
    return found


def _round_host(
    host: Host, days: Sequence[OfferedDay], left: int, *, member: Enrolment | None, has_hosted: bool
) -> RoundHost:
    dates = {_day_of(day.slot): day.seats_left for day in days}
    return RoundHost(
        organisation_id=host.organisation_id,
        enrolment_id=member.id if member else None,
        reference=host.public_id,
        discipline_id=member.discipline_id if member else None,
        job_role_id=member.job_role_id if member else None,
        capacity=min(left, sum(dates.values())),
        dates=dates,
        notice_days=max(day.slot.lead_days for day in days),
        goals=frozenset([member.discipline_id] if member and member.discipline_id else []),
        has_hosted=has_hosted,
    )


def _seen(visits: Sequence[Visit]) -> Mapping[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for visit in visits:
        found.setdefault(visit.enrolment_id, set()).add(visit.host.organisation_id)
    return {who: frozenset(organisations) for who, organisations in found.items()}


def adopt_round(session: Session, *, actor: Actor, round_id: UUID) -> None:
    """Ask the hosts of what was published; who has another host by now takes the earlier request back.

    What cannot be any more is left out: that participant is shown as without a place.
    """
    published = get_published(session, round_id=round_id)
    wanted = {row.visitor_id: row for row in published.visits}
    hosts = queries.find_round_hosts(session, rows=published.visits)
    standing = queries.list_round_visits(session, round_id=round_id)
    settled = set()
    for visit in standing:
        row = wanted.get(visit.enrolment_id)
        if row is not None and hosts.get(row.visitor_id) == visit.host.public_id:
            settled.add(visit.enrolment_id)
        elif visit.state in (*rules.OPEN, VisitState.ACCEPTED):
            whole = queries.get_visit(session, visit_id=visit.public_id)
            withdraw_visit(session, actor=actor, visit=whole, reason=Reason.PLAN_CHANGED)
    for row in published.visits:
        if row.visitor_id not in settled and row.visitor_id in hosts:
            _ask(session, actor, row, hosts[row.visitor_id], round_id=round_id)


def _ask(session: Session, actor: Actor, row: PublishedVisit, host_id: UUID, *, round_id: UUID) -> None:
    host = queries.get_host(session, host_id=host_id)
    enrolment = queries.get_visitor(session, enrolment_id=row.visitor_id)
    wish = queries.find_wish(session, enrolment=enrolment)
    for day in _fitting(queries.list_offered_days(session, host=host), row.held_on):
        try:
            request_visit(
                session,
                actor=actor,
                slot=queries.get_host_of_slot(session, slot_id=day.slot.public_id),
                enrolment=enrolment,
                learning_question=wish.learning_question if wish else "",
                round_id=round_id,
            )
        except DomainError:
            continue
        return


def _fitting(days: Sequence[OfferedDay], held_on: date | None) -> Sequence[OfferedDay]:
    """The day of the round, or any when it has none."""
    return [day for day in days if held_on is None or _day_of(day.slot) == held_on]
