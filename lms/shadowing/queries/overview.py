"""Readers for the coordinator: a whole cohort, and the ledger of organisations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.accounts.models import Organisation
from lms.accounts.queries import organisation_tops
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.cohorts.queries import list_enrolments
from lms.programmes.models import ProgrammeVersion
from lms.shadowing import rules
from lms.shadowing.models import Host, Visit, VisitState
from lms.shadowing.queries.visits import list_cohort_visits
from lms.shadowing.rules import LedgerLine, OverviewLine


@dataclass(frozen=True)
class Overview:
    """A cohort with every visit, and each participant's own."""

    lines: Sequence[OverviewLine]
    visits: Sequence[Visit]


def get_overview(session: Session, *, cohort: Cohort) -> Overview:
    """How far everybody in training is (2 queries)."""
    visits = list_cohort_visits(session, cohort=cohort)
    by_visitor: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_visitor[visit.enrolment_id].append(visit)
    hosted = Counter(visit.host.person_id for visit in visits if visit.state is VisitState.DONE)
    lines = [
        OverviewLine(row, by_visitor[row.id], hosted[row.person_id])
        for row in list_enrolments(session, cohort=cohort)
        if row.state in ACTIVE
    ]
    return Overview(lines, visits)


def list_ledger(session: Session, *, cohort: Cohort, all_cohorts: bool) -> Sequence[LedgerLine]:
    """Days received and hosted per organisation, in one cohort or in all of its programme (3 queries)."""
    programme_id = cohort.programme_version.programme_id
    statement = (
        sa.select(Visit)
        .join(Visit.enrolment)
        .join(Enrolment.cohort)
        .join(Cohort.programme_version)
        .where(
            Visit.state == VisitState.DONE,
            ProgrammeVersion.programme_id == programme_id if all_cohorts else Cohort.id == cohort.id,
        )
        .options(joinedload(Visit.enrolment), joinedload(Visit.host))
    )
    visits = session.scalars(statement).all()
    heads = organisation_tops(session)
    met = {heads[number] for visit in visits for number in _organisations_of(visit)}
    hosting = sa.select(Host.organisation_id).where(Host.cohort_id == cohort.id, Host.retired_at.is_(None))
    met |= {heads[number] for number in session.scalars(hosting)}
    organisations = session.scalars(sa.select(Organisation).where(Organisation.id.in_(met))).all()
    return rules.ledger_lines(visits, organisations=organisations, heads=heads)


def _organisations_of(visit: Visit) -> tuple[int, int]:
    return visit.enrolment.organisation_id, visit.host.organisation_id
