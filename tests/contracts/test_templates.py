"""Laws over every template: it is used, it is named after its view, and its words can be translated."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from tests.support.house import ROOT, doors, every_node, listed, short, tracked_files, tree

TEMPLATES = ROOT / "templates"
SHARED = {"layouts", "components", "errors"}
# Mail programs know no stylesheets and no content policy.
MAILS = {"layouts/email.html"}
SAME_IN_EVERY_LANGUAGE = {
    "Samenloop",
    "PDF",
    "CSV",
    "DOCX",
    "ODT",
    "EUPL",
    "Nederlands",
    "English",
    "NL",
    "EN",
    "URL",
}
CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
SPOKEN_ATTRIBUTE = re.compile(r"\b(?:aria-label|alt|title|placeholder)=\"([^\"]*)\"")
WORD = re.compile(r"[^\W\d_]{2,}")


def names() -> list[str]:
    return [
        path.relative_to(TEMPLATES).as_posix()
        for path in tracked_files("templates")
        if path.suffix in {".html", ".txt"}
    ]


@cache
def parsed(name: str, app: Flask) -> nodes.Template:
    return app.jinja_env.parse((TEMPLATES / name).read_text(encoding="utf-8"), name)


def strings_of_code() -> set[str]:
    """Every text constant of the application, the names of the templates it renders among them."""
    sources = (tree(path) for path in tracked_files("lms/*.py", "lms/**/*.py"))
    return {node.value for source in sources for node in every_node(source) if is_text(node)}


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_no_template_is_an_orphan(app: Flask) -> None:
    used = strings_of_code()
    for name in names():
        used |= {
            node.value for node in parsed(name, app).find_all(nodes.Const) if isinstance(node.value, str)
        }
    orphans = [name for name in names() if name not in used and not name.startswith("errors/")]
    assert not orphans, f"no view or template names:{listed(orphans)}"


def test_every_page_is_named_after_its_view(app: Flask) -> None:
    endpoints = {door.endpoint.replace(".", "/", 1) for door in doors(app)}
    nameless = []
    for name in names():
        folder, _, file = name.partition("/")
        is_page = (
            folder not in SHARED and "/" not in file and not file.startswith("_") and file.endswith(".html")
        )
        if is_page and name.removesuffix(".html") not in endpoints:
            nameless.append(name)
    assert not nameless, f"no endpoint of this name:{listed(nameless)}"


def test_no_macro_is_imported_in_vain(app: Flask) -> None:
    vain = []
    for name in names():
        template = parsed(name, app)
        imported = {
            (entry if isinstance(entry, str) else entry[1])
            for node in template.find_all(nodes.FromImport)
            for entry in node.names
        } | {node.target for node in template.find_all(nodes.Import)}
        spoken = {node.name for node in template.find_all(nodes.Name) if node.ctx == "load"}
        vain += [f"{name}: {macro}" for macro in sorted(imported - spoken)]
    assert not vain, f"imported but never used:{listed(vain)}"


def test_every_word_can_be_translated() -> None:
    silent = []
    for name in names():
        source = TRANSLATED.sub(" ", (TEMPLATES / name).read_text(encoding="utf-8"))
        spoken = [CODE.sub(" ", text) for text in SPOKEN_ATTRIBUTE.findall(CODE.sub(" ", source))]
        plain = TAG.sub(" ", CODE.sub(" ", source)).replace("&nbsp;", " ")
        found = [word for text in [plain, *spoken] for word in WORD.findall(re.sub(r"&\w+;", " ", text))]
        found = [word for word in found if word not in SAME_IN_EVERY_LANGUAGE]
        if found:
            silent.append(f"{name}: {' '.join(found[:8])}")
    assert not silent, f"words outside _():{listed(silent)}"


@pytest.mark.parametrize(
    "pattern",
    [r"\bstyle=", r"\bon[a-z]+=\"", r"<style\b", r"<script(?![^>]*\bsrc=)(?![^>]*json)", r"\|\s*safe\b"],
)
def test_no_template_works_around_the_content_policy(pattern: str) -> None:
    paths: list[Path] = [
        TEMPLATES / name
        for name in names()
        if name.endswith(".html") and not (name in MAILS and pattern.endswith("style="))
    ]
    wrong = [short(path) for path in paths if re.search(pattern, path.read_text(encoding="utf-8"))]
    assert not wrong, f"{pattern} stands in:{listed(wrong)}"
