"""Languages: Dutch is written in the code, English comes from one catalogue per feature."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, has_request_context, request, session
from flask_babel import get_locale

from config import ROOT
from lms.core.extensions import babel

LANGUAGES = ("nl", "en")
CATALOGUES = ROOT / "lms" / "translations"


def domains() -> list[str]:
    """The catalogues that exist: one per feature, named after it."""
    return sorted(path.stem for path in (CATALOGUES / "en" / "LC_MESSAGES").glob("*.po"))


def chosen_language() -> str:
    """The language that this visitor chose; Dutch when nothing was chosen."""
    if not has_request_context():
        return LANGUAGES[0]
    chosen = session.get("locale") or request.cookies.get("taal")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def set_up_languages(app: Flask) -> None:
    """Load all catalogues as one."""
    names = domains() or ["messages"]
    # Flask-Babel pairs folders with catalogues by position, so the folder is named once for each.
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join([str(CATALOGUES)] * len(names))
    app.config["BABEL_DOMAIN"] = ";".join(names)
    babel.init_app(app, locale_selector=chosen_language)
    app.jinja_env.globals["get_locale"] = get_locale


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
