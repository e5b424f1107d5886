"""The templates, compiled once for each language with all in place that does not change."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.sansio.app import App
from flask.templating import Environment
from flask_babel import get_locale
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

from lms.core.application import Application
from lms.core.folding import Answer, Folding
from lms.core.i18n import LANGUAGES, texts_of

STILL = {
    "components/icon.html": {"icon", "brand_mark"},
    "components/state.html": {"state_word", "state_glyph", "state_mark"},
}


def drawn(value: Any) -> str:
    """What stands on the page for a value: `escape` without wrapping what is joined at once."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    return value if kind is Markup else escape(value)


class Pieces(CodeGenerator):
    """Writes templates whose pieces are only escaped: a page joins a thousand of them."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.drawn(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Templates(Environment):
    """Flask's environment, with a set of templates for each language; one alone for who works on them.

    Its globals are one plain dictionary: every import compares them with its reader's.
    """

    code_generator_class = Pieces
    drawn = staticmethod(drawn)

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self.language = ""
        self.by_language: dict[str, Templates] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template that brings none of its own."""
        return super().make_globals(d) if d else self.globals

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """The template in the language of this moment; what it extends or imports speaks the same."""
        is_plain = bool(self.language) or self.auto_reload
        speaker = self if is_plain else self.speaking(_language())
        return super(Templates, speaker).get_template(name, parent, globals)

    def speaking(self, language: str) -> Templates:
        """The same templates in one language."""
        if language not in self.by_language:
            speaker = self.overlay()
            speaker.language = language
            self.by_language[language] = speaker
        return self.by_language[language]

    def still(self, template: str, name: str) -> Answer | None:
        """A macro that draws the same whenever it is given the same."""
        return getattr(self.get_template(template).module, name) if name in STILL.get(template, ()) else None

    def address(self, endpoint: str, **values: Any) -> str | None:
        """The path of a door or file that a template names by itself."""
        return self.app.path_of(endpoint, values) if isinstance(self.app, Application) else None

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        if self.language:
            folding = Folding(source, texts=texts_of(self.language), address=self.address, still=self.still)
            source = folding.visit(source)
            source.set_environment(self)
        return super()._generate(source, name, filename, defer_init)


def _language() -> str:
    locale = get_locale()
    return locale.language if locale is not None else LANGUAGES[0]
