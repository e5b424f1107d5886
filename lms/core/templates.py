"""The templates, compiled once for each language with all in place that does not change."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from functools import partial
from typing import Any

from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import Template, nodes

from lms.core.application import Application
from lms.core.drawing import STILL, Component, Pieces, StillComponent, drawn
from lms.core.folding import Answer, Folding
from lms.core.i18n import spoken, texts_of

_INDENTATION = re.compile(r"\n[ \t]+")


class Templates(Environment):
    """Flask's environment, with a set of templates for each language; one alone for who works on them.

    Its globals are one plain dictionary: every import compares them with its reader's.
    """

    code_generator_class = Pieces
    drawn = staticmethod(drawn)
    Component, StillComponent = Component, StillComponent

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
        speaker = self if is_plain else self.speaking(spoken())
        return super(Templates, speaker).get_template(name, parent, globals)

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """A page without the indentation of its template, which nobody sees and every reader would fetch."""
        is_page = name is not None and name.endswith(".html")
        return super().preprocess(_INDENTATION.sub("\n", source) if is_page else source, name, filename)

    def speaking(self, language: str) -> Templates:
        """The same templates in one language."""
        if language not in self.by_language:
            speaker = self.overlay()
            speaker.language = language
            speaker.filters = {name: _in_language(f, language) for name, f in self.filters.items()}
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


def _in_language(function: Callable[..., Any], language: str) -> Callable[..., Any]:
    """A filter that writes in a language needs not ask which."""
    takes_language = "language" in getattr(function, "__annotations__", ())
    return partial(function, language=language) if takes_language else function
