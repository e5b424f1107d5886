"""What a coordinator gets for a cohort of fourteen, of thirteen, and for one that cannot be placed whole."""

from lms.matching.rules.proposing import propose
from tests.matching.people import groups, pairs, visits

FOURTEEN = (1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6)


def test_fourteen_people_become_three_groups_and_seven_pairs() -> None:
    assert [len(group) for group in propose(groups(*FOURTEEN)).groups] == [5, 5, 4]
    assert [len(pair) for pair in propose(pairs(*FOURTEEN)).groups] == [2] * 7


def test_thirteen_people_become_one_trio_and_pairs() -> None:
    assert [len(group) for group in propose(groups(*FOURTEEN[1:])).groups] == [5, 4, 4]
    assert [len(pair) for pair in propose(pairs(*FOURTEEN[1:])).groups] == [3, 2, 2, 2, 2, 2]


def test_everybody_visits_somebody_of_another_organisation() -> None:
    proposal = propose(visits(*FOURTEEN))

    assert sorted(visit.visitor for visit in proposal.visits) == list(range(1, 15))
    assert all(FOURTEEN[visit.visitor - 1] != FOURTEEN[visit.host - 1001] for visit in proposal.visits)
    assert proposal.is_optimal


def test_eight_of_fourteen_from_one_organisation_leave_two_without_a_place() -> None:
    proposal = propose(visits(*[1] * 8, 2, 2, 3, 3, 4, 5))

    assert proposal.least_unplaced == len(proposal.unplaced) == proposal.hosts_needed == 2
