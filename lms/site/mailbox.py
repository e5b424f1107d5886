"""The mails that a demo would have sent, read back from their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

SHOWN = 100


@dataclass(frozen=True)
class Letter:
    """One mail as people read it; `name` is its file's stem."""

    name: str
    to: str
    subject: str
    sent_at: datetime
    text: str
    has_html: bool
    has_calendar: bool


def list_letters(folder: Path) -> Sequence[Letter]:
    """The newest mails first, at most a hundred."""
    if not folder.is_dir():
        return []
    newest = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [_read(path) for path in newest[:SHOWN]]


def find_letter(folder: Path, name: str) -> Letter | None:
    """One mail by its name; a name that is no plain file name finds nothing."""
    if not all(c.isalnum() or c in ".-" for c in name) or name.startswith("."):
        return None
    path = folder / f"{name}.eml"
    return _read(path) if path.is_file() else None


def _read(path: Path) -> Letter:
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    parts = {part.get_content_type() for part in message.walk()}
    body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    return Letter(
        name=path.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        text=body.get_content() if body else "",
        has_html="text/html" in parts,
        has_calendar="text/calendar" in parts,
    )
