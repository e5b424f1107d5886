"""How a visit stands and what can become of it; what a participant still needs (DR-07, DR-20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lms.core import clock
from lms.shadowing.models import Visit, VisitState

VISITS_NEEDED = 2
ORGANISATIONS_NEEDED = 2
HOSTINGS_NEEDED = 1
MOST_OPEN = 3
REFLECTION_DAYS = 14
ANSWER_WITHIN = timedelta(days=5)

OPEN = frozenset({VisitState.REQUESTED, VisitState.CONSIDERING})
MEETING = frozenset({VisitState.ACCEPTED, VisitState.DONE})
HOLDING = OPEN | MEETING
"""The states in which a visit keeps its seat, and its visitor and host count as a pair."""

LAPSED = frozenset({VisitState.REJECTED, VisitState.WITHDRAWN, VisitState.CANCELLED, VisitState.NO_SHOW})

TRANSITIONS: Mapping[VisitState, frozenset[VisitState]] = {
    VisitState.REQUESTED: frozenset(
        {VisitState.CONSIDERING, VisitState.ACCEPTED, VisitState.REJECTED, VisitState.WITHDRAWN}
    ),
    VisitState.CONSIDERING: frozenset({VisitState.ACCEPTED, VisitState.REJECTED, VisitState.WITHDRAWN}),
    VisitState.ACCEPTED: frozenset(
        {VisitState.WITHDRAWN, VisitState.CANCELLED, VisitState.NO_SHOW, VisitState.DONE}
    ),
    **{state: frozenset({VisitState.REPLACED}) for state in LAPSED},
    # Somebody who seemed not to have come can have been there after all.
    VisitState.NO_SHOW: frozenset({VisitState.REPLACED, VisitState.DONE}),
    VisitState.DONE: frozenset(),
    VisitState.REPLACED: frozenset(),
}


def may_become(state: VisitState, to_state: VisitState) -> bool:
    """Whether a visit can go from one state to another."""
    return to_state in TRANSITIONS[state]


def is_over(visit: Visit, *, moment: datetime) -> bool:
    """Whether the day has begun, so that it can be told how it went."""
    return visit.starts_at <= moment


@dataclass(frozen=True)
class OwnVisit:
    """What a start page is told of a visit of its reader, who is its visitor or its host."""

    public_id: UUID
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    state: VisitState
    prepared_at: datetime | None
    is_visitor: bool
    other_organisation: str
    is_signed: bool
    is_reflected: bool


def wants_answer_until(visit: Visit | OwnVisit) -> datetime:
    """When a host who has not answered counts as silent."""
    return visit.created_at + ANSWER_WITHIN


def reflect_before(visit: Visit | OwnVisit) -> date:
    """The last day of the fourteen in which the reflection is written."""
    return clock.local(visit.ends_at).date() + timedelta(days=REFLECTION_DAYS)


def still_to_replace(visits: Sequence[Visit]) -> Visit | None:
    """The newest day that did not go on and that no other came in place of."""
    return next((visit for visit in sorted(visits, key=lambda v: -v.id) if visit.state in LAPSED), None)


def entry_uid(visit: Visit) -> str:
    """By what calendars know a visit, whatever becomes of it."""
    return f"{visit.public_id}@samenloop"


@dataclass(frozen=True)
class OwnStanding:
    """What a participant has of what the certificate asks: visits, organisations, reflections, hosting."""

    done: int
    agreed: int
    organisations: int
    reflections: int
    hosted: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing more has to be arranged or written."""
        return (
            self.done >= VISITS_NEEDED
            and self.organisations >= ORGANISATIONS_NEEDED
            and self.reflections >= VISITS_NEEDED
            and self.hosted >= HOSTINGS_NEEDED
        )

    @property
    def still_needed(self) -> int:
        """How many days are not yet done and not yet agreed."""
        return max(0, VISITS_NEEDED - self.done - self.agreed)


def own_standing(visits: Sequence[Visit], hosted: Sequence[Visit]) -> OwnStanding:
    """Count what somebody did as a visitor and as a host; hosts with organisation and reflections loaded."""
    done = [visit for visit in visits if visit.state is VisitState.DONE]
    return OwnStanding(
        done=len(done),
        agreed=sum(visit.state is VisitState.ACCEPTED for visit in visits),
        organisations=len({visit.host.organisation_id for visit in done}),
        reflections=sum(
            visit.reflection is not None and visit.reflection.finished_at is not None for visit in done
        ),
        hosted=sum(visit.state is VisitState.DONE for visit in hosted),
    )


@dataclass(frozen=True)
class WaitingVisit:
    """One thing that a visit asks of somebody, for a start page."""

    visit_id: UUID
    kind: str
    due_on: date
    organisation: str
    starts_at: datetime
