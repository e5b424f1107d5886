"""Papers as real files: Word, OpenDocument and PDF, with headings, a language and a title."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import typst

from config import ROOT

TEMPLATE = Path(__file__).with_name("paper.typ")
FONTS = ROOT / "static" / "vendor" / "fonts"
PARTS = Path(__file__).with_name("parts")
ODT_TYPE = "application/vnd.oasis.opendocument.text"


@dataclass(frozen=True)
class Paper:
    """What a paper says, and who wrote it when."""

    title: str
    subtitle: str
    author: str
    organisation: str
    written_at: datetime
    sections: Sequence[tuple[str, Sequence[str]]]


def write_paper(paper: Paper, ending: str) -> bytes:
    """The file of a paper, by the ending of its name."""
    writers: dict[str, Callable[[Paper], bytes]] = {"docx": _docx, "odt": _odt, "pdf": _pdf}
    return writers[ending](paper)


def _docx(paper: Paper) -> bytes:
    lines = [("Title", paper.title), ("Subtitle", paper.subtitle), ("Author", _byline(paper))]
    for heading, paragraphs in paper.sections:
        lines += [("Heading1", heading), *(("Normal", text) for text in paragraphs)]
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        for style, text in lines
    )
    return _packed(
        {
            "[Content_Types].xml": _part("docx-types.xml"),
            "_rels/.rels": _part("docx-rels.xml"),
            "word/_rels/document.xml.rels": _part("docx-document-rels.xml"),
            "word/styles.xml": _part("docx-styles.xml"),
            "word/document.xml": _part("docx-document.xml").replace("@body@", body),
            "docProps/core.xml": _filled("docx-core.xml", paper),
        }
    )


def _odt(paper: Paper) -> bytes:
    lines = [
        f'<text:h text:style-name="Title" text:outline-level="1">{escape(paper.title)}</text:h>',
        f'<text:p text:style-name="Subtitle">{escape(paper.subtitle)}</text:p>',
        f"<text:p>{escape(_byline(paper))}</text:p>",
    ]
    for heading, paragraphs in paper.sections:
        lines.append(
            f'<text:h text:style-name="Heading_20_2" text:outline-level="2">{escape(heading)}</text:h>'
        )
        lines += [f'<text:p text:style-name="Text_20_body">{escape(text)}</text:p>' for text in paragraphs]
    return _packed(
        {
            "mimetype": ODT_TYPE,
            "META-INF/manifest.xml": _part("odt-manifest.xml"),
            "styles.xml": _part("odt-styles.xml"),
            "content.xml": _part("odt-content.xml").replace("@body@", "".join(lines)),
            "meta.xml": _filled("odt-meta.xml", paper),
        }
    )


def _pdf(paper: Paper) -> bytes:
    words = {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "author": paper.author,
        "byline": _byline(paper),
        "sections": [{"heading": heading, "paragraphs": list(texts)} for heading, texts in paper.sections],
    }
    written: bytes = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=paper.written_at,
    )
    return written


def _byline(paper: Paper) -> str:
    return f"{paper.author}, {paper.organisation}"


def _part(name: str) -> str:
    return (PARTS / name).read_text(encoding="utf-8")


def _filled(name: str, paper: Paper) -> str:
    written = paper.written_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    values = {"title": paper.title, "author": paper.author, "written": written}
    text = _part(name)
    for key, value in values.items():
        text = text.replace(f"@{key}@", escape(value))
    return text


def _packed(parts: dict[str, str]) -> bytes:
    """A zip file in the given order; the first part of an OpenDocument file is never compressed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, text, compress_type=packing)
    return file.getvalue()
