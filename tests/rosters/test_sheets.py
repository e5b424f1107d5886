"""Reading lists: what spreadsheet programs write, and what only an attacker sends."""

from __future__ import annotations

import io
import time

import pytest
from sqlalchemy.orm import Session

from config import Settings
from lms.core.errors import RefusedFileError
from lms.rosters.sheets import Sheet, read_list
from tests.rosters.lists import csv_of, ods_of, repacked, xlsx_of, zipped

ROW = ("jose@voorbeeld.example", "José", "van", "Müller", "Gemeente", "", "")
SHEET = "xl/worksheets/sheet1.xml"
SHEET_BEGIN = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = b"</sheetData></worksheet>"


def read(content: bytes, name: str = "lijst.csv") -> Sheet:
    return read_list(stream=io.BytesIO(content), name=name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (csv_of(ROW), "a.csv"),
        (csv_of(ROW, sign=","), "a.csv"),
        (csv_of(ROW, sign="\t"), "a.tsv"),
        (csv_of(ROW, encoding="utf-8-sig"), "a.csv"),
        (csv_of(ROW, encoding="cp1252"), "a.csv"),
        (csv_of(ROW, encoding="utf-16"), "a.txt"),
        (b"sep=;\r\n" + csv_of(ROW), "a.csv"),
        (csv_of(ROW) + b"\r\n;;;;;;\r\n\r\n  ;\r\n", "a.csv"),
        (csv_of(('"jose@voorbeeld.example"', '"José"', "van", '"Müller"', "Gemeente", "", "")), "a.csv"),
        (xlsx_of(ROW), "a.xlsx"),
        (xlsx_of(ROW, ("", "", "", "", "", "", " ")), "a.xlsx"),
        (ods_of(ROW), "a.ods"),
    ],
)
def test_what_programs_write_is_read_alike(session: Session, content: bytes, name: str) -> None:
    sheet = read(content, name)
    assert sheet.heads[0] == "E-mailadres"
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, ROW[:5])]
    assert sheet.count == 1


def test_rows_keep_their_number_when_empty_ones_stand_between(session: Session) -> None:
    content = csv_of(ROW) + b"\r\n\r\n;;\r\nb@voorbeeld.example;B\r\n"
    assert [row.number for row in read(content).rows] == [2, 5]


def test_a_comma_inside_quotes_parts_no_columns(session: Session) -> None:
    content = b'email,naam,organisatie\r\na@voorbeeld.example,"Berg, Sanne",Gemeente\r\n'
    assert read(content).rows[0].cells[1] == "Berg, Sanne"


def test_numbers_and_days_read_as_people_see_them(session: Session) -> None:
    row = (12345, 1.5, True, "", "", "", "")
    assert read(xlsx_of(row), "a.xlsx").rows[0].cells[:3] == ("12345", "1.5", "ja")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (csv_of(("=HYPERLINK(1)", "A", "", "B", "C")), "a.csv"),
        (xlsx_of(('=LOWER("A@B.NL")', "A", "", "B", "C")), "a.xlsx"),
        (ods_of(("=1+1", "A", "", "B", "C")), "a.ods"),
        (xlsx_of(("+31 6", "A", "", "B", "C")), "a.xlsx"),
    ],
)
def test_a_formula_is_known_by_its_place(session: Session, content: bytes, name: str) -> None:
    assert read(content, name).rows[0].formulas == {0}


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.csv", "empty"),
        (b"\r\n \r\n", "a.csv", "empty"),
        (xlsx_of(heads=()), "a.xlsx", "empty"),
        (b"%PDF-1.4 ...", "a.csv", "wrong_type"),
        (b"\0\1\2\3", "a.csv", "wrong_type"),
        (csv_of(ROW), "a.xlsx", "wrong_type"),
        (xlsx_of(ROW), "a.csv", "wrong_type"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "a.xlsx", "encrypted_or_old"),
        (xlsx_of(ROW)[:900], "a.xlsx", "damaged"),
        (repacked(xlsx_of(ROW), SHEET, b"<geen xml"), "a.xlsx", "damaged"),
        (repacked(xlsx_of(ROW), "xl/vbaProject.bin", b"x"), "a.xlsx", "macros"),
        (zipped(("a.txt", "x")), "a.ods", "wrong_type"),
        (b"a;b\r\n" + b"x" * (5 * 1024 * 1024), "a.csv", "too_large"),
        ("e-mail\r\n\ud800".encode("utf-16", "surrogatepass"), "a.csv", "damaged"),
    ],
)
def test_a_bad_file_is_refused_for_its_reason(
    session: Session, content: bytes, name: str, reason: str
) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        read(content, name)
    assert refusal.value.reason == reason


def bomb_of_zeros() -> bytes:
    return repacked(xlsx_of(ROW), SHEET, SHEET_BEGIN + b" " * 60_000_000 + SHEET_END)


def bomb_of_distance() -> bytes:
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    first = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    return repacked(xlsx_of(ROW), SHEET, SHEET_BEGIN + first + cell + SHEET_END)


def bomb_of_entities() -> bytes:
    entities = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 9))
    content = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">'
        + entities
        + b"]>"
        + SHEET_BEGIN[21:]
        + SHEET_END
    )
    return repacked(xlsx_of(ROW), "xl/workbook.xml", content)


@pytest.mark.parametrize(
    ("bomb", "reasons"),
    [
        (bomb_of_zeros, {"too_large"}),
        (bomb_of_distance, {"too_heavy", "damaged"}),
        (bomb_of_entities, {"damaged", "too_heavy", "empty"}),
    ],
)
def test_a_bomb_goes_off_in_nobodys_hands(
    session: Session, settings: Settings, bomb: object, reasons: set[str]
) -> None:
    content = bomb()
    began = time.monotonic()
    with pytest.raises(RefusedFileError) as refusal:
        read(content, "a.xlsx")
    assert refusal.value.reason in reasons
    assert time.monotonic() - began < 15
    assert list(settings.data_dir.glob("passing-*")) == []


def test_many_rows_are_counted_but_not_carried(session: Session) -> None:
    sheet = read(csv_of(*[ROW] * 10_000))
    assert sheet.count == 10_000
    assert len(sheet.rows) == 5000


def test_many_columns_are_counted_but_not_carried(session: Session) -> None:
    sheet = read(csv_of(heads=[f"Kolom {n}" for n in range(200)]))
    assert (sheet.columns, len(sheet.heads)) == (200, 50)


def test_the_file_is_gone_after_reading(session: Session, settings: Settings) -> None:
    read(xlsx_of(ROW), "a.xlsx")
    assert list(settings.data_dir.glob("passing-*")) == []
