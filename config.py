"""Settings of one installation, read from the environment; the defaults are safe for production."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
MEGABYTE = 1024 * 1024


class UnusableSettingError(ValueError):
    """A setting with which Samenloop cannot work; the message is one sentence for its operator."""


class Environment(StrEnum):
    """Where the application runs: for real, on somebody's own machine, or in its tests."""

    PRODUCTION = "production"
    LOCAL = "local"
    TEST = "test"


@dataclass(frozen=True)
class Settings:
    """Everything that differs between installations."""

    environment: Environment
    data_dir: Path
    database_url: str
    base_url: str
    secret_key: str
    demo: bool
    smtp_url: str
    mail_from: str
    clamd_address: str
    redis_url: str
    debug: bool = False
    secret_is_own: bool = True
    trusted_proxies: int = 0
    mail_reply_to: str = ""

    @property
    def production(self) -> bool:
        """Whether the strict rules for a real installation apply."""
        return self.environment is Environment.PRODUCTION

    def flask(self) -> dict[str, object]:
        """The same settings under the names that Flask and its extensions read."""
        host = urlsplit(self.base_url).hostname
        own_machine = [] if self.production else ["localhost", "127.0.0.1", "[::1]"]
        secure = self.base_url.startswith("https://")
        return {
            "SETTINGS": self,
            "SECRET_KEY": self.secret_key,
            "TESTING": self.environment is Environment.TEST,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "MAX_CONTENT_LENGTH": 30 * MEGABYTE,
            "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
            "MAX_FORM_PARTS": 2000,
            "TRUSTED_HOSTS": [host, *own_machine] if host else None,
            "PREFERRED_URL_SCHEME": "https" if secure else "http",
            "SESSION_COOKIE_NAME": "__Host-samenloop" if secure else "samenloop",
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": False,
            "BABEL_DEFAULT_LOCALE": "nl",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Amsterdam",
        }


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; a local installation makes and keeps its own secret in the data folder."""
    environment = _environment(environ.get("LMS_ENV", Environment.PRODUCTION))
    data_dir = Path(environ.get("LMS_DATA_DIR") or ROOT / "var").resolve()
    port = environ.get("PORT", "8000")
    local = environment is Environment.LOCAL
    secret = environ.get("LMS_SECRET_KEY", "")
    return Settings(
        environment=environment,
        data_dir=data_dir,
        database_url=_database_url(environ.get("LMS_DATABASE_URL", ""), data_dir),
        base_url=(environ.get("LMS_BASE_URL") or (f"http://127.0.0.1:{port}" if local else "")).rstrip("/"),
        secret_key=secret or (_kept_secret(data_dir) if local else ""),
        secret_is_own=bool(secret) or local,
        demo=environ.get("LMS_DEMO", "1" if local else "0") == "1",
        smtp_url=environ.get("LMS_SMTP_URL", ""),
        mail_from=environ.get("LMS_MAIL_FROM", "Samenloop <samenloop@localhost>"),
        mail_reply_to=environ.get("LMS_MAIL_REPLY_TO", ""),
        clamd_address=environ.get("LMS_CLAMD", ""),
        redis_url=environ.get("LMS_REDIS_URL", ""),
        debug=environ.get("FLASK_DEBUG", "0") == "1",
        trusted_proxies=_number_of_proxies(environ.get("LMS_TRUSTED_PROXIES", "0")),
    )


def _environment(given: str) -> Environment:
    if given not in list(Environment):
        raise UnusableSettingError(f"LMS_ENV is one of {', '.join(Environment)}, not {given!r}.")
    return Environment(given)


def _number_of_proxies(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 3):
        raise UnusableSettingError(f"LMS_TRUSTED_PROXIES is a number, not {given!r}.")
    return int(given)


def _database_url(given: str, data_dir: Path) -> str:
    if not given:
        return f"sqlite:///{data_dir / 'samenloop.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given.removeprefix(prefix)
    return given


def make_folder(path: Path) -> None:
    """Make the data folder when it is not there yet."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableSettingError(
            f"the data folder {path} cannot be made ({error.strerror}); set LMS_DATA_DIR to another"
        ) from error


def _kept_secret(data_dir: Path) -> str:
    """The installation's secret, made once with a mode that only its owner can read.

    Processes that start together agree on one: it gets its name when it is whole, and the first name stays.
    """
    path = data_dir / "secret.key"
    if not path.exists():
        make_folder(data_dir)
        unfinished = data_dir / f"secret.{secrets.token_hex(8)}"
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            path.hardlink_to(unfinished)
        unfinished.unlink()
    return path.read_text().strip()
