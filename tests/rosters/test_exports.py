"""A large file is made a cohort a step, and is for whoever asked for it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.core import clock
from lms.core.files import StoredFile
from lms.jobs.models import Job, JobState
from lms.jobs.operations import take_step
from lms.programmes.models import ProgrammeVersion
from lms.rosters import operations
from lms.rosters.models import ExportRow, ListExport
from tests.factories.accounts import make_person
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment

SignIn = Callable[[Person], FlaskClient]


def counted(session: Session, model: type) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_every_own_cohort_is_in_the_file_and_no_other(session: Session, sign_in: SignIn) -> None:
    cohort = make_cohort()
    version = session.get_one(ProgrammeVersion, cohort.programme_version_id)
    sibling = make_cohort(version=version)
    make_enrolment(cohort, make_person(email="een@voorbeeld.example", given_name="=1+1"))
    make_enrolment(sibling, make_person(email="twee@voorbeeld.example"))
    make_enrolment(make_cohort(), make_person(email="elders@voorbeeld.example"))
    client = sign_in(make_coordinator(cohort))
    answer = client.post("/deelnemerslijsten")
    job = session.scalars(sa.select(Job)).one()
    assert answer.headers["Location"] == f"/werk/{job.public_id}"
    address = f"/deelnemerslijsten/{job.payload['export_id']}"
    assert take_step(session, job_id=job.public_id)
    assert client.get(address).status_code == 404
    assert not take_step(session, job_id=job.public_id)
    assert (job.state, counted(session, ExportRow)) == (JobState.DONE, 0)
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(client.get(address).data)).get_sheet_by_index(0).to_python()
    )
    assert sorted(row[1] for row in rows[1:]) == ["een@voorbeeld.example", "twee@voorbeeld.example"]
    assert "=1+1" in {row[2] for row in rows}


def test_nobody_else_fetches_the_file(session: Session, sign_in: SignIn) -> None:
    cohort = make_cohort()
    sign_in(make_coordinator(cohort)).post("/deelnemerslijsten")
    job = session.scalars(sa.select(Job)).one()
    take_step(session, job_id=job.public_id)
    colleague = make_coordinator(cohort)
    assert sign_in(colleague).get(f"/deelnemerslijsten/{job.payload['export_id']}").status_code == 404


def test_the_file_is_gone_after_a_week(session: Session, sign_in: SignIn) -> None:
    sign_in(make_coordinator(make_cohort())).post("/deelnemerslijsten")
    take_step(session, job_id=session.scalars(sa.select(Job.public_id)).one())
    with clock.moved_to(clock.now() + timedelta(days=8)):
        operations.purge_exports(session)
    assert (counted(session, ListExport), counted(session, StoredFile)) == (0, 0)
