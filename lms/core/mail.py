"""Sending one mail: by SMTP where that is set, otherwise as a file in the data folder."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from config import Settings
from lms.core import clock

OWN_MACHINE = ("localhost", "127.0.0.1", "::1")


def compose(payload: dict[str, Any], *, sender: str) -> EmailMessage:
    """The message for an intent; line breaks in a header are refused by the message itself."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = payload["to"]
    message["Subject"] = " ".join(str(payload["subject"]).split())
    message["Message-ID"] = payload["message_id"]
    message["Date"] = clock.now()
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(payload["text"])
    return message


def deliver(message: EmailMessage, settings: Settings) -> None:
    """Hand the message to the mail server, or keep it as `.eml` under `mail/` in the data folder."""
    if settings.smtp_url:
        _send(message, settings.smtp_url)
    else:
        _keep(message, settings.data_dir / "mail")


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
