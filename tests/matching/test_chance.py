"""Some pairs are kept apart by chance: nobody can tell them from those whom a private ground keeps apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from lms.matching import operations
from lms.matching.models import Round, RoundKind
from lms.matching.queries import apart as reader
from lms.matching.rules import chance, snapshot
from lms.matching.rules.barriers import Pair
from lms.matching.rules.problem import Problem
from tests.matching.conftest import Cast, publish
from tests.matching.people import cohort, groups, pairs, visits
from tests.matching.test_vetoes import save

FIRST_DAY, YEAR = 739_000, 365
Opened = Callable[..., Round]


@pytest.fixture
def by_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is for everybody; other tests are kept from chance."""
    monkeypatch.setattr(chance, "APART_DAYS", YEAR)


def drawn(problem: Problem, secret: str = "a", day: int = FIRST_DAY) -> frozenset[Pair]:
    return chance.apart_by_chance(problem, secret=secret, day=day)


@pytest.mark.usefixtures("by_turns")
class TestApartByChance:
    def test_about_one_pair_in_thirty_is_kept_apart_whichever_the_secret(self) -> None:
        found = [drawn(groups(*range(14)), str(secret)) for secret in range(200)]
        assert 2.5 < sum(map(len, found)) / len(found) < 4.5
        assert len(set(found)) > 150

    def test_a_pair_is_kept_apart_for_a_year_and_then_no_more(self) -> None:
        problem, week = groups(*range(8)), 7
        days = range(FIRST_DAY, FIRST_DAY + chance.TURN, week)
        apart = [(1, 2) in drawn(problem, day=day) for day in days]
        assert abs(sum(apart) - YEAR / week) < 2
        assert sum(before != after for before, after in pairwise(apart)) <= 2

    @pytest.mark.parametrize("kind", list(RoundKind))
    def test_nothing_private_has_a_part_in_it(self, kind: RoundKind) -> None:
        known = cohort(kind, 40, 8)
        plain = replace(
            known,
            vetoes=frozenset(),
            candidates=tuple(replace(one, managers=frozenset()) for one in known.candidates),
        )
        assert drawn(known) == drawn(plain) != frozenset()

    @pytest.mark.parametrize("problem", [groups(*range(7)), pairs(*range(6))])
    def test_in_one_group_and_among_few_nobody_is(self, problem: Problem) -> None:
        assert not any(drawn(problem, str(secret)) for secret in range(50))

    def test_who_could_be_with_few_is_left_out(self) -> None:
        mostly_one = visits(*[1] * 9, 2, 3, 4)
        found = set[Pair]().union(*(drawn(mostly_one, str(secret)) for secret in range(50)))
        assert found
        assert found <= {(10, 11), (10, 12), (11, 12)}


class TestSealApart:
    def test_a_round_keeps_the_same_of_a_veto_and_of_chance(
        self, session: Session, cast: Cast, open_round: Opened, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pair = (cast.enrolments[0].id, cast.enrolments[1].id)
        with monkeypatch.context() as patch:
            patch.setattr(reader, "apart_by_chance", lambda *_a, **_k: frozenset({pair}))
            of_chance = open_round(proposals=0)
        save(session, cast, 1, 0)
        of_veto = open_round(RoundKind.TRAINING_PAIRS, proposals=0)
        assert of_chance.apart == of_veto.apart == f"{pair[0]}-{pair[1]}"

    def test_what_is_taken_back_stays_in_the_round_and_who_is_together_stays_together(
        self, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        save(session, cast, 0, 1)
        round_ = open_round()
        publish(session, cast, round_.arrangements[0])
        pair = (cast.enrolments[0].id, cast.enrolments[1].id)
        first, second, *_rest = round_.arrangements[0].groups[0]
        places = {row.id: place for place, row in enumerate(cast.enrolments)}
        save(session, cast, 0, version=1)
        save(session, cast, places[first], places[second], version=int(places[first] == 0) * 2)
        gone = next(row for row in round_.members if row.enrolment_id not in {first, second, *pair})
        operations.leave_round(session, actor=cast.actor(), member=gone)
        operations.offer_repairs(session, actor=cast.actor(), round_=gone.round, member=gone)
        assert snapshot.apart_in(gone.round) == [pair]
