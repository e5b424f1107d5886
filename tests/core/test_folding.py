"""Templates are compiled once for each language, and read the same as plain ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale
from jinja2 import DictLoader
from markupsafe import Markup

from lms.core.folding import Folding, Texts
from lms.core.templates import Templates

ICON = '{% from "components/icon.html" import icon %}'
BOX = '{% macro box() %}[{{ caller("x" if yes) }}]{% endmacro %}'
VALUES = {
    "name": "<Sam>",
    "html": Markup("<b>"),
    "no": False,
    "yes": True,
    "n": 3,
    "one": 1,
    "icon_name": "bell",
}
SOURCES = (
    '{{ _("Organisatie") }}',
    '<a title="{{ _("Onbekende tekst & meer") }}">',
    '{{ _("Menu van %(name)s", name=name) }}',
    '{{ _("Menu van %(name)s", name=html) }}',
    '{{ _("Menu van %(name)s", name="<i>") }}',
    '{{ _("Menu van %(name)s", name=_("Organisatie") ~ name) }}',
    '{{ _("Menu van %(name)s", name="Sam" if no) }}',
    '{% set words = _("Menu van %(name)s", name=name) %}{{ words }}{{ words ~ name }}{{ words | length }}',
    '{{ _("100%% van %(name)s", name=name) }}{{ _("100%%") }}',
    '{{ _("Organisatie" if yes else "Leergroepen") }}',
    "{{ _(name) }}",
    '{{ ngettext("%(num)s persoon", "%(num)s mensen", n) }}',
    '{{ ngettext("%(num)s persoon", "%(num)s mensen", one) }}',
    '{{ ngettext("%(num)s van %(all)s", "%(num)s van %(all)s!", n, all=name) }}',
    '{{ "<p>" ~ name ~ html ~ n }}',
    '{{ "a & b" if yes else "c" }}{{ name if no }}{{ "x" if no else "y" if yes else "z" }}',
    '{% if yes %}{{ "" }}{% endif %}{{ name or "niemand" }}',
    '{{ url_for("site.help") }}{{ url_for("site.help", a="b&c") }}',
    '{{ url_for("static", filename="app.css") }}',
    ICON + '{{ icon("x") }}{{ icon("x", "big") }}{{ icon(icon_name) }}{{ icon("x") | length }}',
    ICON + '{% macro twice(icon) %}{{ icon }}{{ icon }}{% endmacro %}{{ twice("x") }}{{ twice(icon("x")) }}',
    ICON + "{% for icon in [name, html] %}{{ icon }}{% endfor %}",
    BOX + '{% call(a) box() %}{{ a }}{{ _("Organisatie") }}{% endcall %}',
)


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def templates(app: Flask, *, plain: bool) -> Templates:
    """The templates above beside our own components, folded or not."""
    kernel = app.jinja_env
    found = Templates(app, autoescape=True, auto_reload=plain)
    found.undefined, found.globals, found.filters = kernel.undefined, kernel.globals, kernel.filters
    component = app.root_path and kernel.loader.get_source(kernel, "components/icon.html")[0]  # type: ignore[union-attr]
    numbered = {str(number): source for number, source in enumerate(SOURCES)}
    found.loader = DictLoader({**numbered, "components/icon.html": component})
    return found


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_folded_template_reads_as_a_plain_one(app: Flask, language: str) -> None:
    plain, folded = templates(app, plain=True), templates(app, plain=False)
    with force_locale(language):
        for number, source in enumerate(SOURCES):
            wanted = plain.get_template(str(number)).render(VALUES)
            assert folded.get_template(str(number)).render(VALUES) == wanted, source
    assert set(folded.by_language) == {language}
    assert not plain.by_language


def test_every_language_has_its_own_texts_and_a_missing_one_stays_dutch(app: Flask) -> None:
    folded = templates(app, plain=False)
    read = {}
    for language in ("nl", "en", "nl"):
        with force_locale(language):
            read[language] = [folded.get_template(number).render(VALUES) for number in ("0", "1", "2")]
    unknown = '<a title="Onbekende tekst & meer">'
    assert read == {
        "nl": ["Organisatie", unknown, "Menu van &lt;Sam&gt;"],
        "en": ["Organisation", unknown, "Menu of &lt;Sam&gt;"],
    }


def code(app: Flask, source: str) -> str:
    """What a template becomes in English."""
    return str(templates(app, plain=False).speaking("en").compile(source, raw=True))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('<p>{{ _("Organisatie") }}</p>', "yield '<p>Organisation</p>'"),
        ('<p>{{ _("Menu van %(name)s", name="<i>") }}</p>', "yield '<p>Menu of &lt;i&gt;</p>'"),
        ('<a href="{{ url_for("site.help") }}">', "yield '<a href=\"/hulp\">'"),
        (ICON + '<p>{{ icon("x") }}</p>', "#x\"></use></svg></p>'"),
        ("{{ 'a<' if yes else 'b' }}", "yield 'a&lt;'"),
    ],
)
def test_what_never_changes_stands_in_the_compiled_template(app: Flask, source: str, words: str) -> None:
    assert words in code(app, source)


@pytest.mark.parametrize(
    "source",
    [
        '{% set _ = name %}{{ _("Organisatie") }}',
        '{{ _("Menu van %(name)s") }}',
        '{{ _("Menu van %(name)s", **name) }}',
        '{{ url_for("no.such.door") }}',
        '{{ url_for("site.help", **name) }}',
    ],
)
def test_what_cannot_be_known_is_asked_when_the_page_is_drawn(app: Flask, source: str) -> None:
    assert any(asked in code(app, source) for asked in ("context.call(", "l_0_url_for)("))


def test_a_language_with_more_than_two_forms_keeps_asking(app: Flask) -> None:
    def one(text: str) -> str:
        return text

    def many(single: str, plural: str, number: int) -> str:
        return single if number == 1 else plural

    texts = Texts(one, many, lambda number: min(number, 3))
    source = app.jinja_env.parse('{{ ngettext("%(num)s rij", "%(num)s rijen", n) }}')
    folded = Folding(source, texts=texts, address=lambda **_: None, still=lambda *_: None).visit(source)
    assert "context.call(" in str(app.jinja_env.compile(folded, raw=True))
