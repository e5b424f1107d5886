"""A worker that dies anywhere in an import or an export: everybody once, nobody lost."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.queries import actor_for
from lms.cohorts.models import Cohort, Enrolment
from lms.core.files import StoredFile, path_of
from lms.core.jobs import Jobs
from lms.core.unit_of_work import unit_of_work
from lms.jobs.models import Job, JobState
from lms.programmes.models import ProgrammeVersion
from lms.rosters import operations, subscribers
from lms.rosters.models import ListImport
from lms.rosters.operations import imports
from lms.rosters.sheets import Sheet, SheetRow
from tests.factories.accounts import make_organisation
from tests.factories.cohorts import make_admission, make_cohort, make_coordinator, make_enrolment
from tests.rosters.killing import dying_at_each_commit
from tests.rosters.lists import HEADS

PEOPLE = 5


def begin_import() -> tuple[UUID, list[str]]:
    """A confirmed list of people whom nobody knows; its job, and their addresses."""
    cohort, organisation = make_cohort(), make_organisation()
    make_admission(cohort, organisation)
    coordinator = make_coordinator(cohort)
    addresses = [f"persoon{n}@leergroep{cohort.id}.example" for n in range(PEOPLE)]
    cells = [(address, "Sanne", "", "Berg", organisation.name, "", "") for address in addresses]
    rows = [SheetRow(number=n, cells=row, formulas=frozenset()) for n, row in enumerate(cells, start=2)]
    with unit_of_work() as session:
        actor = actor_for(session, person=session.get_one(Person, coordinator.id))
        found = operations.judge_list(
            session,
            actor=actor,
            cohort=session.get_one(Cohort, cohort.id),
            sheet=Sheet(HEADS, rows, PEOPLE, len(HEADS), "f" * 64),
            name="lijst.csv",
        )
        job = operations.confirm_import(
            session, actor=actor, list_import=found, sha256=found.sha256, invites=False
        )
        assert job
        return job.public_id, addresses


def ended(store: Session, job_id: UUID) -> Job:
    store.rollback()
    store.expire_all()
    job = store.scalars(sa.select(Job).where(Job.public_id == job_id)).one()
    assert (job.state, job.done) == (JobState.DONE, job.total)
    return job


def test_a_killed_import_takes_everybody_in_once(
    worker: Jobs, store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    monkeypatch.setattr(subscribers, "ROWS_A_STEP", 2)
    for job_id, addresses in dying_at_each_commit(worker, begin_import):
        job = ended(store, job_id)
        found = store.scalars(
            sa.select(ListImport).where(ListImport.public_id == UUID(job.payload["import_id"]))
        ).one()
        assert (found.taken_in, found.dropped, found.ended_at is not None) == (PEOPLE, 0, True)
        assert job.facts == {"taken_in": PEOPLE, "dropped": 0}
        people = sa.select(Person.email).join(Enrolment, Enrolment.person_id == Person.id)
        there = people.where(Enrolment.cohort_id == found.cohort_id).order_by(Person.email)
        assert store.scalars(there).all() == addresses


def begin_export() -> tuple[UUID, list[str]]:
    """A file of two cohorts that somebody asked for; its job, and who must be in it."""
    cohort = make_cohort()
    version = ProgrammeVersion(id=cohort.programme_version_id)
    cohorts = [cohort, make_cohort(version=version)]
    enrolments = [make_enrolment(row) for row in cohorts for _ in range(2)]
    coordinator = make_coordinator(cohort)
    with unit_of_work() as session:
        asker = actor_for(session, person=session.get_one(Person, coordinator.id))
        job = operations.start_export(session, actor=asker)
        emails = sa.select(Person.email).where(Person.id.in_([row.person_id for row in enrolments]))
        return job.public_id, sorted(session.scalars(emails))


def test_a_killed_export_holds_everybody_once(worker: Jobs, store: Session) -> None:
    for job_id, addresses in dying_at_each_commit(worker, begin_export):
        ended(store, job_id)
        [file] = store.scalars(sa.select(StoredFile).order_by(StoredFile.id.desc()).limit(1))
        sheet = CalamineWorkbook.from_path(path_of(file)).get_sheet_by_index(0)
        assert sorted(row[1] for row in sheet.to_python()[1:]) == addresses
