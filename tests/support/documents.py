"""How a document is checked: tagged, Dutch, for the archive, and without fault to the validator of PDF/UA."""

from __future__ import annotations

import io
from pathlib import Path

from pdfua import validate
from pypdf import PdfReader

STANDARDS = (
    "<pdfaid:part>2</pdfaid:part>",
    "<pdfaid:conformance>A</pdfaid:conformance>",
    "<pdfuaid:part>1</pdfuaid:part>",
)


def faults_of(document: bytes, folder: Path) -> list[str]:
    """What keeps a document from being PDF/A-2a and PDF/UA-1, as far as a machine can tell."""
    path = folder / "document.pdf"
    path.write_bytes(document)
    root = PdfReader(io.BytesIO(document)).trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    return [
        *(f"the metadata lack {words}" for words in STANDARDS if words not in metadata),
        *(str(finding) for finding in validate(str(path)).findings),
    ]
