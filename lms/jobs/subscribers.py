"""How the worker carries a job out: one small transaction after the other, until nothing is left."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from lms.core.unit_of_work import unit_of_work
from lms.jobs import operations

log = structlog.get_logger()


def carry_out(_session: Session, _intent_id: UUID, payload: dict[str, Any]) -> None:
    """Take steps until the job has ended; a database that is away is tried again, anything else is told."""
    job_id = UUID(payload["job_id"])
    try:
        while _step(job_id):
            pass
    except OperationalError:
        raise
    except Exception as failure:  # whoever waits must hear that it stopped, whatever the reason
        log.error("job_failed", job=str(job_id), error=type(failure).__name__)
        with unit_of_work() as session:
            operations.fail_job(session, job_id=job_id, error=type(failure).__name__)


def _step(job_id: UUID) -> bool:
    with unit_of_work() as session:
        return operations.take_step(session, job_id=job_id)
