"""Uploaded files: checked by content, stored durably, streamed as downloads; never who may read."""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import IO
from urllib.parse import quote

import sqlalchemy as sa
from flask import Response, current_app, request
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from sqlalchemy.orm import Mapped, Session, mapped_column

from config import MEGABYTE, Settings
from lms.core import clock
from lms.core.errors import RefusedFileError
from lms.core.model import Entity

CHUNK = 64 * 1024
ZIP_PARTS = 2000
ZIP_UNPACKED = 200 * MEGABYTE
ZIP_RATIO = 200
STRAYS_STAY = timedelta(hours=24)


class FileKind(StrEnum):
    """The kinds of file that we keep."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    WEBM = "webm"
    VTT = "vtt"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.WEBP: "image/webp",
    FileKind.WEBM: "video/webm",
    FileKind.VTT: "text/vtt",
}
ENDINGS = {kind: (f".{kind.value}",) for kind in FileKind} | {FileKind.JPEG: (".jpg", ".jpeg")}
DOCUMENTS = frozenset({FileKind.PDF, FileKind.DOCX, FileKind.ODT})


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
    row = StoredFile(name=_clean_name(name), kind=kind, size=size, sha256=digest, stored_as=stored_as)
    session.add(row)
    session.flush()
    return row


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
    if stored.kind not in (FileKind.WEBM, FileKind.VTT, FileKind.PNG, FileKind.JPEG, FileKind.WEBP):
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


def recognise(content: IO[bytes], *, name: str, allowed: frozenset[FileKind]) -> FileKind:
    """The kind by content, which must be allowed and agree with the name's ending."""
    content.seek(0)
    kind = _sniff(content)
    if kind is None or kind not in allowed or not name.lower().endswith(ENDINGS[kind]):
        raise RefusedFileError("wrong_type")
    if kind is FileKind.PDF:
        _check_pdf(content)
    return kind


def _sniff(content: IO[bytes]) -> FileKind | None:
    head = content.read(64)
    if head.startswith(b"%PDF-"):
        return FileKind.PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if head.startswith(b"\x1aE\xdf\xa3"):
        return FileKind.WEBM
    if head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return FileKind.VTT
    if head.startswith(b"PK\x03\x04"):
        return _sniff_zip(content)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedFileError("encrypted_or_old")
    return None


def _sniff_zip(content: IO[bytes]) -> FileKind | None:
    try:
        with zipfile.ZipFile(content) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = max(1, sum(part.compress_size for part in parts))
            if len(parts) > ZIP_PARTS or unpacked > ZIP_UNPACKED or unpacked / packed > ZIP_RATIO:
                raise RefusedFileError("too_large")
            names = {part.filename for part in parts}
            if any(part.flag_bits & 1 for part in parts):
                raise RefusedFileError("encrypted_or_old")
            if any("vbaproject" in name.lower() for name in names):
                raise RefusedFileError("macros")
            if "word/document.xml" in names and "[Content_Types].xml" in names:
                return FileKind.DOCX
            if "mimetype" in names and archive.read("mimetype").strip() == MEDIA_TYPES[FileKind.ODT].encode():
                if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                    raise RefusedFileError("encrypted_or_old")
                return FileKind.ODT
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        raise RefusedFileError("damaged") from None
    return None


def _check_pdf(content: IO[bytes]) -> None:
    content.seek(0)
    try:
        reader = PdfReader(content)
        if reader.is_encrypted:
            raise RefusedFileError("encrypted_or_old")
        if len(reader.pages) == 0:
            raise RefusedFileError("damaged")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        raise RefusedFileError("damaged") from None


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
            answer = connection.recv(4096)
    except OSError:
        raise RefusedFileError("not_scanned") from None
    if not answer.rstrip(b"\0\n").endswith(b"OK"):
        raise RefusedFileError("infected")


def _clean_name(name: str) -> str:
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        c for c in base if c.isprintable() and c not in '<>:"|?*\u202e\u202d\u2066\u2067\u2068\u2069'
    )
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:180]}{dot}{ending[:12]}" if dot else kept[:190]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
