"""What can be shown of a paper: read once in a child process with little time and memory, then kept.

A document is a stranger's program for its reader, so no parser of documents runs inside the web server.
"""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

from lms.core.confined import PATIENCE, read_apart
from lms.core.errors import RefusedFileError
from lms.core.files import FileKind, StoredFile, kept_in, path_of

READERS = {
    FileKind.PDF: "lms.papers.document_pages",
    FileKind.DOCX: "lms.papers.document_text",
    FileKind.ODT: "lms.papers.document_text",
}


@dataclass(frozen=True)
class Reading:
    """The words of a paper, and either its HTML or the text of its pages; neither when it cannot be shown."""

    words: int
    html: str
    pages: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.html or self.pages)


UNREADABLE = Reading(0, "", ())


def reading_of(stored: StoredFile) -> Reading:
    """What can be shown of a paper; a damaged one is refused, one that takes too long is only not shown."""
    kept = _folder(stored) / "reading.json"
    if kept.exists():
        values = json.loads(kept.read_text())
        return Reading(values["words"], values["html"], tuple(values["pages"]))
    try:
        answer = read_apart(READERS[stored.kind], stored.kind.value, str(path_of(stored)))
    except subprocess.TimeoutExpired:
        # A busy machine, not the document: the next reader tries again.
        return UNREADABLE
    reading = UNREADABLE
    if answer is not None:
        values = json.loads(answer)
        reading = Reading(values["words"], values["html"], tuple(values["pages"]))
    kept.parent.mkdir(parents=True, exist_ok=True)
    temporary = kept.with_suffix(f".{secrets.token_hex(6)}")
    temporary.write_text(json.dumps(asdict(reading)))
    temporary.rename(kept)
    return reading


def picture_of(stored: StoredFile, *, page: int) -> Path | None:
    """The picture of one page of a PDF paper, drawn when it is not there yet."""
    draw_pictures(stored, pages=[page])
    picture = _picture(stored, page)
    return picture if picture.exists() else None


def draw_pictures(stored: StoredFile, *, pages: list[int]) -> None:
    """Draw the pictures of these pages that are not there yet."""
    missing = [str(page) for page in pages if not _picture(stored, page).exists()]
    if stored.kind is not FileKind.PDF or not missing:
        return
    folder = _folder(stored)
    folder.mkdir(parents=True, exist_ok=True)
    seconds = PATIENCE + len(missing)
    try:
        read_apart(
            READERS[FileKind.PDF], "draw", str(path_of(stored)), str(folder), *missing, seconds=seconds
        )
    except (RefusedFileError, subprocess.TimeoutExpired):
        return


def forget(stored: StoredFile) -> None:
    """Throw away what was kept to show a paper; it can be made again from the file."""
    shutil.rmtree(_folder(stored), ignore_errors=True)


def sweep() -> None:
    """Throw away what was kept to show papers whose file is gone."""
    for folder in _previews().glob("*"):
        if not (kept_in() / folder.name).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _previews() -> Path:
    return kept_in().parent / "previews"


def _folder(stored: StoredFile) -> Path:
    return _previews() / stored.stored_as


def _picture(stored: StoredFile, page: int) -> Path:
    return _folder(stored) / f"page-{page}.webp"
