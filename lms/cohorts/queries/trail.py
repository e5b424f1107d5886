"""Whose entries in the trail belong to a coordinator."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core.authorisation import Actor
from lms.programmes.models import Programme, ProgrammeVersion


def trail_subjects(session: Session, *, actor: Actor) -> Mapping[str, frozenset[str]]:
    """The programmes that the actor coordinates, with their versions, cohorts, enrolments and participants.

    By the name that each has in the facts of an event.
    """
    scopes = actor.scopes(Hat.COORDINATOR)
    coordinated = (
        sa.select(ProgrammeVersion.id).join(ProgrammeVersion.programme).where(Programme.public_id.in_(scopes))
    )
    versions = session.scalars(
        sa.select(ProgrammeVersion.public_id).where(ProgrammeVersion.id.in_(coordinated))
    )
    cohorts = session.scalars(
        sa.select(Cohort.public_id).where(Cohort.programme_version_id.in_(coordinated))
    ).all()
    enrolled = session.execute(
        sa.select(Enrolment.public_id, Person.public_id)
        .join(Enrolment.person)
        .join(Enrolment.cohort)
        .where(Cohort.programme_version_id.in_(coordinated))
    ).all()
    return {
        "programme_id": frozenset(map(str, scopes)),
        "version_id": frozenset(map(str, versions)),
        "cohort_id": frozenset(map(str, cohorts)),
        "scope": frozenset(map(str, [*scopes, *cohorts])),
        "enrolment_id": frozenset(str(enrolment) for enrolment, _person in enrolled),
        "person_id": frozenset(str(person) for _enrolment, person in enrolled),
    }
