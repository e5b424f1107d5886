from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale
from wtforms import DateField, IntegerField, PasswordField, SelectField, StringField, TextAreaField

from lms.core.forms import BaseForm, DecimalCommaField, at_least, at_most, clean_line, clean_text, required


class LetterForm(BaseForm):
    """A form with one field of each kind."""

    name = StringField("Naam", [required(), at_most(10)])
    body = TextAreaField("Tekst", [at_least(3)])
    secret = PasswordField("Wachtwoord")
    count = IntegerField("Aantal")


class DayForm(BaseForm):
    """A form with a day."""

    day = DateField("Dag", [required()])


class ChoiceForm(BaseForm):
    """A form whose only message is one of WTForms itself."""

    colour = SelectField("Kleur", choices=["rood", "blauw"])


class ScoreForm(BaseForm):
    """A form with a grade."""

    score = DecimalCommaField("Cijfer")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Noor  ", "Noor"),
        ("één\r\ntwee\rdrie\n", "één\ntwee\ndrie"),
        ("een\u2028twee\u2029drie", "een\ntwee\ndrie"),
        ("a\x00b", "ab"),
        ("a\x1b[31mb\x7f\x9c", "a[31mb"),
        ("a\ud800b", "ab"),
        ("\udcff", ""),
        ("jaar\u202egnp.exe", "jaargnp.exe"),
        ("\u2066a\u2069\u202ab\u202c", "ab"),
        ("e\u0301", "é"),
        ("e\x00\u0301", "é"),
        ("kolom\tkolom", "kolom\tkolom"),
        ("\u00a0 naam \u00a0", "naam"),
        ("👩\u200d🏫", "👩\u200d🏫"),
        ("=1+1", "=1+1"),
        ("<b>&amp;", "<b>&amp;"),
        ("\x00", ""),
        ("", ""),
    ],
)
def test_typed_text_follows_one_rule(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@pytest.mark.parametrize("other", [None, 7, Decimal("7.5"), ["a"]])
def test_what_is_not_text_is_left_alone(other: object) -> None:
    assert clean_text(other) == other
    assert clean_line(other) == other


def test_a_line_has_no_line_ends() -> None:
    assert clean_line("Noor\r\nBcc: iedereen\tja") == "Noor Bcc: iedereen ja"


def filled(app: Flask, form: type[BaseForm], **values: str) -> BaseForm:
    with app.test_request_context(method="POST", data=values):
        bound = form()
        bound.validate()
        return bound


def test_a_form_cleans_lines_and_texts_each_in_their_way(app: Flask) -> None:
    form = filled(app, LetterForm, name=" Noor\nVliet ", body=" a\r\nb\x00 ")
    assert (form["name"].data, form["body"].data) == ("Noor Vliet", "a\nb")


def test_a_password_is_taken_as_it_was_typed(app: Flask) -> None:
    assert filled(app, LetterForm, secret=" pass\u202e word ")["secret"].data == " pass\u202e word "


@pytest.mark.parametrize("typed", ["", "   ", "\t\n", "\u00a0", "\x00\u202e"])
def test_a_field_of_spaces_and_controls_counts_as_empty_and_says_so_in_dutch(app: Flask, typed: str) -> None:
    form = filled(app, LetterForm, name=typed, body="lang genoeg")
    assert form.errors == {"name": ["Vul dit veld in."]}


def test_lengths_are_told_in_dutch(app: Flask) -> None:
    form = filled(app, LetterForm, name="x" * 11, body="ab")
    assert form.errors["name"] == ["Gebruik hier niet meer dan 10 tekens."]
    assert form.errors["body"] == ["Schrijf hier minstens 3 tekens."]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("7,5", "7.5"),
        ("7.5", "7.5"),
        ("7", "7"),
        (" 7,5 ", "7.5"),
        ("7,50", "7.5"),
        ("-1,5", "-1.5"),
        ("10", "10"),
        ("", None),
    ],
)
def test_a_plain_number_is_read(app: Flask, typed: str, value: str | None) -> None:
    form = filled(app, ScoreForm, score=typed)
    assert form.errors == {}
    assert form["score"].decimal == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    "typed",
    [
        *("NaN", "sNaN", "Infinity", "-inf", "1e5", "1E1", "٧", "７,５", "7,55", "7,5,5", "1.000,5"),
        *("7,", ",5", "7_0", "0x7", "zeven", "7 5", "9" * 400, "--7"),
    ],
)
def test_anything_else_is_refused_and_stays_in_the_field(app: Flask, typed: str) -> None:
    form = filled(app, ScoreForm, score=typed)
    assert form.errors["score"][0].startswith("Vul een getal in")
    assert form["score"].decimal is None
    assert form["score"].data == typed


def test_every_form_gets_a_key_of_its_own(app: Flask) -> None:
    with app.test_request_context():
        keys = {LetterForm()["form_key"].data for _ in range(3)}
    assert len(keys) == 3
    assert all(len(key) >= 32 for key in keys)


@pytest.mark.parametrize("typed", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_that_no_calendar_can_count_with_is_refused_and_stays_in_the_field(
    app: Flask, typed: str
) -> None:
    form = filled(app, DayForm, day=typed)
    assert form.errors["day"] == ["Vul een dag in tussen 1900 en 2200."]
    assert typed in str(form["day"]())


@pytest.mark.parametrize("typed", ["1900-01-01", "2026-02-28", "2199-12-31"])
def test_a_believable_day_is_read(app: Flask, typed: str) -> None:
    form = filled(app, DayForm, day=typed)
    assert form.errors == {}
    assert form["day"].data == date.fromisoformat(typed)


@pytest.mark.parametrize(("language", "text"), [("nl", "Ongeldige keuze."), ("en", "Not a valid choice.")])
def test_what_the_form_library_says_is_in_the_readers_language(app: Flask, language: str, text: str) -> None:
    with app.test_request_context(method="POST", data={"colour": "groen"}), force_locale(language):
        form = ChoiceForm()
        assert not form.validate()
        assert form.errors == {"colour": [text]}
