"""Gather the participants of many cohorts, a cohort a step, and give them out as one workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Hat
from lms.cohorts.queries import list_cohorts_for
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.core.files import FileKind, StoredFile, store_file
from lms.core.spreadsheet import workbook
from lms.jobs.models import Job
from lms.jobs.operations import start_job
from lms.rosters.events import AllListsGivenOut
from lms.rosters.models import ExportRow, ListExport

EXPORT = "rosters.export"
FILE_STAYS = timedelta(days=7)
MOST_BYTES = 20 * 1024 * 1024


class NothingToGiveOutError(DomainError):
    """The actor coordinates no cohort."""


def start_export(session: Session, *, actor: Actor) -> Job:
    """Ask for the participants of every cohort that the actor coordinates."""
    cohorts = [
        cohort
        for cohort in list_cohorts_for(session, actor=actor)
        if actor.wears(Hat.COORDINATOR, scope=cohort.programme_version.programme.public_id)
    ]
    if not cohorts:
        raise NothingToGiveOutError
    export = ListExport(owner_id=actor.person_id)
    session.add(export)
    session.flush()
    payload = {
        "export_id": str(export.public_id),
        "cohort_ids": [str(cohort.public_id) for cohort in cohorts],
    }
    job = start_job(session, actor=actor, kind=EXPORT, payload=payload, total=len(cohorts))
    publish(session, AllListsGivenOut(actor=actor, export_id=export.public_id, cohorts=len(cohorts)))
    return job


def gather_rows(session: Session, *, export: ListExport, rows: Sequence[Sequence[str]]) -> None:
    """Keep the rows of one cohort until the workbook is made."""
    if rows:
        session.execute(
            sa.insert(ExportRow), [{"export_id": export.id, "cells": list(cells)} for cells in rows]
        )


def finish_export(
    session: Session, *, export: ListExport, heads: Sequence[object], name: str, title: str
) -> None:
    """Make the workbook of all gathered rows, which are then forgotten."""
    statement = sa.select(ExportRow.cells).where(ExportRow.export_id == export.id).order_by(ExportRow.id)
    content = workbook(heads, session.scalars(statement), title=title)
    kinds = frozenset({FileKind.XLSX})
    export.file = store_file(session, stream=io.BytesIO(content), name=name, allowed=kinds, limit=MOST_BYTES)
    session.execute(sa.delete(ExportRow).where(ExportRow.export_id == export.id))


def purge_exports(session: Session) -> None:
    """Forget workbooks, and rows of those that were stopped, after a week; the bytes follow at night."""
    past = clock.now() - FILE_STAYS
    old = session.execute(
        sa.select(ListExport.id, ListExport.file_id).where(ListExport.created_at < past)
    ).all()
    numbers = [row.id for row in old]
    session.execute(sa.delete(ExportRow).where(ExportRow.export_id.in_(numbers)))
    session.execute(sa.delete(ListExport).where(ListExport.id.in_(numbers)))
    session.execute(
        sa.delete(StoredFile).where(StoredFile.id.in_([row.file_id for row in old if row.file_id]))
    )
