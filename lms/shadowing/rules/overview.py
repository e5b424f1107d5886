"""How far a cohort is with its visits: needed, secured, matched, silent hosts, people without a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.cohorts.models import Enrolment
from lms.shadowing.models import Visit, VisitState
from lms.shadowing.rules.visits import LAPSED, MEETING, OPEN, VISITS_NEEDED, wants_answer_until


@dataclass(frozen=True)
class OverviewLine:
    """One participant with the own visits, newest day last, and how often she or he was a host."""

    enrolment: Enrolment
    visits: Sequence[Visit]
    hosted: int

    @property
    def matched(self) -> int:
        """Days that are agreed or done."""
        return sum(visit.state in MEETING for visit in self.visits)

    @property
    def asked(self) -> int:
        """Days on which a host has to answer."""
        return sum(visit.state in OPEN for visit in self.visits)

    @property
    def is_without_place(self) -> bool:
        """Whether there is less agreed and asked than the certificate needs."""
        return self.matched + self.asked < VISITS_NEEDED

    @property
    def has_lost_place(self) -> bool:
        """Whether a day fell away and no other came in its place."""
        return self.is_without_place and any(visit.state in LAPSED for visit in self.visits)


@dataclass(frozen=True)
class Figures:
    """The cohort counted, in days."""

    needed: int
    secured: int
    asked: int
    matched: int
    done: int
    silent: int
    without_place: int


def is_silent(visit: Visit, *, moment: datetime) -> bool:
    """Whether the host has let a request lie for too long."""
    return visit.state in OPEN and wants_answer_until(visit) <= moment


def lapsed_lines(lines: Sequence[OverviewLine]) -> Sequence[OverviewLine]:
    """Who has no place at all, or just lost one; the last come first."""
    found = [line for line in lines if line.has_lost_place or not line.matched + line.asked]
    return sorted(found, key=lambda line: (not line.has_lost_place, line.matched + line.asked))


def figures_of(lines: Sequence[OverviewLine], *, free_seats: int, moment: datetime) -> Figures:
    """The overview counted; secured is what is agreed and what hosts still offer."""
    visits = [visit for line in lines for visit in line.visits]
    matched = sum(visit.state in MEETING for visit in visits)
    asked = sum(visit.state in OPEN for visit in visits)
    return Figures(
        needed=VISITS_NEEDED * len(lines),
        secured=matched + asked + free_seats,
        asked=asked,
        matched=matched,
        done=sum(visit.state is VisitState.DONE for visit in visits),
        silent=sum(is_silent(visit, moment=moment) for visit in visits),
        without_place=sum(line.is_without_place for line in lines),
    )
