"""A round of visits: it is opened with what is known, and what the matcher publishes becomes requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.matching.models import Round, RoundKind
from lms.matching.operations import know_visitor, open_round
from lms.matching.queries import PublishedVisit, get_published, get_round
from lms.shadowing import queries, rules
from lms.shadowing.events import PlaceMissed
from lms.shadowing.models import Reason, VisitState
from lms.shadowing.operations.changes import withdraw_visit
from lms.shadowing.operations.facts import day_of, facts_of_newcomer, gather_facts, offering_of
from lms.shadowing.operations.requests import request_visit
from lms.shadowing.rules import OfferedDay


def open_visit_round(session: Session, *, actor: Actor, cohort: Cohort) -> Round:
    """Open a round with every host who offers a day, the wishes, and who met whom before."""
    facts = gather_facts(session, cohort=cohort)
    return open_round(session, actor=actor, cohort=cohort, kind=RoundKind.SHADOW_VISITS, visits=facts)


def tell_of_newcomer(session: Session, *, round_id: UUID, enrolment_id: UUID) -> None:
    """Tell a round of visits when and where somebody who came later can walk along."""
    round_ = get_round(session, round_id=round_id)
    if round_.kind is RoundKind.SHADOW_VISITS:
        enrolment = next(row.enrolment for row in round_.members if row.enrolment.public_id == enrolment_id)
        facts = facts_of_newcomer(session, round_=round_, enrolment=enrolment)
        know_visitor(session, round_=round_, enrolment=enrolment, visits=facts)


@dataclass(frozen=True)
class RoundOutlook:
    """What a round would have: hosts with a free day, how many of them without a place, seats, wishes."""

    hosts: int
    seats: int
    wishes: int
    without_place: int


def look_ahead(session: Session, *, cohort: Cohort) -> RoundOutlook:
    """How many places a round would have now."""
    offering = offering_of(session, cohort=cohort)
    return RoundOutlook(
        hosts=len(offering),
        seats=rules.seats_left(days for _host, days in offering),
        wishes=queries.count_wishes(session, cohort=cohort),
        without_place=sum(not rules.place_key(host.place) for host, _days in offering),
    )


def adopt_round(session: Session, *, actor: Actor, round_id: UUID) -> None:
    """Ask the hosts of what was published; who has another host by now takes the earlier request back.

    What cannot be any more is left out and announced: that participant is shown as without a place.
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
    cohort_id, enrolment_id = enrolment.cohort.public_id, enrolment.public_id
    publish(
        session,
        PlaceMissed(actor=actor, cohort_id=cohort_id, round_id=round_id, enrolment_id=enrolment_id),
    )


def _fitting(days: Sequence[OfferedDay], held_on: date | None) -> Sequence[OfferedDay]:
    """The day of the round, or any when it has none."""
    return [day for day in days if held_on is None or day_of(day.slot) == held_on]
