"""What the small world holds of admissions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from lms.admissions.models import ApplicationState
from lms.cohorts.models import Cohort
from lms.core.extensions import db
from lms.programmes.models import Programme, ProgrammeVersion
from tests.factories.admissions import make_application, make_intake, make_letter, make_round, make_slot


def of_admissions(cohort: Cohort) -> dict[str, Any]:
    """Somebody who was invited to an intake talk, with a record and an earlier letter."""
    round_ = make_round(cohort)
    application = make_application(round_, state=ApplicationState.INVITED)
    make_intake(application)
    programme_id = db.session.scalars(
        sa.select(Programme.public_id)
        .join(ProgrammeVersion, ProgrammeVersion.programme_id == Programme.id)
        .where(ProgrammeVersion.id == cohort.programme_version_id)
    ).one()
    return {
        "application_id": application.public_id,
        "slot_id": make_slot(round_).public_id,
        "letter_id": make_letter(application).public_id,
        "admissions.programme_about.programme_id": programme_id,
    }
