"""What papers do when something happened: mails that say that something waits, and pictures of PDF pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.queries import get_person
from lms.cohorts.queries import get_enrolment
from lms.core import rendering
from lms.core.files import FileKind
from lms.core.http import absolute_url
from lms.core.outbox import queue_job, queue_mail
from lms.papers import documents, queries
from lms.papers.events import AssessorAssigned, GradeReleased, GradeReopened, PaperHandedIn

DRAW_PAGES = "papers.draw_pages"


def confirm_hand_in(session: Session, event: PaperHandedIn) -> None:
    """Mail the receipt to who handed in, and have the pages of a PDF drawn beforehand."""
    version = queries.get_version(session, version_id=event.version_id)
    person = version.submission.enrolment.person
    with force_locale(person.locale):
        queue_mail(
            session,
            to=person.email,
            subject=_("Je paper is ontvangen"),
            text=_(
                "Dag %(name)s,\n\nWe hebben versie %(number)d van je paper ontvangen op %(moment)s.\n"
                "Je ontvangstcode is %(receipt)s.\n\nBekijk je ontvangstbewijs: %(link)s\n",
                name=person.given_name,
                number=version.number,
                moment=rendering.instant(version.handed_in_at),
                receipt=version.receipt,
                link=absolute_url("papers.receipt_show", version_id=version.public_id),
            ),
        )
    if version.file.kind is FileKind.PDF:
        queue_job(session, kind=DRAW_PAGES, payload={"version_id": str(version.public_id)})


def tell_assessor(session: Session, event: AssessorAssigned) -> None:
    """Mail an assessor that a paper waits."""
    person = get_person(session, person_id=event.person_id)
    if person is None:
        return
    with force_locale(person.locale):
        _mail_that_waits(
            session,
            person,
            subject=_("Een paper wacht op je beoordeling"),
            line=_("Je bent beoordelaar van een paper. Je vindt hem bij Beoordelen."),
            link=absolute_url("papers.submissions_list"),
        )


def tell_author_of_release(session: Session, event: GradeReleased) -> None:
    """Mail a participant that the judgement can be read."""
    person = get_enrolment(session, enrolment_id=event.enrolment_id).person
    with force_locale(person.locale):
        _mail_that_waits(
            session,
            person,
            subject=_("Je beoordeling staat klaar"),
            line=_("De beoordeling van je paper staat klaar."),
            link=absolute_url("papers.judgement_own"),
        )


def tell_author_of_reopening(session: Session, event: GradeReopened) -> None:
    """Mail a participant whose released judgement is looked at again."""
    if not event.was_released:
        return
    person = get_enrolment(session, enrolment_id=event.enrolment_id).person
    with force_locale(person.locale):
        _mail_that_waits(
            session,
            person,
            subject=_("Je beoordeling wordt opnieuw bekeken"),
            line=_("Je opleider bekijkt je beoordeling opnieuw. Je krijgt bericht als dat klaar is."),
            link=absolute_url("papers.paper_own"),
        )


def _mail_that_waits(session: Session, person: Person, *, subject: str, line: str, link: str) -> None:
    text = _(
        "Dag %(name)s,\n\n%(line)s\n\nBekijk het in Samenloop: %(link)s\n",
        name=person.given_name,
        line=line,
        link=link,
    )
    queue_mail(session, to=person.email, subject=subject, text=text)


def draw_pages(session: Session, _intent_id: UUID, payload: dict[str, Any]) -> None:
    """Draw all pages of a PDF version, so that its assessor need not wait."""
    version = queries.get_version(session, version_id=UUID(payload["version_id"]))
    reading = documents.reading_of(version.file)
    documents.draw_pictures(version.file, pages=list(range(1, len(reading.pages) + 1)))


def sweep_previews(_session: Session) -> None:
    """Throw away what was kept to show papers that are no longer there."""
    documents.sweep()
