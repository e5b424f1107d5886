"""Documents that people hand in: kept like every file, once it is seen that they open."""

from __future__ import annotations

import subprocess
from typing import IO

import structlog
from sqlalchemy.orm import Session

from lms.core.confined import read_apart
from lms.core.errors import RefusedFileError
from lms.core.files import DOCUMENTS, FileKind, StoredFile, path_of, store_file

log = structlog.get_logger()


def store_document(
    session: Session, *, stream: IO[bytes], name: str, allowed: frozenset[FileKind]
) -> StoredFile:
    """Keep an upload; a document that no reader can open is refused and thrown away."""
    stored = store_file(session, stream=stream, name=name, allowed=allowed)
    if stored.kind in DOCUMENTS:
        try:
            read_apart("lms.core.document_check", stored.kind.value, str(path_of(stored)))
        except subprocess.TimeoutExpired:
            # A busy machine says nothing about the document.
            log.warning("document_not_opened_in_time", kind=stored.kind.value)
        except RefusedFileError:
            path_of(stored).unlink(missing_ok=True)
            raise
    return stored
