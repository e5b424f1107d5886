"""Real documents, made in memory."""

from __future__ import annotations

import io
import zipfile

import docx
import pypdf
import typst
from PIL import Image

ODT_TYPE = b"application/vnd.oasis.opendocument.text"
ODT_OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
    "<office:body><office:text>{body}</office:text></office:body></office:document-content>"
)
ODT_BODY = (
    '<text:h text:outline-level="1">Eerst de huur</text:h><text:p>Wie zijn huur niet kan betalen.</text:p>'
)


def make_docx(*paragraphs: str, heading: str = "Eerst de huur") -> bytes:
    document = docx.Document()
    document.add_heading(heading, level=1)
    for paragraph in paragraphs or ("Wie zijn huur niet kan betalen.",):
        document.add_paragraph(paragraph)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def make_zip(parts: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def make_odt(body: str = ODT_BODY, *, before: str = "", manifest: str = "<manifest/>") -> bytes:
    return make_zip(
        {
            "mimetype": ODT_TYPE,
            "META-INF/manifest.xml": manifest,
            "content.xml": ODT_OPEN.format(body=body, before=before),
        }
    )


def replace_part(content: bytes, name: str, text: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, bytes | str] = {part: archive.read(part) for part in archive.namelist()}
    parts[name] = text
    return make_zip(parts)


def make_pdf(*pages: str) -> bytes:
    body = "\n#pagebreak()\n".join(pages or ("Eerst de huur, dan de rest.",))
    return bytes(typst.compile(body.encode(), format="pdf"))


def make_encrypted_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("geheim", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def make_png() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (4, 4)).save(target, "PNG")
    return target.getvalue()
