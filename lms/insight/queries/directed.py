"""What a director directs: the organisations, and a cohort with everybody who takes part."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from lms.accounts.models import BY_NAME, Hat, Membership, Organisation
from lms.certification.models import Certificate, DocumentKind
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.reading import read_rows
from lms.insight.rules import DirectorsCohort, PersonInCohort
from lms.programmes.models import ProgrammeVersion


def _select_directed() -> sa.Select[int]:
    directed = (
        sa.select(Organisation.id)
        .where(Organisation.id.in_(sa.bindparam("organisation_ids", expanding=True)))
        .cte("directed", recursive=True)
    )
    below = sa.select(Organisation.id).join(directed, Organisation.parent_id == directed.c.id)
    return sa.select(directed.union(below).c.id)


# Made once, for every page of a director asks it.
_DIRECTED = _select_directed()


def directed_organisations(session: Session, *, actor: Actor) -> frozenset[int]:
    """The organisations that the actor directs, with the departments below them."""
    values = {"organisation_ids": list(actor.organisations(Hat.DIRECTOR))}
    return frozenset(row[0] for row in read_rows(session, _DIRECTED, values))


def get_directors_cohort(session: Session, *, cohort_id: UUID, actor: Actor) -> DirectorsCohort | None:
    """A cohort with everybody who takes part, as the director comes to it; None if there is none."""
    statement = (
        sa.select(Cohort)
        .where(Cohort.public_id == cohort_id)
        .options(joinedload(Cohort.programme_version).joinedload(ProgrammeVersion.programme))
    )
    cohort = session.scalars(statement).one_or_none()
    if cohort is None:
        return None
    organisation_ids = directed_organisations(session, actor=actor)
    return DirectorsCohort(
        cohort=cohort,
        organisation_ids=organisation_ids,
        people=_list_people(session, cohort, organisation_ids),
    )


def _list_people(
    session: Session, cohort: Cohort, organisation_ids: frozenset[int]
) -> Sequence[PersonInCohort]:
    """Everybody who takes part, with two facts: works here today, and has a certificate that stands.

    Another employer closes the director's view that day; the certificate and the enrolment stay.
    """
    day = clock.today()
    works_here = sa.exists().where(
        Membership.person_id == Enrolment.person_id,
        Membership.organisation_id.in_(organisation_ids),
        Membership.starts_on <= day,
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
    )
    certified = sa.exists().where(
        Certificate.enrolment_id == Enrolment.id,
        Certificate.kind == DocumentKind.CERTIFICATE,
        Certificate.revoked_at.is_(None),
    )
    statement = (
        sa.select(Enrolment, works_here, certified)
        .join(Enrolment.person)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(ACTIVE))
        .options(contains_eager(Enrolment.person), joinedload(Enrolment.discipline))
        .order_by(*BY_NAME, Enrolment.id)
    )
    return [
        PersonInCohort(
            row, is_own=bool(here) and row.organisation_id in organisation_ids, has_certificate=bool(has)
        )
        for row, here, has in session.execute(statement)
    ]
