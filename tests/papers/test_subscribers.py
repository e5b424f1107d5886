from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from flask import Flask
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.core.authorisation import SYSTEM
from lms.core.events import publish
from lms.core.files import kept_in, path_of
from lms.core.outbox import Intent
from lms.messages.models import Notice
from lms.papers import documents, subscribers
from lms.papers.events import AssessorAssigned, GradeReopened
from lms.papers.models import PaperVersion, Seat, Submission
from tests.papers.documents import make_odt, make_pdf

Outbox = Callable[[], list[Intent]]


def test_the_worker_draws_every_page_beforehand(
    session: Session, hand_in: Callable[..., PaperVersion], outbox: Outbox
) -> None:
    version = hand_in(make_pdf("Een", "Twee"), "paper.pdf")
    job = next(intent for intent in outbox() if intent.kind == subscribers.DRAW_PAGES)
    subscribers.draw_pages(session, job.id, job.payload)
    folder = kept_in().parent / "previews" / version.file.stored_as
    assert sorted(path.name for path in folder.glob("*.webp")) == ["page-1.webp", "page-2.webp"]


def test_what_is_kept_to_show_a_paper_goes_with_the_paper(
    app: Flask, session: Session, hand_in: Callable[..., PaperVersion]
) -> None:
    kept, gone = hand_in(make_odt()), hand_in(make_odt())
    previews: Path = kept_in().parent / "previews"
    path_of(gone.file).unlink()
    subscribers.sweep_previews(session)
    assert (previews / kept.file.stored_as).exists()
    assert not (previews / gone.file.stored_as).exists()
    assert documents.reading_of(kept.file).words == 9


def test_a_reopened_draft_that_nobody_had_read_mails_nobody(
    session: Session, paper: Submission, outbox: Outbox
) -> None:
    for was_released, mails in ((False, 0), (True, 1)):
        publish(
            session,
            GradeReopened(
                actor=SYSTEM,
                submission_id=paper.public_id,
                enrolment_id=paper.enrolment.public_id,
                was_released=was_released,
            ),
        )
        assert len(outbox()) == mails


def test_an_assessor_reads_the_notice_in_the_own_language(
    session: Session, paper: Submission, trainer: Person, notices: Callable[[], list[Notice]]
) -> None:
    trainer.locale = "en"
    publish(
        session,
        AssessorAssigned(
            actor=SYSTEM, submission_id=paper.public_id, person_id=trainer.public_id, seat=Seat.FIRST
        ),
    )
    assert notices()[-1].title == "A paper waits for your assessment"


def test_an_assessor_who_is_gone_gets_no_mail(session: Session, paper: Submission, outbox: Outbox) -> None:
    event = AssessorAssigned(actor=SYSTEM, submission_id=paper.public_id, person_id=uuid4(), seat=Seat.FIRST)
    publish(session, event)
    assert outbox() == []
