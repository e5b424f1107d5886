"""A BSN is found however it is written, and what only resembles one is left alone (AC-22)."""

from __future__ import annotations

import pytest
from flask import Flask
from wtforms import TextAreaField

from lms.core.citizen_numbers import MASK, without_citizen_numbers
from lms.core.forms import BaseForm


@pytest.mark.parametrize(
    "written",
    ["111222333", "123456782", "111 222 333", "111.222.333", "1112-22-333", "BSN111222333", "bsn: 10000008"],
)
def test_found(written: str) -> None:
    covered = without_citizen_numbers(f"Zij belde over {written}, en daarna niet meer.")
    assert MASK in covered
    assert written[-5:] not in covered
    assert covered.endswith(", en daarna niet meer.")


@pytest.mark.parametrize(
    "text",
    [
        "123456789",
        "000000000",
        "0612345678",
        "06-12345678",
        "+31 6 11122233",
        "043 111 22 23",
        "NL91 ABNA 0417 1643 00",
        "op 14-09-2017 1 keer",
        "2017-09-14 3",
        "10000008",
        "certificaat 2026-000123",
        "1112223334",
        "4.400 van 1.112.223",
    ],
)
def test_left_alone(text: str) -> None:
    assert without_citizen_numbers(text) == text


class NoteForm(BaseForm):
    note = TextAreaField("Notitie")
    other = TextAreaField("Anders")


def test_a_form_refuses_it_and_does_not_repeat_it(app: Flask) -> None:
    data = {"note": "Haar nummer is 111222333.", "other": "Dit blijft staan."}
    with app.test_request_context(method="POST", data=data):
        form = NoteForm(meta={"csrf": False})
        assert not form.validate_on_submit()
        assert not form.validate()
        assert list(form.errors) == ["note"]
        shown = f"{form.note()} {form.other()} {form.errors}"
    assert "111222333" not in shown
    assert MASK in shown
    assert "Dit blijft staan." in shown
