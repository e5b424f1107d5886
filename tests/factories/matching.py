"""Cohorts to put together, and rounds of them, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import Any

from lms.accounts.models import Discipline, Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core.extensions import db
from lms.matching.models import (
    Arrangement,
    LineManager,
    Origin,
    PinKind,
    Round,
    RoundKind,
    RoundMember,
    RoundPin,
)
from tests.factories import save
from tests.factories.accounts import make_discipline, make_organisation
from tests.factories.cohorts import make_cohort, make_enrolment

ORGANISATIONS, DISCIPLINES = 5, 4


def make_mixed_cohort(people: int = 14, **values: Any) -> tuple[Cohort, list[Enrolment]]:
    """A cohort whose people are spread evenly over five organisations and four disciplines."""
    cohort = make_cohort(maximum_size=max(16, people), **values)
    organisations = [make_organisation() for _ in range(ORGANISATIONS)]
    disciplines: list[Discipline] = [make_discipline() for _ in range(DISCIPLINES)]
    return cohort, [
        make_enrolment(
            cohort,
            organisation=organisations[place % ORGANISATIONS],
            discipline_id=disciplines[place % DISCIPLINES].id,
        )
        for place in range(people)
    ]


def make_large_cohort(people: int = 300) -> Cohort:
    """A cohort of very many, made in a few statements."""
    cohort, first = make_mixed_cohort(4 * ORGANISATIONS)
    persons = [
        Person(given_name="Noor", prefix="", family_name=f"Vliet{n}", email=mail, email_key=mail)
        for n in range(people - len(first))
        if (mail := f"velen{n}@test.example")
    ]
    db.session.add_all(persons)
    db.session.flush()
    db.session.add_all(
        Enrolment(
            cohort_id=cohort.id,
            person_id=person.id,
            organisation_id=like.organisation_id,
            discipline_id=like.discipline_id,
            state=like.state,
            joined_on=like.joined_on,
        )
        for person, like in zip(persons, cycle(first), strict=False)
    )
    db.session.commit()
    return cohort


def facts_of(enrolments: Sequence[Enrolment]) -> dict[str, Any]:
    """A snapshot of these people in which nothing happened before."""
    return {
        "members": [
            {
                "key": row.id,
                "organisation": row.organisation_id,
                "family": row.organisation_id,
                "discipline": row.discipline_id,
                "role": row.job_role_id,
                "managers": [],
                "goals": [],
                "dates": None,
                "seen": [],
            }
            for row in enrolments
        ],
        "hosts": [],
        "wishes": {},
        "met": [],
        "visited": [],
        "balance": {},
        "today": 739000,
    }


def make_round(cohort: Cohort, enrolments: Sequence[Enrolment], **values: Any) -> Round:
    """A draft of intervision groups."""
    return save(
        Round(
            **{
                "cohort_id": cohort.id,
                "kind": RoundKind.INTERVISION_GROUPS,
                "number": 1,
                "weights": {},
                "seed": 1,
                "facts": facts_of(enrolments),
                "apart": "",
                "members": [RoundMember(enrolment_id=row.id) for row in enrolments],
                **values,
            }
        )
    )


def make_arrangement(round_: Round, groups: Sequence[Sequence[int]], **values: Any) -> Arrangement:
    """An own version that anybody of staff can still change."""
    account = {
        "score": 0, "bound": 0, "proof": "none", "least_unplaced": 0,
        "unplaced": 0, "broken": 0, "is_publishable": True,
    }  # fmt: skip
    return save(
        Arrangement(
            **{
                "round_id": round_.id,
                "number": 1,
                "origin": Origin.BY_HAND,
                "groups": [list(group) for group in groups],
                "visits": [],
                "account": account,
                "before": [],
                "seed": 0,
                **values,
            }
        )
    )


def make_pin(round_: Round, first: Enrolment, second: Enrolment, kind: PinKind = PinKind.APART) -> RoundPin:
    return save(RoundPin(round_id=round_.id, kind=kind, first_id=first.id, second_id=second.id))


def make_line_manager(enrolment: Enrolment, manager: Enrolment) -> LineManager:
    return save(LineManager(enrolment_id=enrolment.id, manager_id=manager.id))
