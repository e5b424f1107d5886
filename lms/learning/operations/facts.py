"""Facts that the system records and that meet, or no longer meet, a requirement."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import attendance_figures, list_enrolments
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.events import publish
from lms.learning import queries
from lms.learning.events import RequirementWithdrawn
from lms.learning.models import Completion
from lms.learning.operations.ledger import reach_requirement
from lms.programmes.models import Requirement, RequirementKind


def record_fact(
    session: Session, *, actor: Actor, enrolment: Enrolment, kind: RequirementKind, is_met: bool
) -> None:
    """Bring the requirements of this kind in line with a fact that the system recorded."""
    for requirement in queries.list_requirements_of_kind(session, cohort_id=enrolment.cohort_id, kind=kind):
        completion = queries.find_completion(
            session, enrolment_id=enrolment.id, requirement_id=requirement.id
        )
        _settle(
            session,
            actor=actor,
            enrolment=enrolment,
            requirement=requirement,
            completion=completion,
            is_met=is_met,
        )


def settle_attendance(session: Session, *, actor: Actor, cohort: Cohort) -> None:
    """Bring everybody's attendance requirement in line with the register: met when the norm is secured."""
    figures = attendance_figures(session, cohort=cohort)
    enrolments = {row.id: row for row in list_enrolments(session, cohort=cohort)}
    kind = RequirementKind.ATTENDANCE
    for requirement in queries.list_requirements_of_kind(session, cohort_id=cohort.id, kind=kind):
        standing = queries.standing_completions(session, requirement=requirement)
        for enrolment_id, figure in figures.items():
            _settle(
                session,
                actor=actor,
                enrolment=enrolments[enrolment_id],
                requirement=requirement,
                completion=standing.get(enrolment_id),
                is_met=figure.is_secured,
            )


def _settle(
    session: Session,
    *,
    actor: Actor,
    enrolment: Enrolment,
    requirement: Requirement,
    completion: Completion | None,
    is_met: bool,
) -> None:
    if is_met and completion is None:
        reach_requirement(session, actor=actor, enrolment=enrolment, requirement=requirement, by=None)
    elif not is_met and completion is not None and not completion.is_tailored:
        completion.withdrawn_at = clock.now()
        publish(
            session,
            RequirementWithdrawn(
                actor=actor, enrolment_id=enrolment.public_id, requirement_key=requirement.key
            ),
        )
