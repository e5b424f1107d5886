"""What directors are told of outcomes is renewed by night, never for one pair alone (DR-44)."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.orm import Session

from lms.trainings import queries, rules
from lms.trainings.models import OutcomeSum


def settle_sums(session: Session) -> int:
    """Renew every sum in which enough pairs counted or corrected since; gives how many."""
    told, renewed = queries.all_sums(session), 0
    for key, versions in queries.versions_counted(session).items():
        row = told.get(key)
        known = row.versions if row else {}
        if versions == known:
            continue
        counted = queries.list_measurements(session, key=key)
        if not rules.may_settle(known, counted):
            continue
        if row is None:
            cohort_id, edition_id, moment = key
            row = OutcomeSum(cohort_id=cohort_id, edition_id=edition_id, moment=moment)
        for name, value in asdict(rules.settled(counted)).items():
            setattr(row, name, value)
        session.add(row)
        renewed += 1
    session.flush()
    return renewed
