"""Laws over every text: each has an English translation with the same placeholders."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask

from tests.support.house import ROOT, listed

CATALOGUES = ROOT / "lms" / "translations" / "en" / "LC_MESSAGES"
KEYWORDS: dict[str, Any] = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_l": None, "lazy_ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
JINJA = {"extensions": "jinja2.ext.do", "silent": "false"}
SHARED = ("layouts", "components", "errors")


def folders(domain: str) -> list[Path]:
    shared = [ROOT / "templates" / name for name in SHARED] if domain == "core" else []
    return [
        folder for folder in [ROOT / "lms" / domain, ROOT / "templates" / domain, *shared] if folder.is_dir()
    ]


def texts(domain: str) -> Iterator[str]:
    """The Dutch texts of one feature; of a plural the singular is its name."""
    for folder in folders(domain):
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(folder),
            method_map=METHODS,
            options_map={"**.html": JINJA, "**.txt": JINJA},
            keywords=KEYWORDS,
            strip_comment_tags=True,
        ):
            yield message[0] if isinstance(message, tuple) else message


def catalogue(domain: str) -> Catalog:
    with (CATALOGUES / f"{domain}.po").open("rb") as file:
        return read_po(file, locale="en", domain=domain)


def forms(message: Message) -> tuple[str, ...]:
    """The translation, and those of the plural."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def domains(app: Flask) -> list[str]:
    return ["core", *(feature.name for feature in app.extensions["features"])]


def test_every_text_has_an_english_translation(app: Flask) -> None:
    missing = []
    for domain in domains(app):
        wanted = sorted(set(texts(domain)))
        if not wanted:
            continue
        known = catalogue(domain) if (CATALOGUES / f"{domain}.po").exists() else Catalog(locale="en")
        for text in wanted:
            message = known.get(text)
            translated = (
                message is not None
                and message.string
                and all([*([message.string] if isinstance(message.string, str) else message.string)])
            )
            if not translated or message.fuzzy:
                missing.append(f"{domain}: {text[:90]!r}")
    assert not missing, (
        f"{len(missing)} texts without English (make translate, then fill in):{listed(missing)}"
    )


def test_translations_keep_the_placeholders(app: Flask) -> None:
    broken = [
        f"{path.stem}: {str(message.id)[:70]!r}: {error}"
        for path in sorted(CATALOGUES.glob("*.po"))
        for message, errors in catalogue(path.stem).check()
        for error in errors
    ]
    assert not broken, listed(broken)


def test_no_catalogue_is_without_a_feature(app: Flask) -> None:
    strays = sorted({path.stem for path in CATALOGUES.glob("*.po")} - set(domains(app)))
    assert not strays, f"delete the file or register the feature:{listed(strays)}"


def test_one_text_has_one_translation_everywhere(app: Flask) -> None:
    seen: dict[str, tuple[str, str]] = {}
    different = []
    for path in sorted(CATALOGUES.glob("*.po")):
        for message in catalogue(path.stem):
            text, english = str(message.id), str(message.string)
            first = seen.setdefault(text, (path.stem, english))
            if text and first[1] != english:
                different.append(f"{text!r}: {first[0]} says {first[1]!r}, {path.stem} says {english!r}")
    assert not different, f"the catalogues are merged, so one would win by chance:{listed(different)}"


@pytest.mark.parametrize("marker", ["#, fuzzy"])
def test_no_translation_is_a_guess(marker: str) -> None:
    guessed = [path.name for path in CATALOGUES.glob("*.po") if marker in path.read_text(encoding="utf-8")]
    assert not guessed, listed(guessed)
