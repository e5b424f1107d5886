"""Judge a list, take its fit rows in after a confirmation, throw it away, forget it in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Discipline, JobRole, Organisation
from lms.accounts.queries import list_disciplines, list_job_roles
from lms.cohorts.models import Cohort
from lms.cohorts.operations import invite_participant
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.citizen_numbers import without_citizen_numbers
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.jobs.models import Job
from lms.jobs.operations import start_job
from lms.rosters import queries
from lms.rosters.events import ListConfirmed, ListDiscarded, ListGivenOut, ListJudged, ListTakenIn
from lms.rosters.models import ImportRow, ListImport, RowState
from lms.rosters.rules import Column, Judgement, Known, ListRow, Remark, judge, read_heads, rows_of
from lms.rosters.rules.heads import MOST_ROWS, TooLongListError
from lms.rosters.rules.judging import folded
from lms.rosters.sheets import Sheet

IMPORT = "rosters.import"
AT_ONCE = 25
"""So many rows are taken in while somebody waits; more of them are a job."""

JUDGED_STAYS = timedelta(days=1)
TAKEN_IN_STAYS = timedelta(days=14)


class NoRowsError(DomainError):
    """A list with heads and nothing below them."""

    status = 422


class OtherListError(DomainError):
    """What is confirmed is not what was judged."""


class AlreadyConfirmedError(DomainError):
    """The list was confirmed or thrown away before."""


class NothingFitError(DomainError):
    """There is no row that could be taken in."""


def judge_list(session: Session, *, actor: Actor, cohort: Cohort, sheet: Sheet, name: str) -> ListImport:
    """Judge every row of a list; nobody is taken in before somebody confirms it."""
    heads = read_heads(sheet.heads, columns=sheet.columns)
    if sheet.count > MOST_ROWS:
        raise TooLongListError(sheet.count)
    rows = rows_of(heads, sheet.rows)
    if not rows:
        raise NoRowsError
    judgements = judge(rows, queries.known_for(session, cohort=cohort, rows=rows))
    fit = sum(judgement.is_fit for judgement in judgements)
    list_import = ListImport(
        cohort=cohort,
        sent_by_id=actor.person_id,
        name=without_citizen_numbers(name)[:200],
        sha256=sheet.sha256,
        unread_heads=[without_citizen_numbers(head)[:60] for head in heads.unread],
        fit=fit,
        refused=len(judgements) - fit,
    )
    session.add(list_import)
    session.flush()
    session.execute(sa.insert(ImportRow), [_row(list_import, judgement) for judgement in judgements])
    publish(
        session,
        ListJudged(
            actor=actor,
            cohort_id=cohort.public_id,
            import_id=list_import.public_id,
            fit=list_import.fit,
            refused=list_import.refused,
        ),
    )
    return list_import


def _row(list_import: ListImport, judgement: Judgement) -> dict[str, object]:
    return {
        "import_id": list_import.id,
        "number": judgement.row.number,
        "cells": {column.value: text for column, text in judgement.row.cells.items()},
        "problems": _told(judgement.problems),
        "notes": _told(judgement.notes),
        "state": RowState.FIT if judgement.is_fit else RowState.REFUSED,
    }


def _told(remarks: Sequence[Remark]) -> list[list[str]]:
    return [
        [remark.kind.value, remark.column.value if remark.column else "", remark.fact] for remark in remarks
    ]


def confirm_import(
    session: Session, *, actor: Actor, list_import: ListImport, sha256: str, invites: bool
) -> Job | None:
    """Take the fit rows in of exactly the list that was judged: a few at once, more as a job."""
    if sha256 != list_import.sha256:
        raise OtherListError
    if list_import.confirmed_at is not None or list_import.ended_at is not None:
        raise AlreadyConfirmedError
    if not list_import.fit:
        raise NothingFitError
    list_import.confirmed_at, list_import.invites = clock.now(), invites
    publish(
        session,
        ListConfirmed(actor=actor, cohort_id=list_import.cohort.public_id, import_id=list_import.public_id),
    )
    if list_import.fit <= AT_ONCE:
        take_rows_in(session, actor=actor, list_import=list_import, limit=AT_ONCE)
        return None
    payload = {"import_id": str(list_import.public_id)}
    job = start_job(session, actor=actor, kind=IMPORT, payload=payload, total=list_import.fit)
    list_import.job_id = job.public_id
    return job


def take_rows_in(session: Session, *, actor: Actor, list_import: ListImport, limit: int) -> int:
    """Take the next fit rows in, each judged again as things are by now; how many rows that were."""
    rows = queries.list_fit_rows(session, list_import=list_import, limit=limit)
    again = [ListRow(row.number, {Column(name): text for name, text in row.cells.items()}) for row in rows]
    known = queries.known_for(session, cohort=list_import.cohort, rows=again)
    disciplines = {folded(row.name): row for row in list_disciplines(session)}
    job_roles = {folded(row.name): row for row in list_job_roles(session)}
    for row, judgement in zip(rows, judge(again, known), strict=True):
        if judgement.is_fit:
            _take_in(session, actor, list_import, judgement.row, known, disciplines, job_roles)
            row.state = RowState.TAKEN_IN
            list_import.taken_in += 1
        else:
            row.state, row.problems = RowState.DROPPED, _told(judgement.problems)
            list_import.dropped += 1
    if list_import.taken_in + list_import.dropped == list_import.fit:
        _end(session, actor, list_import)
    return len(rows)


def _take_in(
    session: Session,
    actor: Actor,
    list_import: ListImport,
    row: ListRow,
    known: Known,
    disciplines: Mapping[str, Discipline],
    job_roles: Mapping[str, JobRole],
) -> None:
    number = known.organisations[folded(row.cells[Column.ORGANISATION])]
    invite_participant(
        session,
        actor=actor,
        cohort=list_import.cohort,
        email=row.cells[Column.EMAIL],
        given_name=row.cells.get(Column.GIVEN_NAME, ""),
        prefix=row.cells.get(Column.PREFIX, ""),
        family_name=row.cells.get(Column.FAMILY_NAME, ""),
        organisation=session.get_one(Organisation, number),
        discipline=disciplines.get(folded(row.cells.get(Column.DISCIPLINE, ""))),
        job_role=job_roles.get(folded(row.cells.get(Column.JOB_ROLE, ""))),
        is_told=list_import.invites,
    )


def _end(session: Session, actor: Actor, list_import: ListImport) -> None:
    list_import.ended_at = clock.now()
    publish(
        session,
        ListTakenIn(
            actor=actor,
            cohort_id=list_import.cohort.public_id,
            import_id=list_import.public_id,
            taken_in=list_import.taken_in,
            dropped=list_import.dropped,
        ),
    )


def discard_import(session: Session, *, actor: Actor, list_import: ListImport) -> None:
    """Throw a judged list away with everything that it says."""
    if list_import.confirmed_at is not None:
        raise AlreadyConfirmedError
    facts = {"cohort_id": list_import.cohort.public_id, "import_id": list_import.public_id}
    session.execute(sa.delete(ImportRow).where(ImportRow.import_id == list_import.id))
    session.delete(list_import)
    publish(session, ListDiscarded(actor=actor, **facts))


def purge_rows(session: Session) -> None:
    """Forget lists that nobody confirmed within a day, and what the others said after two weeks."""
    moment = clock.now()
    rows = sa.select(ListImport.id)
    left = rows.where(ListImport.confirmed_at.is_(None), ListImport.created_at < moment - JUDGED_STAYS)
    past = rows.where(ListImport.confirmed_at < moment - TAKEN_IN_STAYS)
    session.execute(sa.delete(ImportRow).where(ImportRow.import_id.in_(left.union(past))))
    session.execute(sa.delete(ListImport).where(ListImport.id.in_(left)))


def note_list_given_out(session: Session, *, actor: Actor, cohort: Cohort, people: int) -> None:
    """Somebody takes the list of participants along as a file."""
    publish(session, ListGivenOut(actor=actor, cohort_id=cohort.public_id, people=people))
