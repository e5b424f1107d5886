"""What papers do when something happened: mails that say that something waits, and pictures of PDF pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.queries import get_person
from lms.cohorts.queries import get_enrolment
from lms.core import rendering
from lms.core.files import FileKind
from lms.core.http import absolute_url
from lms.core.outbox import queue_job
from lms.messages.operations import notify_each
from lms.papers import documents, queries
from lms.papers.events import AssessorAssigned, GradeReleased, GradeReopened, PaperHandedIn

DRAW_PAGES = "papers.draw_pages"


def confirm_hand_in(session: Session, event: PaperHandedIn) -> None:
    """Mail the receipt to who handed in, and have the pages of a PDF drawn beforehand."""
    version = queries.get_version(session, version_id=event.version_id)
    person = version.submission.enrolment.person
    notify_each(
        session,
        recipients=[person],
        kind="papers.received",
        words=lambda: (
            _("Je paper is ontvangen"),
            _(
                "Versie %(number)d is ontvangen op %(moment)s. Je ontvangstcode is %(receipt)s.",
                number=version.number,
                moment=rendering.instant(version.handed_in_at),
                receipt=version.receipt,
            ),
        ),
        url=absolute_url("papers.receipt_show", version_id=version.public_id),
    )
    if version.file.kind is FileKind.PDF:
        queue_job(session, kind=DRAW_PAGES, payload={"version_id": str(version.public_id)})


def tell_assessor(session: Session, event: AssessorAssigned) -> None:
    """Mail an assessor that a paper waits."""
    person = get_person(session, person_id=event.person_id)
    if person is None:
        return
    notify_each(
        session,
        recipients=[person],
        kind="papers.assigned",
        words=lambda: (
            _("Een paper wacht op je beoordeling"),
            _("Je bent beoordelaar van een paper. Je vindt hem bij Beoordelen."),
        ),
        url=absolute_url("papers.submissions_list"),
    )


def tell_author_of_release(session: Session, event: GradeReleased) -> None:
    """Mail a participant that the judgement can be read."""
    person = get_enrolment(session, enrolment_id=event.enrolment_id).person
    notify_each(
        session,
        recipients=[person],
        kind="papers.judgement_ready",
        words=lambda: (_("Je beoordeling staat klaar"), _("De beoordeling van je paper staat klaar.")),
        url=absolute_url("papers.judgement_own"),
    )


def tell_author_of_reopening(session: Session, event: GradeReopened) -> None:
    """Mail a participant whose released judgement is looked at again."""
    if not event.was_released:
        return
    person = get_enrolment(session, enrolment_id=event.enrolment_id).person
    notify_each(
        session,
        recipients=[person],
        kind="papers.judgement_reopened",
        words=lambda: (
            _("Je beoordeling wordt opnieuw bekeken"),
            _("Je opleider bekijkt je beoordeling opnieuw. Je krijgt bericht als dat klaar is."),
        ),
        url=absolute_url("papers.paper_own"),
    )


def draw_pages(session: Session, _intent_id: UUID, payload: dict[str, Any]) -> None:
    """Draw all pages of a PDF version, so that its assessor need not wait."""
    version = queries.get_version(session, version_id=UUID(payload["version_id"]))
    reading = documents.reading_of(version.file)
    documents.draw_pictures(version.file, pages=list(range(1, len(reading.pages) + 1)))


def sweep_previews(_session: Session) -> None:
    """Throw away what was kept to show papers that are no longer there."""
    documents.sweep()
