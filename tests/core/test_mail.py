"""What a mail looks like on its way: two parts, a calendar, a way to get fewer, and addresses that bounce."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy.orm import Session

from config import Settings
from lms.core import clock, mail, outbox
from lms.core.jobs import Jobs
from lms.core.notices import CalendarMethod, CalendarPart
from lms.core.outbox import Bounce, Intent, MailItem, MailParts
from lms.core.unit_of_work import unit_of_work
from tests.core.test_outbox import free_port

LINK = "/minder-post/" + "a" * 120
MEETING = "BEGIN:VCALENDAR\r\nSUMMARY:Bijeenkomst é\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def posted(app: Flask, settings: Settings, session: Session) -> Any:
    """The message that a promise becomes, as a mail server gets it."""

    def post(parts: MailParts | None = None, *, settings: Settings = settings, **values: Any) -> EmailMessage:
        words = {"to": "noor@voorbeeld.example", "subject": "Er wacht iets", "text": "Eén regel.", **values}
        outbox.queue_mail(session, parts=parts, **words)
        session.flush()
        intent = session.scalars(sa.select(Intent)).one()
        message = mail.compose(intent.payload, settings)
        back = message_from_bytes(message.as_bytes(), policy=policy.default)
        assert isinstance(back, EmailMessage)
        return back

    return post


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_a_mail_has_a_text_and_an_html_part_with_the_same_words(posted: Any) -> None:
    message = posted(text="Hallo Noor,\n\nKies hier:\nhttp://localhost/x/1\n\nGroet,\nSamenloop\n")
    assert message.get_content_type() == "multipart/alternative"
    assert part(message, "plain").strip().endswith("Groet,\nSamenloop")
    assert '<a href="http://localhost/x/1"' in part(message, "html")
    assert "List-Unsubscribe" not in message


def test_what_people_typed_is_text_in_html_too(posted: Any) -> None:
    message = posted(MailParts(name="<b>Noor</b>"), subject="<script>", text="a & b <img src=x>")
    assert not {"<b>", "<script>", "<img"} & set(part(message, "html").split())
    assert "&lt;img src=x&gt;" in part(message, "html")
    assert "a & b <img src=x>" in part(message, "plain")


def test_a_mail_about_a_notice_greets_leads_there_and_can_be_made_fewer(posted: Any) -> None:
    message = posted(MailParts(name="Noor", path="/paper?x=1", fewer_path=LINK))
    for kind in ("plain", "html"):
        assert "Hallo Noor," in part(message, kind)
        assert "http://localhost/paper?x=1" in part(message, kind)
        assert f"http://localhost{LINK}" in part(message, kind)
    assert message["List-Unsubscribe"] == f"<http://localhost{LINK}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_long_link_stays_whole_in_its_header(app: Flask, settings: Settings) -> None:
    raw = mail.compose(
        {"to": "a@b.example", "subject": "x", "text": "y", "message_id": "<1@x>", "fewer_path": LINK},
        settings,
    ).as_bytes()
    assert f"<http://localhost{LINK}>".encode() in raw


def test_a_daily_mail_names_each_thing_with_its_link(posted: Any) -> None:
    items = [
        MailItem(title="Bewijs", line="Eén regel", path="/a"),
        MailItem(title="Paper", line="", path="/b"),
    ]
    message = posted(MailParts(name="Mila", items=items), locale="en")
    assert "- Bewijs\n  Eén regel\n  http://localhost/a\n" in part(message, "plain")
    assert "- Paper\n  http://localhost/b\n" in part(message, "plain")
    assert '<html lang="en">' in part(message, "html")
    assert "Hello Mila," in part(message, "html")


@pytest.mark.parametrize("method", CalendarMethod)
def test_a_meeting_is_a_part_that_calendars_answer_to_and_a_file(posted: Any, method: CalendarMethod) -> None:
    message = posted(MailParts(calendar=CalendarPart(method=method, text=MEETING)))
    parts = {p.get_content_type(): p for p in message.walk()}
    assert message.get_content_type() == "multipart/mixed"
    assert parts["text/calendar"].get_param("method") == method
    assert parts["text/calendar"].get_payload(decode=True) == MEETING.encode()
    assert parts["application/ics"].get_filename() == "samenloop.ics"
    assert parts["application/ics"].get_payload(decode=True) == MEETING.encode()


def test_answers_go_where_the_settings_say(settings: Settings, posted: Any) -> None:
    assert "Reply-To" not in posted()


def test_answers_go_to_the_set_address(settings: Settings, posted: Any) -> None:
    asked = posted(settings=replace(settings, mail_reply_to="opleiding@example.org"))
    assert asked["Reply-To"] == "opleiding@example.org"


class Refusing:
    """A mail server that takes nothing, with one of its codes, at one of its moments."""

    def __init__(self, code: int, moment: str) -> None:
        self.code, self.moment = code, moment

    async def handle_RCPT(  # noqa: N802
        self, _server: object, _session: object, envelope: Any, address: str, _options: object
    ) -> str:
        if self.moment == "address":
            return f"{self.code} no"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, _envelope: object) -> str:  # noqa: N802
        return f"{self.code} no"


@contextmanager
def refusing(code: int, moment: str) -> Iterator[str]:
    controller = Controller(Refusing(code, moment), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


@pytest.mark.parametrize("moment", ["address", "content"])
@pytest.mark.parametrize(("code", "is_final"), [(550, True), (450, False)])
def test_a_mail_refused_for_good_bounces_once_and_another_is_tried_again(
    kernel: Flask,
    kernel_settings: Settings,
    store: Session,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    code: int,
    is_final: bool,
) -> None:
    heard: list[Bounce] = []
    monkeypatch.setattr(outbox, "_bounce_handlers", [lambda _session, bounce: heard.append(bounce)])
    with kernel.app_context(), refusing(code, moment) as url:
        jobs = Jobs(replace(kernel_settings, smtp_url=url))
        with unit_of_work() as session:
            message_id = outbox.queue_mail(session, to="weg@voorbeeld.example", subject="x", text="y")
        assert jobs.run_due() == 0
    row = store.scalars(sa.select(Intent)).one()
    assert (row.bounced_at, row.done_at) == ((clock.now(), clock.now()) if is_final else (None, None))
    assert heard == ([Bounce(address="weg@voorbeeld.example", message_id=message_id)] if is_final else [])
    assert "to" in row.payload or is_final
    store.rollback()


def test_a_sender_that_is_refused_is_our_fault_and_no_bounce(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise smtplib.SMTPSenderRefused(550, b"no", "samenloop@example.org")

    monkeypatch.setattr(mail, "_send", refuse)
    with pytest.raises(smtplib.SMTPSenderRefused):
        mail.deliver(EmailMessage(), replace(settings, smtp_url="smtp://127.0.0.1:1"))
