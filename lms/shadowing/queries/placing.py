"""Where a participant who has no place can go: by rules, by own limits, and by what fills the diary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import list_coming_meetings
from lms.core import clock
from lms.core.errors import NotFoundError
from lms.shadowing import rules
from lms.shadowing.models import Host, HostSlot, Wish
from lms.shadowing.queries.fitting import SAID_NO, people_around_each
from lms.shadowing.queries.hosts import get_host_of_slot, limits_of, list_hosts, list_open_days
from lms.shadowing.queries.visits import list_diary
from lms.shadowing.rules import Limits, OfferedDay

MOST_MEETINGS = 500


@dataclass(frozen=True)
class Absence:
    """When and where a participant cannot walk along: the own limits, and the meetings of the cohort."""

    limits: Limits
    meetings: frozenset[date]

    def is_away(self, slot: HostSlot) -> bool:
        """Whether a day does not suit."""
        day = clock.local(slot.starts_at).date()
        return day in self.meetings or self.limits.is_away(day)

    def is_too_far(self, host: Host) -> bool:
        """Whether a host's place is too far; a place that is not known counts as near."""
        return not self.limits.within_reach([rules.place_key(host.place)])


@dataclass(frozen=True)
class FreePlace:
    """A host to whom a participant can go, with the days that suit; `rank` is that of the wish."""

    host: Host
    days: Sequence[OfferedDay]
    rank: int | None


def get_absence(session: Session, *, enrolment: Enrolment, wish: Wish | None) -> Absence:
    """When and where a participant cannot walk along (1 query)."""
    return Absence(limits_of(wish), list_meeting_days(session, cohort=enrolment.cohort))


def list_meeting_days(session: Session, *, cohort: Cohort) -> frozenset[date]:
    """The days on which a cohort still meets (1 query)."""
    coming = list_coming_meetings(session, cohort=cohort, day=clock.today(), limit=MOST_MEETINGS)
    return frozenset(meeting.held_on for meeting in coming)


def list_free_places(session: Session, *, enrolment: Enrolment, wish: Wish | None) -> Sequence[FreePlace]:
    """The hosts to whom a participant can go: wished ones first, then by the nearest day.

    A host who said no, or cancelled, is not among them.
    """
    absence = get_absence(session, enrolment=enrolment, wish=wish)
    diary = list_diary(session, enrolment=enrolment)
    visits = [visit for visit in diary if visit.enrolment_id == enrolment.id]
    people = people_around_each(session, cohort=enrolment.cohort, enrolments=[enrolment], visits=visits)
    refused = {visit.host_id for visit in visits if visit.state in SAID_NO}
    taken = [(visit.starts_at, visit.ends_at) for visit in diary if visit.state in rules.HOLDING]
    ranks = {row.host_id: row.rank for row in wish.hosts} if wish else {}
    hosts = [
        host
        for host in list_hosts(session, cohort=enrolment.cohort)
        if rules.fault_of_host(host, people[enrolment.id]) is None
        and not absence.is_too_far(host)
        and host.id not in refused
    ]
    days = list_open_days(session, hosts=hosts)
    places = [
        FreePlace(
            host,
            [day for day in days.get(host.id, []) if not absence.is_away(day.slot) and _is_free(day, taken)],
            ranks.get(host.id),
        )
        for host in hosts
    ]
    found = [place for place in places if place.days]
    return sorted(found, key=lambda row: (row.rank or len(ranks) + 1, row.days[0].slot.starts_at))


def _is_free(day: OfferedDay, taken: Sequence[tuple[datetime, datetime]]) -> bool:
    return not any(rules.overlaps((day.slot.starts_at, day.slot.ends_at), other) for other in taken)


def find_slot_in(session: Session, *, slot_id: UUID, enrolment: Enrolment) -> HostSlot:
    """A day of a host in the cohort of a participant."""
    slot = get_host_of_slot(session, slot_id=slot_id)
    if slot.host.cohort_id != enrolment.cohort_id:
        raise NotFoundError
    return slot
