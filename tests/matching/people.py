"""Cohorts in numbers, for the matcher's tests."""

import random
from dataclasses import replace
from typing import Any

from lms.matching.models import RoundKind
from lms.matching.rules.problem import Candidate, Host, Problem, Wish, WishKind

HOSTS_FROM = 1000


def candidates(*families: int, **facts: Any) -> tuple[Candidate, ...]:
    """People numbered from 1, each of the named family and of a discipline of their own."""
    return tuple(
        Candidate(key=key, organisation=family, family=family, **{"discipline": key, **facts})
        for key, family in enumerate(families, 1)
    )


def hosts_of(people: tuple[Candidate, ...], **facts: Any) -> tuple[Host, ...]:
    """Everybody as host too: the host of candidate 3 is 1003."""
    return tuple(
        Host(
            key=HOSTS_FROM + one.key,
            organisation=one.organisation,
            family=one.family,
            member=one.key,
            discipline=one.discipline,
            role=one.role,
            themes=one.goals,
            **facts,
        )
        for one in people
    )


def groups(*families: int, **facts: Any) -> Problem:
    return Problem(kind=RoundKind.INTERVISION_GROUPS, candidates=candidates(*families), **facts)


def pairs(*families: int, **facts: Any) -> Problem:
    return Problem(kind=RoundKind.TRAINING_PAIRS, candidates=candidates(*families), **facts)


def visits(*families: int, **facts: Any) -> Problem:
    people = candidates(*families)
    return Problem(kind=RoundKind.SHADOW_VISITS, **{"candidates": people, "hosts": hosts_of(people), **facts})


def cohort(kind: RoundKind, people: int, organisations: int, *, seed: int = 1, **facts: Any) -> Problem:
    """A believable cohort: one large organisation, smaller ones, managers, history, wishes and vetoes."""
    chance = random.Random(seed)
    keys = range(1, people + 1)
    members = []
    for key in keys:
        family = 0 if chance.random() < 0.3 else chance.randrange(organisations)
        members.append(
            Candidate(
                key=key,
                organisation=family,
                family=family,
                discipline=chance.randrange(7),
                role=chance.randrange(9),
                goals=frozenset(chance.sample(range(12), 3)),
                managers=frozenset(chance.sample(keys, 1)) - {key} if chance.random() < 0.05 else frozenset(),
            )
        )
    met = dict.fromkeys(((key, chance.choice(keys)) for key in keys), 1)
    vetoes = frozenset(
        (first, second) for first, second in (chance.sample(keys, 2) for _ in range(people // 7))
    )
    hosts = hosts_of(tuple(members)) if kind is RoundKind.SHADOW_VISITS else ()
    return Problem(
        kind=kind,
        candidates=tuple(members),
        hosts=hosts,
        met=met,
        vetoes=vetoes,
        visited=frozenset((first, HOSTS_FROM + second) for first, second in met),
        wishes={one.key: some_wishes(chance, members) for one in members if hosts},
        seed=seed,
        **facts,
    )


def some_wishes(chance: random.Random, members: list[Candidate]) -> tuple[Wish, ...]:
    """Two hosts and an organisation, as somebody might wish for."""
    first, second, third = (chance.choice(members) for _ in range(3))
    return (
        Wish(kind=WishKind.HOST, key=HOSTS_FROM + first.key),
        Wish(kind=WishKind.HOST, key=HOSTS_FROM + second.key),
        Wish(kind=WishKind.ORGANISATION, key=third.organisation),
    )


def with_days(problem: Problem, *, today: int = 1000) -> Problem:
    """The same round with days: hosts name a few, visitors can on about half of them, some want notice."""
    chance = random.Random(problem.seed)
    days = range(today, today + 20)
    return replace(
        problem,
        today=today,
        candidates=tuple(
            replace(one, dates=frozenset(chance.sample(days, 10)) if chance.random() < 0.8 else None)
            for one in problem.candidates
        ),
        hosts=tuple(
            replace(
                host,
                dates=dict.fromkeys(chance.sample(days, 5), 1),
                notice_days=chance.choice([0, 3, 7]),
                capacity=chance.choice([1, 1, 2, 3]),
            )
            for host in problem.hosts
        ),
    )
