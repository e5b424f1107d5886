"""How facts look on a page: Dutch dates and numbers, Markdown made safe, sentences for refusals."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from math import floor
from typing import Any

import nh3
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, request
from flask_babel import get_locale
from jinja2 import StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from lms.core import clock
from lms.core.authorisation import current_actor, may
from lms.core.errors import DomainError

sentences: dict[type[DomainError], Any] = {}

DUTCH = Locale("nl")
FEWEST_WITH_POINT = 1000

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_tags = set(nh3.ALLOWED_TAGS) - {"img"}
_schemes = {"http", "https", "mailto"}


def _locale() -> Locale:
    return get_locale() or DUTCH


def _day(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime) -> str:
    """`do 14 september 2017`"""
    return format_date(_day(value), "EEE d MMMM y", locale=_locale()).replace(".", "", 1)


def day_brief(value: date | datetime) -> str:
    """`do 14 sep`"""
    return format_date(_day(value), "EEE d MMM", locale=_locale()).replace(".", "")


def day_month(value: date | datetime) -> str:
    """`do 14 september`"""
    return format_date(_day(value), "EEE d MMMM", locale=_locale()).replace(".", "", 1)


def day_numeric(value: date | datetime) -> str:
    """`14-09-2017`"""
    return _day(value).strftime("%d-%m-%Y")


def time(value: datetime) -> str:
    """`09.30`"""
    return clock.local(value).strftime("%H.%M")


def instant(value: datetime) -> str:
    """`do 14 september 2017, 09.30 uur`"""
    text = f"{day(value)}, {time(value)}"
    return f"{text} uur" if _locale().language == DUTCH.language else text


def machine_instant(value: date | datetime) -> str:
    """The ISO form for a `datetime` attribute."""
    return value.isoformat()


def month_name(value: date) -> str:
    """`november 2026`"""
    return format_date(date(value.year, value.month, 1), "MMMM y", locale=_locale())


def weekday(value: date) -> str:
    """`maandag`"""
    return format_date(value, "EEEE", locale=_locale())


def month(value: date) -> str:
    """`sep`"""
    return format_date(date(value.year, value.month, 1), "MMM", locale=_locale()).rstrip(".")


def number(value: int | float | Decimal) -> str:
    """`4.400` and `5,5`"""
    if isinstance(value, int) and 0 <= value < FEWEST_WITH_POINT:
        return str(value)
    return format_decimal(value, locale=_locale())


def score(value: Decimal) -> str:
    """A grade with exactly one decimal: `6,9`"""
    return format_decimal(value, format="0.0", locale=_locale())


def percent(value: int | float) -> str:
    """`70%`, cut off downwards so that 79,6 never reads as 80, and 29 of 100 still as 29"""
    return f"{floor(round(value, 6))}%"


def markdown(text: str) -> Markup:
    """Authors' Markdown as clean HTML: no raw HTML, no images, safe links, no second heading of the page."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(html, tags=_tags, url_schemes=_schemes, link_rel="noopener noreferrer")
    return Markup(clean)  # noqa: S704


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
        day, day_brief, day_month, day_numeric, time, instant, machine_instant, month, month_name, weekday,
        number, score, percent, markdown, paragraphs, sentence_for,
    )  # fmt: skip
    app.jinja_env.filters.update({f.__name__: f for f in filters})
    app.jinja_env.globals.update(may=may, now=clock.now, today=clock.today)
    app.context_processor(
        lambda: {"actor": current_actor(), "locale": str(_locale()), "current_path": request.path}
    )
