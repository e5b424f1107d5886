"""Opens a document to see whether it can be read; runs in a child process of its own (see store_document)."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from xml.etree.ElementTree import ParseError

import pypdfium2 as pdfium
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from lms.core.confined import DAMAGED, confine

SECONDS = 6
LARGEST_PART = 12 * 1024 * 1024
PAGES_TRIED = 3


class UnreadableDocumentError(Exception):
    """No reader can open this document."""


def open_pdf(path: Path) -> None:
    """Open the first pages; a password, a missing page tree or nonsense in a page shows here."""
    try:
        document = pdfium.PdfDocument(path)
        if not len(document):
            raise UnreadableDocumentError
        for number in range(min(len(document), PAGES_TRIED)):
            document[number].get_size()
        document.close()
    except pdfium.PdfiumError as error:
        raise UnreadableDocumentError from error


def open_office(path: Path) -> None:
    """Read every part of a Word or OpenDocument file, and its text as XML without tricks."""
    try:
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                if part.file_size > LARGEST_PART and part.filename.endswith(".xml"):
                    raise UnreadableDocumentError
                content = archive.read(part)
                if part.filename.endswith((".xml", ".rels")):
                    fromstring(content, forbid_dtd=True)
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, OSError, RuntimeError, ValueError) as error:
        raise UnreadableDocumentError from error


def main(kind: str, path: str) -> None:
    """Exit status 3 says that the document is damaged."""
    confine(seconds=SECONDS)
    try:
        (open_pdf if kind == "pdf" else open_office)(Path(path))
    except UnreadableDocumentError:
        sys.exit(DAMAGED)


if __name__ == "__main__":
    main(*sys.argv[1:3])
