"""Sending one mail: by SMTP where that is set, otherwise as a file in the data folder."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterable
from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_babel import force_locale

from config import Settings
from lms.core import clock

OWN_MACHINE = ("localhost", "127.0.0.1", "::1")
INVITATION = "samenloop.ics"
PERMANENT = 500
NO_PARTS: dict[str, Any] = {"name": "", "path": "", "items": (), "fewer_path": "", "locale": "nl"}


class _Whole(UniqueUnstructuredHeader):
    """A header with a link: folded or encoded, no mail program would recognise it."""

    name: str

    def fold(self, *, policy: Policy[EmailMessage]) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _Whole)  # type: ignore[arg-type]
_POLICY = SMTP.clone(header_factory=_headers)


class RefusedAddressError(Exception):
    """The mail server takes no mail for this address, now or later."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def compose(payload: dict[str, Any], settings: Settings) -> EmailMessage:
    """The message for an intent, as text and HTML; the message itself refuses line breaks in an address."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = settings.mail_from
    message["To"] = payload["to"]
    message["Subject"] = " ".join(str(payload["subject"]).split())
    message["Message-ID"] = payload["message_id"]
    message["Date"] = clock.now()
    message["Auto-Submitted"] = "auto-generated"
    if settings.mail_reply_to:
        message["Reply-To"] = settings.mail_reply_to
    if payload.get("fewer_path"):
        message["List-Unsubscribe"] = f"<{settings.base_url}{payload['fewer_path']}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    with force_locale(payload.get("locale", NO_PARTS["locale"])):
        words = {**NO_PARTS, **payload, "base_url": settings.base_url}
        message.set_content(_written("layouts/email.txt", words))
        message.add_alternative(_written("layouts/email.html", words), subtype="html")
    if payload.get("calendar"):
        _add_calendar(message, **payload["calendar"])
    return message


def _written(template: str, words: dict[str, Any]) -> str:
    """A mail is for its reader alone: nothing in it hangs on who happens to be signed in."""
    return current_app.jinja_env.get_template(template).render(mail=words)


def _add_calendar(message: EmailMessage, *, method: str, text: str) -> None:
    """The meeting twice: as a part that calendars answer to, and as a file for whoever keeps it by hand."""
    message.add_alternative(text, subtype="calendar", params={"method": method}, cte="base64")
    message.add_attachment(text.encode(), maintype="application", subtype="ics", filename=INVITATION)


def deliver(message: EmailMessage, settings: Settings) -> None:
    """Hand the message to the mail server, or keep it as `.eml` under `mail/` in the data folder."""
    if settings.smtp_url:
        try:
            _send(message, settings.smtp_url)
        except smtplib.SMTPRecipientsRefused as refused:
            _give_up_on_bounce(code for code, _words in refused.recipients.values())
            raise
        except smtplib.SMTPDataError as refused:
            _give_up_on_bounce([refused.smtp_code])
            raise
    else:
        _keep(message, settings.data_dir / "mail")


def _give_up_on_bounce(codes: Iterable[int]) -> None:
    for code in codes:
        if code >= PERMANENT:
            raise RefusedAddressError(code)


def _send(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    host, implicit_tls = parts.hostname or "localhost", parts.scheme == "smtps"
    context = ssl.create_default_context()
    port = parts.port or (465 if implicit_tls else 25)
    server = (
        smtplib.SMTP_SSL(host, port, timeout=20, context=context)
        if implicit_tls
        else smtplib.SMTP(host, port, timeout=20)
    )
    with server:
        encrypted = implicit_tls or host in OWN_MACHINE
        if not implicit_tls:
            server.ehlo_or_helo_if_needed()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                encrypted = True
        if parts.username:
            if not encrypted:
                raise smtplib.SMTPNotSupportedError("the server would get the password unencrypted")
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _keep(message: EmailMessage, folder: Path) -> None:
    """The name follows from the Message-ID, so that a second delivery writes the same file."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(c for c in str(message["Message-ID"]) if c.isalnum() or c in ".-")
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(message.as_bytes())
    unfinished.rename(folder / f"{name}.eml")
