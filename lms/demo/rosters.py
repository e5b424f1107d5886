"""The list that the coordinator took in for the coming cohort, and the round of invitations that followed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from lms.cohorts import queries as cohorts
from lms.core import clock
from lms.demo import people
from lms.demo.people import COORDINATOR
from lms.demo.story import Cast, CohortStory, Story
from lms.jobs.operations import take_step
from lms.rosters import operations, queries
from lms.rosters.models import RoundKind
from lms.rosters.operations.invitations import mark_of, people_of
from lms.rosters.rules import SheetRow
from lms.rosters.sheets import Sheet

FROM_LIST = ("roos", "jurre", "bas")
HEADS = (
    "E-mailadres",
    "Voornaam",
    "Tussenvoegsel",
    "Achternaam",
    "Organisatie",
    "Discipline",
    "Functie",
    "Telefoon",
)
FILE = "aanmeldingen-leergroep.xlsx"


def tell_list(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """Three people came from a list in which two rows were wrong; a day later they were invited."""
    day = clock.local(story.now).date()
    story.tell(clock.at(day - timedelta(days=3), 9, 5), lambda session: _take_in(session, cast, cohort))
    story.tell(clock.at(day - timedelta(days=2), 10, 20), lambda session: _invite(session, cast, cohort))


def _take_in(session: Session, cast: Cast, cohort: CohortStory) -> None:
    actor, row = cast.actor(session, COORDINATOR), cast.cohorts[cohort.key]
    found = operations.judge_list(session, actor=actor, cohort=row, sheet=_sheet(cast), name=FILE)
    operations.confirm_import(session, actor=actor, list_import=found, sha256=found.sha256, invites=False)
    for enrolment in cohorts.list_enrolments(session, cohort=row):
        for name in FROM_LIST:
            if enrolment.person.email == people.facts_of(name)["email"]:
                cast.persons[name], cast.enrolments[name] = enrolment.person, enrolment


def _sheet(cast: Cast) -> Sheet:
    rows = [_cells(cast, people.facts_of(name)) for name in FROM_LIST]
    again = (rows[0][0].upper(), *rows[0][1:])
    elsewhere = ("tamara.visser@voorbeeld.example", "Tamara", "", "Visser", f"{rows[1][4]}n", "", "", "")
    found = [SheetRow(number, cells) for number, cells in enumerate((*rows, again, elsewhere), 2)]
    digest = hashlib.sha256(repr(found).encode()).hexdigest()
    return Sheet(HEADS, found, len(found), len(HEADS), digest)


def _cells(cast: Cast, facts: Mapping[str, Any]) -> tuple[str, ...]:
    names: Sequence[str] = [facts[part] for part in ("email", "given_name", "prefix", "family_name")]
    return (
        *names,
        cast.organisations[facts["organisation"]].name,
        facts["discipline"],
        facts["job_role"],
        "",
    )


def _invite(session: Session, cast: Cast, cohort: CohortStory) -> None:
    row = cast.cohorts[cohort.key]
    chosen = people_of(queries.list_standings(session, cohort=row), kind=RoundKind.FIRST)
    found = operations.start_round(
        session,
        actor=cast.actor(session, COORDINATOR),
        cohort=row,
        kind=RoundKind.FIRST,
        mark=mark_of(chosen),
    )
    while found.job_id and take_step(session, job_id=found.job_id):
        session.flush()
