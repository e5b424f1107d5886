"""Sizes of groups and pairs, also for cohorts nobody hopes for (DR-03, DR-04)."""

import pytest

from lms.matching.rules.sizes import group_sizes, pair_sizes


@pytest.mark.parametrize(
    ("people", "sizes"),
    [
        (0, ()),
        (1, ()),
        (2, (2,)),
        (3, (3,)),
        (4, (4,)),
        (6, (6,)),
        (7, (7,)),
        (8, (4, 4)),
        (9, (5, 4)),
        (10, (5, 5)),
        (11, (6, 5)),
        (12, (4, 4, 4)),
        (13, (5, 4, 4)),
        (14, (5, 5, 4)),
        (15, (5, 5, 5)),
        (16, (4, 4, 4, 4)),
        (300, (5,) * 60),
    ],
)
def test_groups_are_of_about_five(people: int, sizes: tuple[int, ...]) -> None:
    assert group_sizes(people) == sizes


def test_every_number_of_people_from_eight_fits_in_groups_of_four_to_six() -> None:
    assert {size for people in range(8, 301) for size in group_sizes(people)} == {4, 5, 6}
    assert all(sum(group_sizes(people)) == people for people in range(2, 301))


@pytest.mark.parametrize(
    ("people", "sizes"),
    [(1, ()), (2, (2,)), (3, (3,)), (4, (2, 2)), (13, (3, *(2,) * 5)), (14, (2,) * 7)],
)
def test_an_odd_number_has_one_trio(people: int, sizes: tuple[int, ...]) -> None:
    assert pair_sizes(people) == sizes
