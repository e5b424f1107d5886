"""Components are called at once, and what they are given wrongly is still an error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import DictLoader, UndefinedError
from markupsafe import Markup

from lms.core.drawing import WANT_CONTEXT, drawn
from lms.core.templates import Templates

BOX = (
    '{% macro box(a, b="two", class=none) %}'
    "[{{ a }},{{ b }},{{ class }}{{ kwargs.values() | join }}]{% endmacro %}"
)
FRAME = "{% macro frame(a=1) %}<{{ a }}>{{ caller('<x>') if caller is defined }}</{{ a }}>{% endmacro %}"
PLAIN = "{% macro plain(a=1) %}{{ a }}{% endmacro %}"


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def read(app: Flask, source: str) -> str:
    templates = Templates(app, autoescape=True, loader=DictLoader({"one": source}))
    templates.undefined, templates.globals = app.jinja_env.undefined, app.jinja_env.globals
    return templates.get_template("one").render(name="<Sam>", more={"b": 2, "class": "c"})


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("{{ box(name) }}", "[&lt;Sam&gt;,two,None]"),
        ("{{ box(1, 2, 3) }}", "[1,2,3]"),
        ('{{ box(b=2, a=1, class="c", data_x=4) }}', "[1,2,c4]"),
        ("{{ box(1, **more) }}", "[1,2,c]"),
        ("{{ box(*[1, 2]) }}", "[1,2,None]"),
        ("{{ box(box(name)) }}", "[[&lt;Sam&gt;,two,None],two,None]"),
        ("{{ box(1) | length }}{{ box(1) ~ name }}", "12[1,two,None]&lt;Sam&gt;"),
        ("{{ frame() }}{{ frame(a=name) }}", "<1></1><&lt;Sam&gt;></&lt;Sam&gt;>"),
        ("{% call(x) frame('p') %}{{ x }}{{ name }}{% endcall %}", "<p>&lt;x&gt;&lt;Sam&gt;</p>"),
        ("{% call(x) frame(**{'a': 'i'}) %}!{% endcall %}", "<i>!</i>"),
        ("{% set p = plain %}{{ p(2) }}{{ [name] | map('upper') | join }}", "2&lt;SAM&gt;"),
    ],
)
def test_a_component_is_drawn_with_what_it_is_given(app: Flask, call: str, text: str) -> None:
    assert read(app, BOX + FRAME + PLAIN + call) == text


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("{{ box() }}", UndefinedError),
        ("{{ unknown() }}", UndefinedError),
        ("{{ plain(1, 2) }}", TypeError),
        ("{{ plain(b=1) }}", TypeError),
        ("{{ plain(1, a=1) }}", TypeError),
        ("{% call plain() %}{% endcall %}", TypeError),
    ],
)
def test_a_component_that_is_given_something_wrong_is_an_error(
    app: Flask, call: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        read(app, BOX + FRAME + PLAIN + call)


def test_no_function_of_a_template_wants_its_context_but_a_text(app: Flask) -> None:
    wanting = {name for name, value in app.jinja_env.globals.items() if hasattr(value, "jinja_pass_arg")}
    assert wanting == WANT_CONTEXT


@pytest.mark.parametrize(
    ("value", "text"),
    [("<&>\"'", "&lt;&amp;&gt;&#34;&#39;"), (Markup("<b>"), "<b>"), (3, "3"), (None, "None"), ("", "")],
)
def test_a_value_is_escaped_once(value: object, text: str) -> None:
    assert str(drawn(value)) == text
