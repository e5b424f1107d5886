"""Reads PDF papers: their text, and their pages as pictures; runs in a child process (see documents).

PDFium is not safe between threads and parses what strangers send: it never runs inside the web server.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pypdfium2 as pdfium

from lms.core.confined import DAMAGED, confine
from lms.papers.document_text import count_words

MOST_PAGES = 120
WIDEST = 1100
TALLEST = 1700
QUALITY = 72


def read_pdf(path: Path) -> tuple[int, list[str]]:
    """The number of words, and the text of each page."""
    document = pdfium.PdfDocument(path)
    try:
        texts = [_page_text(document, number) for number in range(min(len(document), MOST_PAGES))]
    finally:
        document.close()
    return sum(count_words(text) for text in texts), texts


def _page_text(document: pdfium.PdfDocument, number: int) -> str:
    page = document[number]
    return str(page.get_textpage().get_text_bounded()).replace("\r\n", "\n").replace("\ufffe", "")


def draw_page(path: Path, *, number: int, target: Path) -> None:
    """Write one page, counted from one, as a WebP picture no larger than a screen."""
    document = pdfium.PdfDocument(path)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(WIDEST / max(width, 1), TALLEST / max(height, 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
        temporary = target.with_suffix(f".{os.getpid()}")
        picture.save(temporary, format="WEBP", quality=QUALITY, method=4)
        temporary.rename(target)
    finally:
        document.close()


def main(act: str, path: str, *rest: str) -> None:
    """Print what was read as JSON, or draw pages; exit status 3 says that the document is damaged."""
    confine(seconds=6 + len(rest))
    try:
        if act == "pdf":
            words, pages = read_pdf(Path(path))
            json.dump({"words": words, "html": "", "pages": pages}, sys.stdout)
        else:
            for number in rest[1:]:
                draw_page(Path(path), number=int(number), target=Path(rest[0]) / f"page-{number}.webp")
    except (pdfium.PdfiumError, IndexError):
        sys.exit(DAMAGED)


if __name__ == "__main__":
    main(*sys.argv[1:])
