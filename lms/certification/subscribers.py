"""The mails about certificates: something waits, never what."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.certification.events import CertificateIssued
from lms.cohorts.models import Enrolment
from lms.core.http import absolute_url
from lms.messages.operations import notify_each


def tell_participant(session: Session, event: CertificateIssued) -> None:
    """Tell the participant that a document is ready to be read."""
    person = session.scalars(
        sa.select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.public_id == event.enrolment_id)
    ).one()
    notify_each(
        session,
        recipients=[person],
        kind="certification.document_ready",
        words=lambda: (_("Er staat een document voor je klaar"), _("Je vindt het bij Certificaat.")),
        url=absolute_url("certification.certificates_own"),
    )
