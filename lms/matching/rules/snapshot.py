"""A round as the matcher sees it, from the snapshot that was taken when it was opened."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from lms.matching.models import Arrangement, Round
from lms.matching.rules.problem import Candidate, Host, Pin, Placing, Problem, Visit, Wish, WishKind
from lms.matching.rules.proposal import Proposal
from lms.matching.rules.telling import rule_counts
from lms.matching.rules.weights import SoftRule, Weights

Facts = Mapping[str, Any]


def problem_of(round_: Round, *, seed: int | None = None, also: Collection[int] = ()) -> Problem:
    """The problem of a round whose members and pins are loaded, without who left (but `also` these)."""
    facts = round_.facts
    here = {row.enrolment_id for row in round_.members if row.left_at is None or row.enrolment_id in also}
    hosts = tuple(_host(row) for row in facts["hosts"] if row["member"] is None or row["member"] in here)
    keys = {host.key for host in hosts}
    return Problem(
        kind=round_.kind,
        candidates=candidates_in([row for row in facts["members"] if row["key"] in here]),
        hosts=hosts,
        pins=tuple(_pins(round_, here, keys)),
        vetoes=frozenset((one, other) for one, other in apart_in(round_) if {one, other} <= here),
        met={(one, other): times for one, other, times in facts["met"] if {one, other} <= here},
        visited=frozenset((who, host) for who, host in facts["visited"] if who in here and host in keys),
        barred=frozenset(
            (who, host) for who, host in facts.get("barred", ()) if who in here and host in keys
        ),
        wishes={
            int(who): tuple(map(_wish, rows)) for who, rows in facts["wishes"].items() if int(who) in here
        },
        balance={int(family): days for family, days in facts["balance"].items()},
        weights=weights_in(round_),
        seed=round_.seed if seed is None else seed,
        today=facts["today"],
    )


@dataclass(frozen=True, kw_only=True)
class KnownHost:
    """A host of a round as its opener knows it: by reference, with the number of the place and the days."""

    key: int
    reference: UUID | None
    place: int | None
    days: frozenset[date]


def hosts_in(round_: Round) -> tuple[KnownHost, ...]:
    """The hosts that went into a round."""
    return tuple(
        KnownHost(
            key=row["key"],
            reference=UUID(row["reference"]) if row["reference"] else None,
            place=row.get("place"),
            days=frozenset(date.fromordinal(int(day)) for day in row["dates"] or ()),
        )
        for row in round_.facts["hosts"]
    )


def weights_in(round_: Round) -> Weights:
    """What counts in this round, by soft rule."""
    return {SoftRule(name): int(weight) for name, weight in round_.weights.items()}


def apart_in(round_: Round) -> list[tuple[int, int]]:
    """The pairs that private grounds keep apart in this round."""
    return [
        (int(one), int(other)) for one, _, other in (pair.partition("-") for pair in round_.apart.split())
    ]


def sealed_pairs(pairs: Sequence[Sequence[int]]) -> str:
    """Pairs as they are sealed with a round."""
    return " ".join(f"{one}-{other}" for one, other in pairs)


def placing_of(arrangement: Arrangement) -> Placing:
    """An arrangement as the matcher sees it."""
    return Placing(
        groups=tuple(tuple(group) for group in arrangement.groups),
        visits=tuple(
            Visit(visitor=row["visitor"], host=row["host"], date=row["date"]) for row in arrangement.visits
        ),
    )


def candidates_in(members: Sequence[Facts]) -> tuple[Candidate, ...]:
    """These people as the matcher sees them."""
    here = {row["key"] for row in members}
    return tuple(_candidate(row, here) for row in members)


def groups_in(placing: Placing) -> list[list[int]]:
    """Groups as they are kept."""
    return [list(group) for group in placing.groups]


def visits_in(placing: Placing) -> list[dict[str, Any]]:
    """Visits as they are kept."""
    return [{"visitor": row.visitor, "host": row.host, "date": row.date} for row in placing.visits]


def _candidate(row: Facts, here: set[int]) -> Candidate:
    return Candidate(
        key=row["key"],
        organisation=row["organisation"],
        family=row["family"],
        discipline=row["discipline"],
        role=row["role"],
        goals=frozenset(row["goals"]),
        managers=frozenset(row["managers"]) & here,
        dates=None if row["dates"] is None else frozenset(row["dates"]),
        away=frozenset(row.get("away", ())),
        reach=None if row.get("reach") is None else frozenset(row["reach"]),
        seen=frozenset(row["seen"]),
    )


def _host(row: Facts) -> Host:
    days = row["dates"]
    return Host(
        key=row["key"],
        organisation=row["organisation"],
        family=row["family"],
        member=row["member"],
        discipline=row["discipline"],
        role=row["role"],
        capacity=row["capacity"],
        dates=None if days is None else {int(day): places for day, places in days.items()},
        notice_days=row["notice_days"],
        themes=frozenset(row["themes"]),
        has_hosted=row["has_hosted"],
        place=row.get("place"),
    )


def _wish(row: Facts) -> Wish:
    return Wish(kind=WishKind(row["kind"]), key=row["key"])


def _pins(round_: Round, here: set[int], hosts: set[int]) -> list[Pin]:
    return [
        Pin(kind=row.kind, first=row.first_id, second=second)
        for row in round_.pins
        if (second := row.host_key if row.second_id is None else row.second_id) is not None
        and row.first_id in here
        and (second in hosts if row.second_id is None else second in here)
    ]


def account_of(proposal: Proposal) -> dict[str, Any]:
    """What is kept of a proposal's account, so that lists need not ask the matcher again."""
    return {
        "score": proposal.score,
        "bound": proposal.lower_bound,
        "proof": proposal.proof.value,
        "least_unplaced": proposal.least_unplaced,
        "unplaced": len(proposal.unplaced),
        "broken": len(proposal.broken),
        "violations": len(proposal.violations),
        "rules": rule_counts(proposal),
        "is_publishable": proposal.is_publishable,
    }
