"""An arrangement as a page shows it: cards, names, what is not met, and how good it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from lms.cohorts.models import Enrolment
from lms.cohorts.rules import by_name
from lms.matching.models import Arrangement, Round, RoundKind
from lms.matching.rules import snapshot, telling
from lms.matching.rules.judging import judge
from lms.matching.rules.problem import Placing, Problem
from lms.matching.rules.proposal import HardRule, Proposal, Violation, Why
from lms.matching.rules.telling import Gathered, Mix, Standing
from lms.matching.rules.weights import SoftRule

MOST_GLANCED = 12


@dataclass(frozen=True, kw_only=True)
class GroupCard:
    """One group or pair with everything a coordinator asks about it."""

    number: int
    people: Sequence[Enrolment]
    mix: Mix
    broken: Sequence[Gathered]
    violations: Sequence[Violation]


@dataclass(frozen=True, kw_only=True)
class Names:
    """The people and hosts of a round by key, as sentences name them."""

    people: Mapping[int, Enrolment]
    hosts: Mapping[int, str]

    def of(self, keys: Iterable[int]) -> str:
        """Several people in one sentence: Noor, Bram en Ilse."""
        return listed(self.one(key) for key in keys)

    def one(self, key: int) -> str:
        """One person."""
        return self.people[key].person.display_name if key in self.people else _("iemand")

    def hosts_of(self, keys: Iterable[int]) -> str:
        """Several hosts in one sentence."""
        return listed(self.host(key) for key in keys)

    def host(self, key: int) -> str:
        """One host."""
        return self.hosts.get(key, "")


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """Who visits which host, and on what day if that is known."""

    key: int
    row: Enrolment
    host: int
    held_on: date | None


@dataclass(frozen=True, kw_only=True)
class Board:
    """One arrangement, judged by what goes into its round now."""

    arrangement: Arrangement
    proposal: Proposal
    standing: Standing
    groups: Sequence[GroupCard]
    visits: Sequence[VisitRow]
    general: Sequence[Gathered]
    violations: Sequence[Violation]
    names: Names

    @property
    def remarks(self) -> int:
        """How many sentences tell what is not met."""
        return len(self.general) + sum(len(card.broken) for card in self.groups)

    def why(self, key: int) -> Sequence[Why]:
        """Why this is a good place for somebody."""
        return self.proposal.why.get(key, ())


@dataclass(frozen=True, kw_only=True)
class Glance:
    """One of several arrangements side by side, as the account tells that is kept of it."""

    arrangement: Arrangement
    standing: Standing
    groups: Sequence[GlancedGroup]
    unplaced: int
    violations: int
    is_publishable: bool
    by_rule: Sequence[tuple[SoftRule, int]]

    @property
    def order(self) -> tuple[object, ...]:
        """The best one first."""
        return (not self.is_publishable, self.unplaced, self.standing.score, self.arrangement.number)


@dataclass(frozen=True, kw_only=True)
class GlancedGroup:
    """A group by its number and people."""

    number: int
    people: Sequence[Enrolment]


def listed(words: Iterable[str]) -> str:
    """Words as a sentence lists them."""
    return format_list(list(words), locale=get_locale() or "nl")


def names_of(round_: Round) -> Names:
    """Everybody in a round by name; a host from outside as its opener calls it."""
    people = {row.enrolment_id: row.enrolment for row in round_.members}
    hosts = {
        row["key"]: people[row["member"]].person.display_name if row["member"] in people else row["label"]
        for row in round_.facts["hosts"]
    }
    return Names(people=people, hosts=hosts)


def board_of(arrangement: Arrangement, *, problem: Problem | None = None) -> Board:
    """What a page shows of an arrangement; a published one as it was when nobody had left."""
    if problem is None:
        there = {key for group in arrangement.groups for key in group} if arrangement.published_at else set()
        problem = snapshot.problem_of(arrangement.round, also=there)
    placing = snapshot.placing_of(arrangement)
    proposal, names = judge(problem, placing), names_of(arrangement.round)
    cards = [
        GroupCard(
            number=number,
            people=_by_name(names, group),
            mix=telling.mix_of(problem, group),
            broken=telling.broken_in(proposal, group),
            violations=[one for one in proposal.violations if _is_of(one, group)],
        )
        for number, group in enumerate(placing.groups, 1)
    ]
    in_cards = {one for card in cards for one in card.violations}
    return Board(
        arrangement=arrangement,
        proposal=proposal,
        standing=telling.standing_of(arrangement, _alike(arrangement)),
        groups=cards,
        visits=_visit_rows(placing, names),
        general=telling.broken_between(proposal, placing.groups),
        violations=[one for one in proposal.violations if one not in in_cards],
        names=names,
    )


def glance_at(arrangement: Arrangement, names: Names) -> Glance:
    """What a list shows of an arrangement: nothing is measured again for it."""
    account = arrangement.account
    times = account.get("rules", {})
    return Glance(
        arrangement=arrangement,
        standing=telling.standing_of(arrangement, _alike(arrangement)),
        groups=[
            GlancedGroup(number=number, people=_by_name(names, group))
            for number, group in enumerate(arrangement.groups[:MOST_GLANCED], 1)
        ],
        unplaced=account["unplaced"],
        violations=account.get("violations", 0),
        is_publishable=account["is_publishable"],
        by_rule=[(rule, times[rule]) for rule in SoftRule if rule in times],
    )


def _visit_rows(placing: Placing, names: Names) -> list[VisitRow]:
    return [
        VisitRow(
            key=visit.visitor,
            row=names.people[visit.visitor],
            host=visit.host,
            held_on=date.fromordinal(visit.date) if visit.date else None,
        )
        for visit in placing.visits
        if visit.visitor in names.people
    ]


def _alike(arrangement: Arrangement) -> list[Arrangement]:
    return [
        row for row in arrangement.round.arrangements if row is not arrangement and row.published_at is None
    ]


def _is_of(violation: Violation, group: Sequence[int]) -> bool:
    return violation.rule is not HardRule.TOGETHER and set(violation.keys) <= set(group)


def _by_name(names: Names, group: Sequence[int]) -> Sequence[Enrolment]:
    people = [names.people[key] for key in group if key in names.people]
    return by_name(people)


def is_of_groups(round_: Round) -> bool:
    """Whether a round makes groups or pairs, rather than visits."""
    return round_.kind is not RoundKind.SHADOW_VISITS
