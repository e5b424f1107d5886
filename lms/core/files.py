"""Uploaded files: checked by content, stored durably, streamed as downloads; never who may read."""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import struct
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO
from urllib.parse import quote

import sqlalchemy as sa
from flask import Response, current_app, request
from sqlalchemy.orm import Mapped, Session, mapped_column

from config import MEGABYTE, Settings
from lms.core import clock
from lms.core.errors import RefusedFileError
from lms.core.file_kinds import MEDIA_TYPES, recognise
from lms.core.file_kinds import FileKind as FileKind
from lms.core.model import Entity

CHUNK = 64 * 1024
STRAYS_STAY = timedelta(hours=24)


DOCUMENTS = frozenset({FileKind.PDF, FileKind.DOCX, FileKind.ODT})
SHOWN_INLINE = frozenset({FileKind.WEBM, FileKind.VTT, FileKind.PNG, FileKind.JPEG, FileKind.WEBP})


class StoredFile(Entity):
    """A kept file: its own name for people, its random name on disk, its size in bytes and its SHA-256."""

    __tablename__ = "core_file"

    name: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[FileKind]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    stored_as: Mapped[str] = mapped_column(sa.String(64), unique=True)
    stored_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def media_type(self) -> str:
        """The media type that its content was found to have."""
        return MEDIA_TYPES[self.kind]


def store_file(
    session: Session,
    *,
    stream: IO[bytes],
    name: str,
    allowed: frozenset[FileKind],
    limit: int = 20 * MEGABYTE,
) -> StoredFile:
    """Check and keep an upload; on disk before this returns. Raises RefusedFileError with the reason."""
    settings: Settings = current_app.config["SETTINGS"]
    folder = kept_in()
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix="incoming-")
    path = Path(temporary)
    try:
        with os.fdopen(descriptor, "w+b") as target:
            size, digest = _copy(stream, target, limit)
            kind = recognise(target, name=name, allowed=allowed)
            scan_for_malware(path, settings.clamd_address)
            target.flush()
            os.fsync(target.fileno())
        stored_as = secrets.token_hex(24)
        path.rename(folder / stored_as)
        _sync_folder(folder)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    row = StoredFile(name=_clean_name(name, kind), kind=kind, size=size, sha256=digest, stored_as=stored_as)
    session.add(row)
    session.flush()
    return row


@dataclass(frozen=True)
class PassingFile:
    """An upload that is read once and never kept."""

    path: Path
    kind: FileKind
    sha256: str


@contextmanager
def passing_file(
    *, stream: IO[bytes], name: str, allowed: frozenset[FileKind], limit: int
) -> Iterator[PassingFile]:
    """Check an upload and lay it down for as long as the block runs. Raises RefusedFileError."""
    settings: Settings = current_app.config["SETTINGS"]
    with tempfile.NamedTemporaryFile(dir=settings.data_dir, prefix="passing-") as target:
        _size, digest = _copy(stream, target, limit)
        kind = recognise(target, name=name, allowed=allowed)
        target.flush()
        scan_for_malware(Path(target.name), settings.clamd_address)
        yield PassingFile(Path(target.name), kind, digest)


def kept_in() -> Path:
    """The folder in which all kept files lie."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.data_dir / "files"


def path_of(stored: StoredFile) -> Path:
    """Where the bytes of a kept file lie."""
    return kept_in() / stored.stored_as


def sweep_strays(session: Session) -> None:
    """Remove files that no row knows: what an upload left behind when its transaction failed.

    Younger than a day they may belong to an upload that is still going on.
    """
    known = set(session.scalars(sa.select(StoredFile.stored_as)))
    oldest = (clock.now() - STRAYS_STAY).timestamp()
    for path in kept_in().glob("*"):
        if path.name not in known and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def download(stored: StoredFile) -> Response:
    """The file as an attachment that no browser runs."""
    response = _stream(stored)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def inline_media(stored: StoredFile) -> Response:
    """A video or its captions for the player on one of our own pages; a part of it where one is asked."""
    if stored.kind not in SHOWN_INLINE:
        return download(stored)
    response = _stream(stored)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.make_conditional(request, accept_ranges=True, complete_length=stored.size)
    return response


def _stream(stored: StoredFile) -> Response:
    from_disk = path_of(stored)
    if not from_disk.exists():
        raise FileNotFoundError(stored.stored_as)

    def chunks() -> Iterator[bytes]:
        with from_disk.open("rb") as source:
            while chunk := source.read(CHUNK):
                yield chunk

    response = Response(chunks(), mimetype=stored.media_type)
    response.content_length = stored.size
    return response


def _copy(stream: IO[bytes], target: IO[bytes], limit: int) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise RefusedFileError("too_large")
        digest.update(chunk)
        target.write(chunk)
    if size == 0:
        raise RefusedFileError("empty")
    return size, digest.hexdigest()


def scan_for_malware(path: Path, clamd_address: str) -> None:
    """Ask clamd (`host:port`) where one is set; an infected file is refused, a silent scanner too."""
    if not clamd_address:
        return
    host, _, port = clamd_address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=30) as connection, path.open("rb") as source:
            connection.sendall(b"zINSTREAM\0")
            while chunk := source.read(CHUNK):
                connection.sendall(struct.pack("!L", len(chunk)) + chunk)
            connection.sendall(struct.pack("!L", 0))
            answer = b""
            while not answer.endswith(b"\0") and (part := connection.recv(4096)):
                answer += part
    except (OSError, ValueError):
        raise RefusedFileError("not_scanned") from None
    verdict = answer.rstrip(b"\0\n")
    if verdict.endswith(b"FOUND"):
        raise RefusedFileError("infected")
    if not verdict.endswith(b"OK"):
        raise RefusedFileError("not_scanned")


def _clean_name(name: str, kind: FileKind) -> str:
    """A name that is safe on every computer; one of which nothing remains is called after its kind."""
    base = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(c for c in base if c.isprintable() and c not in '<>:"|?*')
    stem, _dot, ending = kept.rpartition(".")
    stem = stem.strip(". ")[:180]
    return f"{stem or 'bestand'}.{ending or kind.value}"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
