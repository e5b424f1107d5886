"""A table as a file that Dutch spreadsheet programs open well, and in which no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from flask import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless_cell(value: object) -> str:
    """A cell's text; one that a spreadsheet would run gets an apostrophe in front."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_download(heads: Sequence[object], rows: Iterable[Sequence[object]], *, name: str) -> Response:
    """The table as an attachment: semicolons, UTF-8 with its mark, no formulas."""
    target = io.StringIO()
    sheet = csv.writer(target, delimiter=";", lineterminator="\r\n")
    sheet.writerow([harmless_cell(head) for head in heads])
    sheet.writerows([harmless_cell(cell) for cell in row] for row in rows)
    response = Response("\ufeff" + target.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def workbook(heads: Sequence[object], rows: Iterable[Sequence[object]], *, title: str) -> bytes:
    """The table as an XLSX workbook in which every cell is plain text."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet, bold = book.add_worksheet(title[:31]), book.add_format({"bold": True})
    widths = [len(str(head)) for head in heads]
    for column, head in enumerate(heads):
        sheet.write_string(0, column, str(head), bold)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, str(cell))
            widths[column] = max(widths[column], len(str(cell)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(WIDEST, width + 2))
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


def xlsx_download(
    heads: Sequence[object], rows: Iterable[Sequence[object]], *, name: str, title: str
) -> Response:
    """The table as an attachment that spreadsheet programs open as a workbook."""
    response = Response(workbook(heads, rows, title=title), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
