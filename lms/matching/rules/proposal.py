"""What comes out of the matcher: a placing and its account, in keys and enums; words live in templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lms.matching.rules.problem import Pin, Placing, Visit, Wish
from lms.matching.rules.weights import SoftRule


class HardRule(StrEnum):
    """What is never broken. Every ground that is nobody else's business is called by one word: private."""

    ORGANISATION = "organisation"  # the same organisation, or its parent or child (DR-01)
    DISCIPLINE = "discipline"  # two of one discipline in a pair (DR-02)
    PRIVATE = "private"  # DR-05 and whatever else is confidential: never with names, never with a direction
    EARLIER = "earlier"  # the same pair, or visitor and host, as in an earlier round (DR-07)
    SEEN = "seen"  # the one organisation seen so far, while two different ones are wanted first (DR-07)
    DATES = "dates"  # no day that both can
    NOTICE = "notice"  # only days that the host thinks too soon
    TRAVEL = "travel"
    ACCESS = "access"
    BUSY = "busy"  # receives and visits on one day
    SEATS = "seats"  # more visitors than places
    APART = "apart"  # a pin keeps them apart
    TOGETHER = "together"  # a pin wants them together
    SIZE = "size"  # too few or too many in a group (DR-03, DR-04)
    TWICE = "twice"  # placed in two places
    UNKNOWN = "unknown"  # somebody who is not in this round
    NOBODY_LEFT = "nobody_left"  # everybody who could was placed with another


class Reason(StrEnum):
    """Why this match is a good one for somebody."""

    PINNED = "pinned"
    WISH = "wish"
    OTHER_ORGANISATION = "other_organisation"
    NEW_ORGANISATION = "new_organisation"
    OTHER_DISCIPLINE = "other_discipline"
    OTHER_ROLE = "other_role"
    SHARED_GOAL = "shared_goal"
    NEW_PARTNER = "new_partner"


class Proof(StrEnum):
    """How it is known that nothing better exists; none when a gap to the bound remains."""

    EXHAUSTIVE = "exhaustive"
    SOLVER = "solver"
    BOUND = "bound"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Broken:
    """One soft rule or wish that is not met, who it concerns and what it costs; costs add up to the score."""

    rule: SoftRule
    keys: tuple[int, ...]  # for visits: the visitor first, or the host's members; hosts stand in `hosts`
    cost: int
    hosts: tuple[int, ...] = ()
    wish: Wish | None = None
    organisation: int | None = None  # the family that receives too much


@dataclass(frozen=True, kw_only=True)
class Why:
    """One reason for one person's match; with the others, goals or organisations it speaks of."""

    reason: Reason
    keys: tuple[int, ...] = ()
    wish: Wish | None = None
    rank: int | None = None  # 1: the first wish


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A hard rule that a placing made by hand breaks; a private one names all of the group or visit."""

    rule: HardRule
    keys: tuple[int, ...]
    hosts: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Block:
    """A hard rule that keeps somebody from others, or from hosts; only a public one names them."""

    rule: HardRule
    keys: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Unplaced:
    """Somebody without a place, and what blocks."""

    key: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """These visitors can only go to these hosts, who have fewer places than that (DR-06)."""

    visitors: tuple[int, ...]
    hosts: tuple[int, ...]
    seats: int

    @property
    def missing(self) -> int:
        return len(self.visitors) - self.seats


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """Pins that cannot all hold; `rule` says what they run into."""

    rule: HardRule
    pins: tuple[Pin, ...]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A placing, its score (lower is better, 0 is perfect), and everything a coordinator asks about it."""

    placing: Placing
    score: int
    lower_bound: int  # no placing with as few people unplaced scores below this
    least_unplaced: int  # no placing leaves fewer people without a place than this
    proof: Proof
    why: Mapping[int, tuple[Why, ...]]
    broken: tuple[Broken, ...]
    unplaced: tuple[Unplaced, ...] = ()
    violations: tuple[Violation, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    shortage: Shortage | None = None
    costs: Mapping[SoftRule, int] = field(default_factory=dict)

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        return self.placing.groups

    @property
    def visits(self) -> tuple[Visit, ...]:
        return self.placing.visits

    @property
    def is_optimal(self) -> bool:
        return self.proof is not Proof.NONE

    @property
    def is_publishable(self) -> bool:
        """No hard rule broken; people without a place are allowed, for they are told so."""
        return not self.violations

    @property
    def hosts_needed(self) -> int:
        """How many hosts from outside to ask for, one for each visitor without a place (DR-06)."""
        return len(self.unplaced)


@dataclass(frozen=True, kw_only=True)
class Repair:
    """One way to go on: who gets another place, and who stays but sees somebody come or go."""

    proposal: Proposal
    moved: tuple[int, ...]
    touched: tuple[int, ...]

    @property
    def changed(self) -> int:
        return len(self.moved) + len(self.touched)
