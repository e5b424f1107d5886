"""The mails about certificates: something waits, never what."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.certification.events import CertificateIssued
from lms.cohorts.models import Enrolment
from lms.core.http import absolute_url
from lms.core.outbox import queue_mail


def tell_participant(session: Session, event: CertificateIssued) -> None:
    """Tell the participant that a document is ready to be read."""
    person = session.scalars(
        sa.select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.public_id == event.enrolment_id)
    ).one()
    with force_locale(person.locale):
        queue_mail(
            session,
            to=person.email,
            subject=_("Er staat een document voor je klaar"),
            text=_(
                "Beste %(name)s,\n\nEr staat een document voor je klaar in Samenloop.\n\n%(link)s",
                name=person.given_name,
                link=absolute_url("certification.certificates_own"),
            ),
        )
