"""What the searches stand on: bounds that count right, sizes that are kept, columns found by their worth."""

from collections import Counter
from collections.abc import Sequence

import pytest

from lms.matching.models import RoundKind
from lms.matching.rules.bounds import counting_bound, least_meetings, least_missing
from lms.matching.rules.market import Market
from lms.matching.rules.pricing import best
from lms.matching.rules.sizes import group_sizes
from lms.matching.rules.table import Table
from lms.matching.rules.tabu import Tabu
from tests.matching.people import cohort, groups, visits


@pytest.mark.parametrize(
    ("counts", "sizes", "least"),
    [
        ((6,), (5, 5, 4), 3),
        ((3, 3, 3, 3, 2), (5, 5, 4), 0),
        ((14,), (5, 5, 4), 10 + 10 + 6),
        ((4,), (5, 4, 4), 1),
        ((2, 2), (4,), 2),
    ],
)
def test_people_alike_meet_at_least_so_often(counts: Sequence[int], sizes: Sequence[int], least: int) -> None:
    assert least_meetings(Counter(dict(enumerate(counts))), sizes) == least


@pytest.mark.parametrize(("counts", "least"), [((10, 2, 2), 2), ((8, 3, 3), 0), ((12, 2), 4)])
def test_groups_miss_at_least_so_many_organisations(counts: Sequence[int], least: int) -> None:
    assert least_missing(Counter(dict(enumerate(counts))), (5, 5, 4), 3) == least


def test_the_bound_of_a_small_cohort_is_what_each_rule_costs_at_best() -> None:
    problem = groups(*[1] * 6, 2, 2, 3, 3, 4, 4, 5, 6)
    assert counting_bound(problem, (5, 5, 4)) == 3 * 3
    assert counting_bound(problem, (5, 5, 3), absent=1) == 2 * 3


@pytest.mark.parametrize("seed", range(1, 13))
def test_a_search_keeps_the_sizes_of_groups_whoever_changes_places(seed: int) -> None:
    problem = groups(*[1] * 9, 2, 3, 4, 5)
    table = Table(problem, problem.candidates)
    found = Tabu(table, group_sizes(13), seed=seed).run(300, enough=counting_bound(problem, group_sizes(13)))

    assert sorted(len(group) for group in found) == [4, 4, 5]
    assert table.cost(found) == 3 * 9 + 12 * 2


@pytest.mark.parametrize("seed", range(1, 9))
def test_the_empty_chairs_of_smaller_groups_never_come_together(seed: int) -> None:
    problem = groups(*range(1, 14))
    search = Tabu(Table(problem, problem.candidates), group_sizes(13), seed=seed)
    search.run(200, enough=-1)

    assert sorted(Counter(search.group[:13].tolist()).values()) == [4, 4, 5]


def test_looking_at_few_columns_finds_as_good_an_answer_as_looking_at_all() -> None:
    problem = cohort(RoundKind.SHADOW_VISITS, 30, 8)
    whole, few = Market(problem), Market(problem, few=0)
    complete, some = best(whole), best(few)

    assert some[0].cost == complete[0].cost
    assert some[0].is_optimal
    assert len(some[1]) < len(complete[1])


def test_a_bound_from_few_columns_holds_for_all() -> None:
    for seed in range(1, 6):
        problem = cohort(RoundKind.SHADOW_VISITS, 16, 4, seed=seed)
        answer, _ = best(Market(problem, few=0))
        complete, _ = best(Market(problem))
        assert answer.lower_bound <= complete.cost <= answer.cost


def test_a_round_without_hosts_leaves_everybody_over() -> None:
    answer, columns = best(Market(visits(1, 2, hosts=())))
    assert columns == []
    assert answer.is_optimal
