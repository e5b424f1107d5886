"""What a file is, found in its content; parsers of strangers' files fail here and nowhere else."""

from __future__ import annotations

import re
import stat
import zipfile
from enum import StrEnum
from typing import IO

from PIL import Image
from pypdf import PdfReader

from config import MEGABYTE
from lms.core.errors import RefusedFileError

ZIP_PARTS = 2000
ZIP_UNPACKED = 200 * MEGABYTE
ZIP_RATIO = 200
ZIP_FACTS = MEGABYTE
PIXELS = 50_000_000


class FileKind(StrEnum):
    """The kinds of file that we keep."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    WEBM = "webm"
    VTT = "vtt"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.CSV: "text/csv",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.WEBP: "image/webp",
    FileKind.WEBM: "video/webm",
    FileKind.VTT: "text/vtt",
}
ENDINGS = {kind: (f".{kind.value}",) for kind in FileKind} | {
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.CSV: (".csv", ".tsv", ".txt"),
}


MACROS = re.compile(
    r"(?i)(.*/)?vba(project|data)[^/]*|(basic|scripts)/.*(?<!script-lb\.xml)(?<!script-lc\.xml)(?<!/)"
)
IMAGES = frozenset({FileKind.PNG, FileKind.JPEG, FileKind.WEBP})
OFFICE = {"word/document.xml": FileKind.DOCX, "xl/workbook.xml": FileKind.XLSX}
OPEN_DOCUMENTS = {MEDIA_TYPES[kind].encode(): kind for kind in (FileKind.ODT, FileKind.ODS)}
WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff")


def recognise(content: IO[bytes], *, name: str, allowed: frozenset[FileKind]) -> FileKind:
    """The kind by content, which must be allowed and agree with the name's ending."""
    content.seek(0)
    kind = _sniff(content)
    if kind is None or kind not in allowed or not name.lower().endswith(ENDINGS[kind]):
        raise RefusedFileError("wrong_type")
    content.seek(0)
    try:
        if kind is FileKind.PDF:
            _check_pdf(content)
        elif kind in IMAGES:
            _check_image(content, kind)
    except RefusedFileError:
        raise
    except Exception:  # whatever a parser says of a stranger's file, it means that we cannot read it
        raise RefusedFileError("damaged") from None
    return kind


def _sniff(content: IO[bytes]) -> FileKind | None:
    head = content.read(64)
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if head.startswith(b"\x1aE\xdf\xa3"):
        return FileKind.WEBM if b"webm" in head else None
    if re.match(rb"(\xef\xbb\xbf)?WEBVTT([ \t\r\n]|$)", head):
        return FileKind.VTT
    if head.startswith(b"PK\x03\x04"):
        return _sniff_zip(content)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedFileError("encrypted_or_old")
    # Text has no mark of its own; it is what holds no zero bytes, unless two bytes make a letter.
    return FileKind.CSV if head and (b"\0" not in head or head.startswith(WIDE_TEXT)) else None


STARTS = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
)


def _sniff_zip(content: IO[bytes]) -> FileKind | None:
    try:
        with zipfile.ZipFile(content) as archive:
            _check_parts(archive.infolist())
            return _kind_of_archive(archive)
    except RefusedFileError:
        raise
    except Exception:  # a zip can be wrong in more ways than its reader has errors for
        raise RefusedFileError("damaged") from None


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > ZIP_PARTS or unpacked > ZIP_UNPACKED or unpacked / packed > ZIP_RATIO:
        raise RefusedFileError("too_large")
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedFileError("encrypted_or_old")
    if any(MACROS.fullmatch(part.filename) for part in parts):
        raise RefusedFileError("macros")
    if len({part.filename for part in parts}) < len(parts) or any(_leads_astray(part) for part in parts):
        raise RefusedFileError("damaged")


def _leads_astray(part: zipfile.ZipInfo) -> bool:
    """Whether a part would land outside its folder, or is a link to elsewhere."""
    name = part.filename.replace("\\", "/")
    outside = name.startswith("/") or ":" in name or ".." in name.split("/")
    return outside or stat.S_ISLNK(part.external_attr >> 16)


def _kind_of_archive(archive: zipfile.ZipFile) -> FileKind | None:
    names = set(archive.namelist())
    office = next((kind for part, kind in OFFICE.items() if part in names), None)
    if office is not None and "[Content_Types].xml" in names:
        if b"macroenabled" in _fact(archive, "[Content_Types].xml").lower():
            raise RefusedFileError("macros")
        return office
    opened = OPEN_DOCUMENTS.get(_fact(archive, "mimetype").strip()) if "mimetype" in names else None
    if opened is not None and b"encryption-data" in _fact(archive, "META-INF/manifest.xml"):
        raise RefusedFileError("encrypted_or_old")
    return opened


def _fact(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small part that says something about the others."""
    if archive.getinfo(name).file_size > ZIP_FACTS:
        raise RefusedFileError("too_large")
    return archive.read(name)


def _check_pdf(content: IO[bytes]) -> None:
    reader = PdfReader(content)
    if reader.is_encrypted:
        raise RefusedFileError("encrypted_or_old")
    if len(reader.pages) == 0:
        raise RefusedFileError("damaged")


def _check_image(content: IO[bytes], kind: FileKind) -> None:
    with Image.open(content, formats=[kind.value.upper()]) as image:
        if image.width * image.height > PIXELS:
            raise RefusedFileError("too_large")
        image.verify()
