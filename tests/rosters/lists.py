"""Lists of participants as files, good and hostile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import xlsxwriter

HEADS = ("E-mailadres", "Voornaam", "Tussenvoegsel", "Achternaam", "Organisatie", "Discipline", "Functie")


def csv_of(
    *rows: Sequence[str], heads: Sequence[str] = HEADS, sign: str = ";", encoding: str = "utf-8"
) -> bytes:
    return "\r\n".join(sign.join(row) for row in (heads, *rows)).encode(encoding)


def xlsx_of(*rows: Sequence[object], heads: Sequence[object] = HEADS) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate((heads, *rows)):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    book.close()
    return target.getvalue()


def ods_of(*rows: Sequence[str], heads: Sequence[str] = HEADS) -> bytes:
    """The smallest OpenDocument sheet; a cell that starts with = is a formula."""
    body = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in (heads, *rows)
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2" '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Lijst">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped(("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest))


def _ods_cell(text: str) -> str:
    formula = f' table:formula="of:{text}"' if text.startswith("=") else ""
    return f'<table:table-cell office:value-type="string"{formula}><text:p>{text}</text:p></table:table-cell>'


def zipped(*parts: tuple[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return target.getvalue()


def repacked(workbook: bytes, name: str, content: bytes) -> bytes:
    """A workbook in which one part is another one."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = [(part, archive.read(part)) for part in archive.namelist() if part != name]
    return zipped(*parts, (name, content))
