"""A story told in any order and played in order of time, with the clock moved to each moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from lms.accounts.models import Discipline, JobRole, Organisation, Person
from lms.accounts.queries import actor_for
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.demo.timeline import Timeline
from lms.programmes.models import ProgrammeVersion

Act = Callable[[Session], None]


@dataclass
class Story:
    """What happens, and when; what lies after the present has not happened yet.

    One thing may lead to another: what is told while the story is played joins it in its place.
    """

    now: datetime
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: count[int] = field(default_factory=count)

    def tell(self, moment: datetime, act: Act) -> None:
        """Add something that happens; of two things at one moment the first told comes first."""
        if moment <= self.now:
            heappush(self._acts, (moment, next(self._order), act))

    def days_ago(self, days: int, *, hour: int, minute: int = 0) -> datetime:
        """A time of day on the Dutch clock, so many days (at least one) before the present."""
        return clock.at(clock.local(self.now).date() - timedelta(days=days), hour, minute)

    def play(self, session: Session) -> int:
        """Let everything happen, the oldest first; returns how much that was."""
        played = 0
        while self._acts:
            moment, _order, act = heappop(self._acts)
            with clock.moved_to(moment):
                act(session)
                session.flush()
            played += 1
        return played


@dataclass
class Cast:
    """Everybody and everything that the story calls by a short name, known once it happened."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    disciplines: dict[str, Discipline] = field(default_factory=dict)
    job_roles: dict[str, JobRole] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    versions: dict[str, ProgrammeVersion] = field(default_factory=dict)
    cohorts: dict[str, Cohort] = field(default_factory=dict)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, session: Session, name: str) -> Actor:
        """Who somebody is when acting, with the hats of that moment."""
        if name not in self._actors:
            self._actors[name] = actor_for(session, person=self.persons[name])
        return self._actors[name]

    def hats_changed(self) -> None:
        """Read everybody's hats again from now on."""
        self._actors.clear()


@dataclass(frozen=True)
class CohortStory:
    """One cohort as the content describes it, with its weeks."""

    facts: Mapping[str, Any]
    timeline: Timeline

    @property
    def key(self) -> str:
        """The short name of the cohort: finished, running or planned."""
        return str(self.facts["state"])

    @property
    def members(self) -> list[Mapping[str, Any]]:
        """Who is on the list, in the order of the content."""
        return list(self.facts["members"])

    @property
    def trainers(self) -> list[str]:
        """The short names of who teaches."""
        return list(self.facts["trainers"])
