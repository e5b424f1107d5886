"""How facts look on a page: Dutch dates and numbers, Markdown made safe, sentences for refusals."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from math import floor
from typing import Any

import nh3
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, request
from jinja2 import StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from lms.core import clock
from lms.core.authorisation import current_actor, may
from lms.core.errors import DomainError
from lms.core.i18n import LANGUAGES, spoken

sentences: dict[type[DomainError], Any] = {}

DUTCH = LANGUAGES[0]
FEWEST_WITH_POINT = 1000

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_tags = set(nh3.ALLOWED_TAGS) - {"img"}
_schemes = {"http", "https", "mailto"}


@lru_cache(maxsize=4096)
def _written_day(value: date, pattern: str, language: str) -> str:
    """A day in words; a page names the same few again and again, and reading a pattern takes long."""
    return format_date(value, pattern, locale=language)


@lru_cache(maxsize=4096)
def _written_number(value: int | float | Decimal, pattern: str | None, language: str) -> str:
    return format_decimal(value, pattern, locale=language)


def _day(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime, language: str | None = None) -> str:
    """`do 14 september 2017`"""
    return _written_day(_day(value), "EEE d MMMM y", language or spoken()).replace(".", "", 1)


def day_brief(value: date | datetime, language: str | None = None) -> str:
    """`do 14 sep`"""
    return _written_day(_day(value), "EEE d MMM", language or spoken()).replace(".", "")


def day_month(value: date | datetime, language: str | None = None) -> str:
    """`do 14 september`"""
    return _written_day(_day(value), "EEE d MMMM", language or spoken()).replace(".", "", 1)


def day_short(value: date | datetime, language: str | None = None) -> str:
    """`14 sep 2017`"""
    return _written_day(_day(value), "d MMM y", language or spoken()).replace(".", "", 1)


def day_numeric(value: date | datetime) -> str:
    """`14-09-2017`"""
    return _day(value).strftime("%d-%m-%Y")


def time(value: datetime) -> str:
    """`09.30`"""
    return clock.local(value).strftime("%H.%M")


def instant(value: datetime, language: str | None = None) -> str:
    """`do 14 september 2017, 09.30 uur`"""
    language = language or spoken()
    text = f"{day(value, language)}, {time(value)}"
    return f"{text} uur" if language == DUTCH else text


def machine_instant(value: date | datetime) -> str:
    """The ISO form for a `datetime` attribute."""
    return value.isoformat()


def month_name(value: date, language: str | None = None) -> str:
    """`november 2026`"""
    return _written_day(date(value.year, value.month, 1), "MMMM y", language or spoken())


def weekday(value: date, language: str | None = None) -> str:
    """`maandag`"""
    return _written_day(value, "EEEE", language or spoken())


def month(value: date, language: str | None = None) -> str:
    """`sep`"""
    return _written_day(date(value.year, value.month, 1), "MMM", language or spoken()).rstrip(".")


def number(value: int | float | Decimal, language: str | None = None) -> str:
    """`4.400` and `5,5`"""
    if isinstance(value, int) and 0 <= value < FEWEST_WITH_POINT:
        return str(value)
    return _written_number(value, None, language or spoken())


def score(value: Decimal, language: str | None = None) -> str:
    """A grade with exactly one decimal: `6,9`"""
    return _written_number(value, "0.0", language or spoken())


def percent(value: int | float) -> str:
    """`70%`, cut off downwards so that 79,6 never reads as 80, and 29 of 100 still as 29"""
    return f"{floor(round(value, 6))}%"


def markdown(text: str) -> Markup:
    """Markdown as clean HTML: no raw HTML, no images, safe links, no second heading of the page."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(html, tags=_tags, url_schemes=_schemes, link_rel="noopener noreferrer")
    return Markup(clean)  # noqa: S704


@lru_cache(maxsize=256)
def lesson(text: str) -> Markup:
    """Markdown of an author, the same for everybody who follows the programme and so made once."""
    return markdown(text)


def paragraphs(text: str) -> list[str]:
    """Plain text as its paragraphs."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def sentence_for(error: DomainError) -> str:
    """What people read when a rule refuses; the nearest known sentence, or an empty text."""
    for cls in type(error).__mro__:
        if cls in sentences:
            return str(sentences[cls])
    return ""


def sentence_called(name: str) -> str:
    """What people read for a refusal of which only the name was kept; empty for anything else."""
    return next((str(text) for cls, text in sentences.items() if cls.__name__ == name), "")


def set_up_rendering(app: Flask) -> None:
    """Give templates the filters and globals that every page uses."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    filters = (
        day, day_brief, day_month, day_short, time, instant, machine_instant, month, month_name, weekday,
        number, score, percent, markdown, lesson, paragraphs, sentence_for,
    )  # fmt: skip
    app.jinja_env.filters.update({f.__name__: f for f in filters})
    app.jinja_env.globals.update(may=may, now=clock.now, today=clock.today)
    app.context_processor(
        lambda: {"actor": current_actor(), "locale": spoken(), "current_path": request.path}
    )
