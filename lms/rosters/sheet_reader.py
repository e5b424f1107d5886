"""Reads a list from CSV, XLSX or ODS as rows of text; runs in a child process of its own (see sheets)."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from lms.core.confined import DAMAGED, confine

SECONDS = 8
MOST_ROWS = 5000
MOST_COLUMNS = 50
LONGEST_CELL = 500
LARGEST_PART = 60 * 1024 * 1024
DELIMITERS = (";", ",", "\t", "|")
FORMULA_STARTS = ("=", "+", "-", "@")

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
FORMULA_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f[ />]')
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"

Cell = tuple[int, int]


class DamagedListError(Exception):
    """The list cannot be read, or is made to harm its reader."""


def read_csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text file, each with its number as a spreadsheet shows it."""
    text = _decoded(content)
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\r?", first)
    delimiter = told.group(1) if told else _delimiter(text)
    try:
        lines = io.StringIO(rest if told else text, newline="")
        yield from enumerate(csv.reader(lines, delimiter=delimiter), 1)
    except csv.Error as error:
        raise DamagedListError from error


def _decoded(content: bytes) -> str:
    """Text in the encodings that spreadsheet programs write: with a mark, UTF-8, or the old Windows one."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(content, "utf-16")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DamagedListError


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise DamagedListError from error


def _delimiter(text: str) -> str:
    """The sign that parts most columns in the first row with words; a comma inside quotes parts none."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    outside = re.sub(r'"[^"]*"', "", head)
    return max(DELIMITERS, key=lambda sign: (outside.count(sign), -DELIMITERS.index(sign)))


def read_workbook(path: Path) -> tuple[int, CalamineSheet]:
    """The first sheet that people see and that holds anything, with its place."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        seen = [
            place
            for place, about in enumerate(book.sheets_metadata)
            if about.visible == SheetVisibleEnum.Visible
        ]
        for place in seen:
            sheet = book.get_sheet_by_index(place)
            if sheet.height:
                return place, sheet
        if not seen:
            raise DamagedListError
        return seen[0], book.get_sheet_by_index(seen[0])
    except CalamineError as error:
        raise DamagedListError from error


def _rows_of(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    if not sheet.height:
        return
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
        yield number, [_as_text(cell) for cell in cells]


def _as_text(cell: Any) -> str:
    """A cell as people see it; a number without its decimal tail."""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time | timedelta):
        return str(cell)
    return str(cell)


def formulas_of_xlsx(path: Path, place: int) -> set[Cell]:
    """Where a sheet holds formulas: rows and columns, both counted from one."""
    with zipfile.ZipFile(path) as archive:
        book = fromstring(_part(archive, "xl/workbook.xml"), forbid_dtd=True)
        links = fromstring(_part(archive, "xl/_rels/workbook.xml.rels"), forbid_dtd=True)
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        sheets = [element for element in book.iter() if element.tag.endswith("}sheet")]
        target = targets.get(sheets[place].get(RELATION), "")
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        content = _part(archive, name)
    return {(int(row), _column_number(letters.decode())) for letters, row in FORMULA_CELL.findall(content)}


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def formulas_of_ods(path: Path, place: int) -> set[Cell]:
    """The same for an OpenDocument sheet, in which equal rows and cells are written once."""
    found: set[Cell] = set()
    table, row, column = -1, 0, 0
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        for moment, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
            if moment == "start" and element.tag == f"{TABLE}table":
                table, row = table + 1, 0
            elif moment == "start" and element.tag == f"{TABLE}table-row":
                row, column = row + 1, 0
            elif moment == "start" and element.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                column += 1
                if table == place and element.get(f"{TABLE}formula") is not None:
                    found.add((row, column))
                column += int(element.get(f"{TABLE}number-columns-repeated", "1")) - 1
            elif moment == "end" and element.tag == f"{TABLE}table-row":
                row += int(element.get(f"{TABLE}number-rows-repeated", "1")) - 1
                element.clear()
    return found


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise DamagedListError
    return archive.read(name)


def tidy(rows: Iterable[tuple[int, list[str]]], formulas: set[Cell]) -> dict[str, Any]:
    """What is told of a list: its first rows, their number and their width; empty rows do not count."""
    filled = ((number, [cell.strip() for cell in cells]) for number, cells in rows)
    filled = ((number, cells) for number, cells in filled if any(cells))
    kept = [_kept(number, cells, formulas) for number, cells in islice(filled, MOST_ROWS + 2)]
    more = sum(1 for _row in filled)
    return {
        "rows": kept[: MOST_ROWS + 1],
        "count": max(0, len(kept) + more - 1),
        "columns": max((row["width"] for row in kept), default=0),
    }


def _kept(number: int, cells: list[str], formulas: set[Cell]) -> dict[str, Any]:
    width = max(place for place, cell in enumerate(cells, 1) if cell)
    suspect = [
        place
        for place, cell in enumerate(cells[:MOST_COLUMNS], 1)
        if (number, place) in formulas or (cell.startswith(FORMULA_STARTS) and len(cell) > 1)
    ]
    return {
        "number": number,
        "width": width,
        "cells": [cell[:LONGEST_CELL] for cell in cells[: min(width, MOST_COLUMNS)]],
        "formulas": suspect,
    }


def read(kind: str, path: Path) -> dict[str, Any]:
    """A list as it is told to the web server."""
    if kind == "csv":
        return tidy(read_csv(path.read_bytes()), set())
    place, sheet = read_workbook(path)
    formulas = formulas_of_xlsx(path, place) if kind == "xlsx" else formulas_of_ods(path, place)
    return tidy(_rows_of(sheet), formulas)


def main(kind: str, path: str) -> None:
    """Print what was read as JSON; one exit status says that the list is damaged."""
    confine(seconds=SECONDS)
    try:
        told = read(kind, Path(path))
    except (DamagedListError, DefusedXmlException, ParseError, zipfile.BadZipFile, LookupError, ValueError):
        sys.exit(DAMAGED)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:3])
