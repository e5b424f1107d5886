"""Languages: Dutch is written in the code, English comes from one catalogue per feature."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations
from flask import Flask, has_request_context, request, session
from flask_babel import Domain, force_locale, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from config import ROOT
from lms.core.extensions import babel
from lms.core.folding import Texts

LANGUAGES = ("nl", "en")
CATALOGUES = ROOT / "lms" / "translations"


class Catalogues(Domain):
    """All catalogues as one, found by the language alone: texts are asked for hundreds of times a page."""

    def __init__(self, domain: str) -> None:
        super().__init__(domain=domain)
        self._by_language: dict[str, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        """The translations for the language of this moment."""
        locale = get_locale()
        language = locale.language if locale is not None else ""
        if language not in self._by_language:
            self._by_language[language] = super().get_translations()
        return self._by_language[language]


def spoken() -> str:
    """The language of this moment."""
    locale = get_locale()
    return locale.language if locale is not None else LANGUAGES[0]


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """For as long as this lasts, words are looked up in somebody's own language."""
    with force_locale(locale):
        yield


def texts_of(language: str) -> Texts:
    """The texts of one language, for templates that are compiled with them."""
    with force_locale(language):
        found = babel.domain_instance.get_translations()
    plural = getattr(found, "plural", lambda number: int(number != 1))
    return Texts(found.ugettext, found.ungettext, plural)


def domains() -> list[str]:
    """The catalogues that exist: one per feature, named after it."""
    return sorted(path.stem for path in (CATALOGUES / "en" / "LC_MESSAGES").glob("*.po"))


def asked_language() -> str | None:
    """The language that this visitor asked for, if any."""
    if not has_request_context():
        return None
    asked = session.get("locale") or request.cookies.get("taal")
    return asked if asked in LANGUAGES else None


def chosen_language() -> str:
    """The language that this visitor chose; Dutch when nothing was chosen."""
    return asked_language() or LANGUAGES[0]


def set_up_languages(app: Flask) -> None:
    """Load all catalogues as one."""
    names = domains() or ["messages"]
    # Flask-Babel pairs folders with catalogues by position, so the folder is named once for each.
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join([str(CATALOGUES)] * len(names))
    app.config["BABEL_DOMAIN"] = ";".join(names)
    babel.init_app(app, locale_selector=chosen_language)
    with app.app_context():
        babel.domain_instance = Catalogues(babel.domain)
    app.jinja_env.globals.update(get_locale=get_locale, _=_text, gettext=_text, ngettext=_text_for_number)


@pass_eval_context
def _text(context: EvalContext, text: str, /, **variables: Any) -> str:
    """A text in a template, with its variables escaped; as Jinja's own, without its detours."""
    return _filled(context, babel.domain_instance.get_translations().ugettext(text), variables)


@pass_eval_context
def _text_for_number(context: EvalContext, one: str, many: str, num: int, /, **variables: Any) -> str:
    """The text of a template that belongs to this number."""
    return _filled(
        context, babel.domain_instance.get_translations().ungettext(one, many, num), {"num": num, **variables}
    )


def _filled(context: EvalContext, text: str, variables: dict[str, Any]) -> str:
    words = Markup(text) if context.autoescape else text  # noqa: S704
    return words % variables if "%" in text else words


def compile_catalogues() -> None:
    """Make the binary catalogues that are missing or older than their source."""
    for source in (CATALOGUES / "en" / "LC_MESSAGES").glob("*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as texts:
                catalogue = read_po(texts, locale="en")
            # Whoever reads meanwhile sees the old file or the new one, never half of it.
            unfinished = target.with_suffix(f".{os.getpid()}")
            with unfinished.open("wb") as binary:
                write_mo(binary, catalogue)
            unfinished.replace(target)


def update_catalogue(domain: str) -> None:
    """Extract a feature's texts and bring its English catalogue up to date."""
    source = CATALOGUES / "en" / "LC_MESSAGES" / f"{domain}.po"
    template = ROOT / "var" / f"{domain}.pot"
    template.parent.mkdir(exist_ok=True)
    folders = [p for p in (ROOT / "lms" / domain, ROOT / "templates" / domain) if p.is_dir()]
    if domain == "core":
        folders += [ROOT / "templates" / name for name in ("layouts", "components", "errors")]
    places = [str(folder.relative_to(ROOT)) for folder in folders]
    _babel(
        "extract", "-F", "babel.cfg", "-k", "lazy_gettext", "-k", "_l", "-o", str(template),
        "--no-location", "--omit-header", "--sort-output", *places,
    )  # fmt: skip
    if not template.exists() or not template.read_text().strip():
        return
    source.parent.mkdir(parents=True, exist_ok=True)
    action = "update" if source.exists() else "init"
    quiet = ["--omit-header", "--no-fuzzy-matching", "--ignore-obsolete"] if action == "update" else []
    # One fixed width, so that a new text changes its own lines of the catalogue and no others.
    _babel(action, "-i", str(template), "-o", str(source), "-l", "en", "-w", "100", *quiet)


def _babel(*arguments: str) -> None:
    command = [str(Path(sys.executable).with_name("pybabel")), "-q", *arguments]
    subprocess.run(command, cwd=ROOT, check=True)
