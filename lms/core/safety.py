"""What must hold before an installation may be used for real."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from config import Settings

MINIMUM_SECRET = 32


def problems(settings: Settings, *, demo_accounts: int) -> Sequence[str]:
    """Every reason why this installation is not fit for production, as sentences for its operator."""
    found = []
    if len(settings.secret_key) < MINIMUM_SECRET or not settings.secret_is_own:
        found.append(f"LMS_SECRET_KEY is missing or shorter than {MINIMUM_SECRET} characters.")
    if len(set(settings.secret_key)) < 10 and settings.secret_key:
        found.append("LMS_SECRET_KEY is too simple; make a random one.")
    if settings.debug:
        found.append("FLASK_DEBUG is on.")
    base = urlsplit(settings.base_url)
    if not base.hostname:
        found.append("LMS_BASE_URL is missing; mails and certificates need the address people use.")
    elif base.scheme != "https":
        found.append("LMS_BASE_URL does not start with https://.")
    if base.path not in ("", "/") or base.query:
        found.append("LMS_BASE_URL must be a scheme and a host only.")
    if settings.demo:
        found.append("LMS_DEMO is on.")
    if demo_accounts:
        found.append(f"{demo_accounts} demo accounts (@demo.example) are present.")
    if not settings.smtp_url:
        found.append("LMS_SMTP_URL is missing; mail would only be written to files.")
    if settings.mail_from.endswith("@localhost>") or "@" not in settings.mail_from:
        found.append("LMS_MAIL_FROM is missing.")
    if not settings.data_dir.is_absolute() or not settings.data_dir.is_dir():
        found.append("LMS_DATA_DIR is not an existing folder.")
    return found
