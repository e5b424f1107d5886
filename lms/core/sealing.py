"""Secrets in the database, unreadable without a key that lies outside it."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

OWNER_ONLY = 0o600
KEY_FILE = "database.key"

log = structlog.get_logger()
_folders: list[Path] = []


def keep_keys_in(folder: Path) -> None:
    """Where this installation keeps its keys; one folder for all its hosts."""
    _folders[:] = [folder]


def write_once(path: Path, content: bytes) -> None:
    """Write and sync under a passing name, then link: of two processes one wins, and nobody sees a half."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    passing = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    try:
        os.link(passing, path)
    except FileExistsError:
        return
    finally:
        passing.unlink()


@lru_cache(maxsize=8)
def _box(folder: Path) -> Fernet:
    path = folder / KEY_FILE
    if not path.exists():
        write_once(path, Fernet.generate_key())
    return Fernet(path.read_bytes())


def seal(text: str) -> str:
    """The text, readable only with this installation's key."""
    return _box(_folders[0]).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again; nothing at all when the key is another one or somebody changed it."""
    try:
        return _box(_folders[0]).decrypt(sealed.encode()).decode()
    except InvalidToken:
        log.error("sealed_value_unreadable")
        return ""


class Sealed(TypeDecorator[str]):
    """A short secret that a copy of the database does not tell."""

    impl = sa.String(255)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Store sealed."""
        return None if value is None else seal(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Give back as it was."""
        return None if value is None else unseal(value)


class SealedText(Sealed):
    """A longer secret that a copy of the database does not tell."""

    impl: Any = sa.Text
    cache_ok = True
