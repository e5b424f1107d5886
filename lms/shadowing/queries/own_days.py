"""What visits ask of participants' weeks."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.learning.rules import OwnDay
from lms.shadowing.models import Host, Visit
from lms.shadowing.rules import MEETING

_TIMES = (Visit.starts_at, Visit.ends_at, Visit.real_minutes)


def list_own_days(
    session: Session, *, cohort: Cohort, enrolment: Enrolment | None = None
) -> Sequence[OwnDay]:
    """The agreed days of a cohort, or of one of it, as visitor and as host (1 query)."""
    wanted = [Enrolment.cohort_id == cohort.id, Visit.state.in_(MEETING)]
    if enrolment is not None:
        wanted.append(Enrolment.id == enrolment.id)
    as_visitor = sa.select(Enrolment.id, *_TIMES).join(Visit, Visit.enrolment_id == Enrolment.id)
    as_host = (
        sa.select(Enrolment.id, *_TIMES)
        .join(Host, sa.and_(Host.person_id == Enrolment.person_id, Host.cohort_id == Enrolment.cohort_id))
        .join(Visit, Visit.host_id == Host.id)
    )
    rows = session.execute(sa.union_all(as_visitor.where(*wanted), as_host.where(*wanted)))
    return [
        OwnDay(key, clock.local(starts_at).date(), real or int((ends_at - starts_at).total_seconds()) // 60)
        for key, starts_at, ends_at, real in rows
    ]
