"""The steps of long work; whoever asked for it must still have the right at each of them."""

from __future__ import annotations

from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.cohorts.policies import is_coordinator_of
from lms.cohorts.queries import get_cohort, list_enrolments
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.jobs.models import Job
from lms.rosters import operations, policies, queries
from lms.rosters.forms import COLUMN_LABELS, ENROLMENT_LABELS, cells_of
from lms.rosters.rules import Column

ROWS_A_STEP = 10


class NoLongerAllowedError(DomainError):
    """Whoever asked for this work has no right to it any more."""


def take_rows_in(session: Session, actor: Actor, job: Job) -> int:
    """Take the next rows of a confirmed list in."""
    list_import = queries.get_import(session, import_id=UUID(job.payload["import_id"]))
    if not policies.may_see_import(actor, list_import):
        raise NoLongerAllowedError
    handled = operations.take_rows_in(session, actor=actor, list_import=list_import, limit=ROWS_A_STEP)
    job.facts = {"taken_in": list_import.taken_in, "dropped": list_import.dropped}
    return handled


def invite_next(session: Session, actor: Actor, job: Job) -> int:
    """Invite the next people of a round."""
    invitation_round = queries.get_round(session, round_id=UUID(job.payload["round_id"]))
    if not policies.may_carry_round_out(actor, invitation_round):
        raise NoLongerAllowedError
    handled = operations.invite_next(session, actor=actor, invitation_round=invitation_round)
    job.facts = {"invited": invitation_round.invited, "passed_over": invitation_round.passed_over}
    return handled


def gather_cohort(session: Session, actor: Actor, job: Job) -> int:
    """Gather the participants of the next cohort; after the last one the workbook is made."""
    export = queries.get_export(session, export_id=UUID(job.payload["export_id"]))
    cohort = get_cohort(session, cohort_id=UUID(job.payload["cohort_ids"][job.done]))
    if not is_coordinator_of(actor, cohort):
        raise NoLongerAllowedError
    with force_locale(job.owner.locale):
        rows = [
            [cohort.name, *cells_of(row), str(ENROLMENT_LABELS[row.state])]
            for row in list_enrolments(session, cohort=cohort)
        ]
        operations.gather_rows(session, export=export, rows=rows)
        if job.done + 1 == job.total:
            operations.finish_export(
                session,
                export=export,
                heads=[_("Leergroep"), *(COLUMN_LABELS[column] for column in Column), _("Stand")],
                name=f"deelnemers-{clock.today().isoformat()}.xlsx",
                title=_("Deelnemers"),
            )
    return 1
