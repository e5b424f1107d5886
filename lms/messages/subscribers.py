"""What messages does by itself: the mail of every morning, and forgetting whoever is erased."""

from __future__ import annotations

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.events import PersonErased
from lms.messages import operations


def send_digests(session: Session) -> None:
    """Once a morning: one mail a person with what came since the last one; none for whom nothing waits."""
    for person, notices in operations.due_digests(session):
        with force_locale(person.locale):
            number = len(notices)
            operations.promise_digest(
                session,
                person=person,
                notices=notices,
                subject=_("Je dagoverzicht van Samenloop"),
                text=ngettext(
                    "Er wacht %(num)d ding op jou in Samenloop:",
                    "Er wachten %(num)d dingen op jou in Samenloop:",
                    number,
                ),
            )


def forget_erased(session: Session, event: PersonErased) -> None:
    """Notices and preferences go with the person."""
    operations.forget_person(session, person_id=event.person_id)
