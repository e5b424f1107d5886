"""Reads Word and OpenDocument papers as clean HTML; runs in a child process of its own (see documents)."""

from __future__ import annotations

import base64
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import mammoth
import nh3
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from markupsafe import escape

from lms.core.confined import DAMAGED, confine

SECONDS = 6
LARGEST_PART = 12 * 1024 * 1024
LARGEST_IMAGE = 300 * 1024
LARGEST_IMAGES = 1200 * 1024
LARGEST_HTML = 4 * 1024 * 1024
FIRST_HEADING = 3
LAST_HEADING = 6

TAGS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th",
    "strong", "em", "sup", "sub", "br", "a", "blockquote", "img",
}  # fmt: skip
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
comment-reference =>
"""
WORD = re.compile(r"\w+(?:['’./-]\w+)*")
HEADING = re.compile(r"<(/?)h([1-6])>")

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
BLOCKS = {
    f"{TEXT}p": "p",
    f"{TEXT}list": "ul",
    f"{TEXT}list-item": "li",
    f"{TABLE}table": "table",
    f"{TABLE}table-row": "tr",
    f"{TABLE}table-cell": "td",
    f"{TEXT}note-body": "em",
}
SPACES = {f"{TEXT}tab": " ", f"{TEXT}s": " ", f"{TEXT}line-break": "<br>"}
SKIPPED = {f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{TEXT}table-of-content", f"{SVG}desc"}


class DamagedDocumentError(Exception):
    """The document cannot be read, or is made to harm its reader."""


def count_words(text: str) -> int:
    """The number of words in plain text."""
    return len(WORD.findall(text))


def plain_text(html: str) -> str:
    """The text of clean HTML."""
    return re.sub(r"<[^>]*>", " ", html)


def read_docx(path: Path) -> str:
    """A Word document as clean HTML: no scripts, no styles, no outside pictures."""
    _check_parts(path)
    budget = _ImageBudget()
    try:
        with path.open("rb") as source:
            result = mammoth.convert_to_html(
                source,
                style_map=STYLES,
                include_embedded_style_map=False,
                convert_image=mammoth.images.img_element(budget.take),
            )
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise DamagedDocumentError from error
    return clean(str(result.value))


def read_odt(path: Path) -> str:
    """An OpenDocument text as clean HTML."""
    _check_parts(path)
    try:
        with zipfile.ZipFile(path) as archive:
            root = fromstring(archive.read("content.xml"), forbid_dtd=True)
        body = root.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise DamagedDocumentError
        return clean("".join(_odt_parts(body)))
    except (KeyError, ParseError, RecursionError, zipfile.BadZipFile, DefusedXmlException) as error:
        raise DamagedDocumentError from error


def clean(html: str) -> str:
    """Only harmless tags, links to the web, embedded pictures; headings that never skip a level."""
    safe = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"}},
        url_schemes={"http", "https", "data"},
        attribute_filter=_keep_attribute,
    )
    return _level_headings(safe)


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if value.startswith(("https://", "http://")) else None
    if name == "src":
        return value if value.startswith(("data:image/png;base64,", "data:image/jpeg;base64,")) else None
    return value


def _level_headings(html: str) -> str:
    shown = FIRST_HEADING - 1

    def rename(found: re.Match[str]) -> str:
        nonlocal shown
        if not found.group(1):
            shown = min(int(found.group(2)) + FIRST_HEADING - 1, shown + 1, LAST_HEADING)
        return f"<{found.group(1)}h{shown}>"

    return HEADING.sub(rename, html)


class _ImageBudget:
    """Small pictures are shown; large ones are only named, so that a page stays light."""

    def __init__(self) -> None:
        self.left = LARGEST_IMAGES

    def take(self, image: Any) -> dict[str, str]:
        try:
            with image.open() as source:
                content = source.read(LARGEST_IMAGE + 1)
        except (KeyError, OSError, ValueError):
            return {"alt": image.alt_text or ""}
        if len(content) > min(LARGEST_IMAGE, self.left):
            return {"alt": image.alt_text or ""}
        self.left -= len(content)
        encoded = base64.b64encode(content).decode("ascii")
        return {"src": f"data:{image.content_type};base64,{encoded}", "alt": image.alt_text or ""}


def _check_parts(path: Path) -> None:
    """No XML part may be huge, declare a document type or name outside entities."""
    try:
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    if part.file_size > LARGEST_PART:
                        raise DamagedDocumentError
                    fromstring(archive.read(part), forbid_dtd=True)
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, OSError, RuntimeError) as error:
        raise DamagedDocumentError from error


def _odt_parts(element: Element) -> Iterator[str]:
    for child in element:
        yield from _odt_element(child)
        yield str(escape(child.tail or ""))


def _odt_element(element: Element) -> Iterator[str]:
    if element.tag in SKIPPED:
        return
    if element.tag in SPACES:
        yield SPACES[element.tag] * min(10, int(element.get(f"{TEXT}c", "1") or 1))
        return
    tag = BLOCKS.get(element.tag)
    if element.tag == f"{TEXT}h":
        level = element.get(f"{TEXT}outline-level", "1")
        tag = f"h{min(4, max(1, int(level)))}" if level.isdigit() else "h1"
    yield f"<{tag}>" if tag else ""
    yield str(escape(element.text or ""))
    yield from _odt_parts(element)
    yield f"</{tag}>" if tag else ""


def main(kind: str, path: str) -> None:
    """Print what was read as JSON; exit status 3 says that the document is damaged."""
    confine(seconds=SECONDS)
    try:
        html = read_docx(Path(path)) if kind == "docx" else read_odt(Path(path))
    except DamagedDocumentError:
        sys.exit(DAMAGED)
    words = count_words(plain_text(html))
    json.dump({"words": words, "html": html if len(html) <= LARGEST_HTML else "", "pages": []}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:3])
