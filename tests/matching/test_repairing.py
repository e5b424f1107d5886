"""Going on without somebody: who had nothing to do with it stays where they are (DR-08)."""

from dataclasses import replace

from lms.matching.models import PinKind
from lms.matching.rules.problem import Pin, Placing, Visit
from lms.matching.rules.proposing import propose
from lms.matching.rules.repairing import repair
from tests.matching.people import HOSTS_FROM, groups, pairs, visits

FIVES = ((1, 2, 3, 4, 5), (6, 7, 8, 9, 10), (11, 12, 13, 14))
FOURTEEN = (1, 1, 2, 3, 4, 1, 2, 3, 4, 5, 1, 2, 3, 4)


def test_a_group_of_five_goes_on_with_four_and_nobody_moves() -> None:
    first, *others = repair(groups(*FOURTEEN), Placing(groups=FIVES), gone=1)

    assert (first.moved, first.touched) == ((), ())
    assert first.proposal.groups == ((6, 7, 8, 9, 10), (2, 3, 4, 5), (11, 12, 13, 14))
    assert all(len(other.moved) == 1 for other in others)


def test_a_group_of_four_gets_one_from_a_group_of_five() -> None:
    options = repair(groups(*FOURTEEN), Placing(groups=FIVES), gone=11)

    assert {len(option.moved) for option in options} == {1}
    assert {len(group) for group in options[0].proposal.groups} == {5, 4}
    assert [option.proposal.score for option in options] == sorted(
        option.proposal.score for option in options
    )


def test_twelve_people_in_three_groups_become_two() -> None:
    twelve = Placing(groups=((1, 2, 3, 4), (5, 6, 7, 8), (9, 10, 11, 12)))
    option = repair(groups(*FOURTEEN[:12]), twelve, gone=2)[0]

    assert option.moved == (1, 3, 4)
    assert [len(group) for group in option.proposal.groups] == [6, 5]


def test_a_trio_goes_on_as_a_duo() -> None:
    placing = Placing(groups=((1, 2, 3), (4, 5)))
    first = repair(pairs(1, 2, 3, 4, 5), placing, gone=3)[0]

    assert (first.proposal.groups, first.moved, first.touched) == (((1, 2), (4, 5)), (), ())


def test_who_is_left_of_a_duo_joins_another_and_two_see_somebody_come() -> None:
    placing = Placing(groups=((1, 2), (3, 4), (5, 6)))
    for option in repair(pairs(1, 2, 3, 4, 5, 6), placing, gone=1)[:2]:
        assert option.moved == (2,)
        assert len(option.touched) == 2
        assert option.proposal.unplaced == ()


def test_who_is_left_of_a_duo_gets_somebody_from_the_trio() -> None:
    placing = Placing(groups=((5, 6, 7), (1, 2), (3, 4)))
    for option in repair(pairs(1, 2, 3, 4, 5, 6, 7), placing, gone=1):
        assert [len(group) for group in option.proposal.groups] == [2, 2, 2]
        assert option.moved[0] in {5, 6, 7}
        assert len(option.moved) == 1


def test_who_may_not_join_anybody_takes_over_a_partner() -> None:
    problem = pairs(1, 2, 3, 4, 5, 6, vetoes=frozenset({(2, 3), (2, 5)}))
    first = repair(problem, Placing(groups=((1, 2), (3, 4), (5, 6))), gone=1)[0]

    assert first.proposal.unplaced == ()
    assert len(first.moved) == 2


def test_a_visitor_who_leaves_changes_no_other_visit() -> None:
    problem = visits(1, 2, 3, hosts=visits(4, 5, 6).hosts)
    outside = tuple(replace(host, member=None) for host in problem.hosts)
    placing = propose(replace(problem, hosts=outside)).placing
    first = repair(replace(problem, hosts=outside), placing, gone=1)[0]

    assert first.proposal.visits == tuple(visit for visit in placing.visits if visit.visitor != 1)
    assert first.moved == ()


def test_who_visited_the_one_who_left_takes_the_seat_that_came_free() -> None:
    ring = Placing(visits=tuple(Visit(visitor=key, host=HOSTS_FROM + key % 4 + 1) for key in range(1, 5)))
    options = repair(visits(1, 2, 3, 4), ring, gone=4)

    assert options[0].proposal.visits[:2] == ring.visits[:2]
    assert options[0].moved == (3,)
    assert options[0].proposal.unplaced == ()


def test_a_host_who_cancels_costs_nobody_else_their_visit_when_there_is_a_free_seat() -> None:
    people = visits(1, 2, 3)
    spare = replace(people.hosts[0], key=2000, member=None, family=9, organisation=9)
    problem = replace(people, hosts=(*people.hosts, spare))
    ring = Placing(visits=tuple(Visit(visitor=key, host=HOSTS_FROM + key % 3 + 1) for key in range(1, 4)))
    first = repair(problem, ring, host=HOSTS_FROM + 2)[0]

    assert first.moved == (1,)
    assert Visit(visitor=1, host=2000) in first.proposal.visits


def test_who_cannot_be_placed_again_is_told_so() -> None:
    both = Placing(visits=(Visit(visitor=1, host=HOSTS_FROM + 2), Visit(visitor=2, host=HOSTS_FROM + 1)))
    (only,) = repair(visits(1, 2), both, gone=2)

    assert [one.key for one in only.proposal.unplaced] == [1]
    assert only.proposal.hosts_needed == 1


def test_where_seats_are_few_nobody_loses_a_place_to_somebody_who_had_none() -> None:
    people = visits(1, 2, 3, 4, 5, 6)
    outside = tuple(
        replace(host, key=2000 + host.key, member=None, family=9, organisation=9) for host in people.hosts[:2]
    )
    problem = replace(people, hosts=(people.hosts[0], *outside))
    placing = Placing(
        visits=(
            Visit(visitor=1, host=outside[0].key),
            Visit(visitor=5, host=people.hosts[0].key),
            Visit(visitor=6, host=outside[1].key),
        )
    )
    first = repair(problem, placing, gone=1)[0]

    assert first.moved == (5,)
    assert Visit(visitor=6, host=outside[1].key) in first.proposal.visits


def test_who_was_fixed_without_a_place_pushes_nobody_aside_in_a_repair() -> None:
    problem = visits(1, 2, 3, 4, 5, pins=(Pin(kind=PinKind.VISIT, first=3, second=HOSTS_FROM + 4),))
    scarce = replace(problem, hosts=tuple(host for host in problem.hosts if host.member in {3, 4, 5}))
    kept = Visit(visitor=1, host=HOSTS_FROM + 4)
    published = Placing(visits=(kept, Visit(visitor=2, host=HOSTS_FROM + 5)))
    best = repair(scarce, published, gone=5)[0]
    assert kept in best.proposal.visits
    assert best.moved == (2,)
