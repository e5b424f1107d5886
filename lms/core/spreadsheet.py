"""A table as a file that Dutch spreadsheet programs open well, and in which no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

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
