from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale
from jinja2 import UndefinedError

from lms.core import rendering

LIVE_LINKS = [f'href="{scheme}' for scheme in ("javascript", "data", "vbscript", "ftp")]
EVENING = datetime(2026, 7, 14, 22, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        (rendering.day, "wo 15 juli 2026"),
        (rendering.day_brief, "wo 15 jul"),
        (rendering.day_month, "wo 15 juli"),
        (rendering.day_short, "15 jul 2026"),
        (rendering.day_numeric, "15-07-2026"),
        (rendering.time, "00.30"),
        (rendering.instant, "wo 15 juli 2026, 00.30 uur"),
        (rendering.machine_instant, "2026-07-14T22:30:00+00:00"),
    ],
)
def test_an_instant_reads_as_on_a_dutch_wall(shape: object, text: str) -> None:
    assert callable(shape)
    assert shape(EVENING) == text


def test_a_date_needs_no_clock() -> None:
    assert rendering.day(date(2017, 9, 14)) == "do 14 september 2017"
    assert rendering.month(date(2017, 9, 1)) == "sep"


def test_english_readers_get_english_days() -> None:
    with force_locale("en"):
        assert "July" in rendering.day(EVENING)
        assert not rendering.instant(EVENING).endswith("uur")


@pytest.mark.parametrize(
    ("value", "text"), [(4400, "4.400"), (5.5, "5,5"), (Decimal("0.1"), "0,1"), (0, "0"), (-3, "-3")]
)
def test_numbers_have_a_comma_and_points(value: float | Decimal, text: str) -> None:
    assert rendering.number(value) == text


@pytest.mark.parametrize(("value", "text"), [("6.9", "6,9"), ("7", "7,0"), ("10", "10,0")])
def test_a_grade_has_one_decimal(value: str, text: str) -> None:
    assert rendering.score(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(79.6, "79%"), (79.999, "79%"), (80, "80%"), (0, "0%"), (100 * 0.29, "29%"), (100.0, "100%")],
)
def test_a_percentage_is_cut_off_downwards(value: float, text: str) -> None:
    assert rendering.percent(value) == text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![plaatje](https://elders.example/x.png)",
        "[klik](javascript:alert(1))",
        "[klik](JaVaScRiPt:alert(1))",
        "[klik](data:text/html;base64,PHNjcmlwdD4=)",
        "[klik](vbscript:x)",
        "<a href='javascript:alert(1)'>x</a>",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "[klik](ftp://elders.example)",
        "<iframe src=//elders.example></iframe>",
        "<style>*{}</style>",
        "<p onclick=x>",
    ],
)
def test_markdown_lets_nothing_live_through(hostile: str) -> None:
    html = str(rendering.markdown(hostile)).lower()
    for danger in ("<script", "<img", "<iframe", "<style", "<p on", "<a href='", *LIVE_LINKS):
        assert danger not in html


def test_markdown_keeps_what_authors_need() -> None:
    html = rendering.markdown("# Kop\n\n## Kop\n\n**vet** [link](https://voorbeeld.example)\n\n|a|\n|-|\n|b|")
    assert "<h1" not in html
    assert html.count("<h2>") == 2
    assert "<strong>vet</strong>" in html
    assert 'rel="noopener noreferrer"' in html
    assert "<table>" in html


def test_what_an_author_wrote_is_made_once() -> None:
    assert rendering.lesson("# **Dag** <b>") == rendering.markdown("# **Dag** <b>")
    assert rendering.lesson("# **Dag** <b>") is rendering.lesson("# **Dag** <b>")


def test_paragraphs_are_split_at_empty_lines() -> None:
    assert rendering.paragraphs("een\r\n\r\ntwee\ndrie\n\n\n") == ["een", "twee\ndrie"]


def test_a_name_that_a_template_does_not_know_is_an_error(app: Flask) -> None:
    with pytest.raises(UndefinedError):
        render_template_string("{{ unknown_name }}")
