"""The same input gets the same answer, in this process and in the next; another seed may choose another."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from lms.matching.models import RoundKind
from lms.matching.rules.proposing import propose
from tests.matching.people import cohort
from tests.matching.repeat import fingerprint
from tests.support.house import ROOT


@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_another_process_answers_the_same(hash_seed: str) -> None:
    environ = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.matching.repeat"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environ)
    assert ran.stdout.strip() == fingerprint()


@pytest.mark.parametrize("kind", list(RoundKind))
def test_the_order_in_which_people_come_in_makes_no_difference(kind: RoundKind) -> None:
    problem = cohort(kind, 15, 6)
    turned = replace(problem, candidates=problem.candidates[::-1], hosts=problem.hosts[::-1])
    assert propose(turned) == propose(problem)


@pytest.mark.parametrize("kind", list(RoundKind))
def test_another_seed_gives_another_answer_that_is_as_good(kind: RoundKind) -> None:
    problem = replace(cohort(kind, 14, 6), wishes={})
    answers = [propose(replace(problem, seed=seed)) for seed in range(1, 9)]

    assert len({answer.score for answer in answers}) == 1
    assert len({answer.placing for answer in answers}) > 1
