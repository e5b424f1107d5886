"""Laws over what people are told: kinds are declared and named, and a mail has no room for content."""

import ast
from collections.abc import Iterator

from flask import Flask
from jinja2 import nodes

from lms.core.notices import Delivery, kinds
from tests.support.house import ROOT, listed, short, tracked_files, tree

MAILS = ("layouts/email.html", "layouts/email.txt")
WORDS = {"subject", "text", "name", "path", "items", "fewer_path", "base_url", "locale"}
ITEM_WORDS = {"title", "line", "path"}


def told() -> Iterator[tuple[str, str | None]]:
    """Every call of notify, with the kind that it names."""
    for path in tracked_files("lms/**/*.py"):
        module = tree(path)
        constants = {
            target.id: node.value.value
            for node in module.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and name_of(node.func) == "notify":
                kind = next((word.value for word in node.keywords if word.arg == "kind"), None)
                if isinstance(kind, ast.Constant):
                    yield f"{short(path)}:{node.lineno}", str(kind.value)
                elif isinstance(kind, ast.Name) and kind.id in constants:
                    yield f"{short(path)}:{node.lineno}", str(constants[kind.id])
                else:
                    yield f"{short(path)}:{node.lineno}", None


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_kind_that_is_used_is_declared(app: Flask) -> None:
    used = list(told())
    strange = [f"{place}: {kind}" for place, kind in used if kind not in kinds]
    assert used
    assert not strange, f"no manifest declares it, or it is not written out:{listed(strange)}"


def test_every_kind_that_is_declared_is_used(app: Flask) -> None:
    unused = set(kinds) - {kind for _place, kind in told()}
    assert not unused, f"nobody is ever told so:{listed(sorted(unused))}"


def test_every_kind_belongs_to_its_feature_and_has_a_label(app: Flask) -> None:
    wrong = [
        kind.key
        for feature in app.extensions["features"]
        for kind in feature.notice_kinds
        if not kind.key.startswith(f"{feature.name}.") or not str(kind.label).strip()
    ]
    assert not wrong, listed(wrong)


def test_no_kind_starts_with_a_choice_that_it_does_not_allow(app: Flask) -> None:
    wrong = [kind.key for kind in kinds.values() if kind.default not in kind.choices]
    assert not wrong, listed(wrong)
    off = [kind.key for kind in kinds.values() if kind.default is Delivery.OFF]
    assert not off, f"who is never mailed by itself does not find the switch:{listed(off)}"


def test_a_mail_has_room_for_title_line_and_link_alone(app: Flask) -> None:
    """Whatever else a feature knows cannot be put in a mail: its templates take these words and no more."""
    taken = {"mail": set[str](), "item": set[str]()}
    for name in MAILS:
        template = app.jinja_env.parse((ROOT / "templates" / name).read_text(encoding="utf-8"))
        for node in template.find_all((nodes.Getattr, nodes.Getitem)):
            if isinstance(node.node, nodes.Name) and node.node.name in taken:
                word = node.attr if isinstance(node, nodes.Getattr) else node.arg.as_const()
                taken[node.node.name].add(word)
        assert not list(template.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)))
    assert taken == {"mail": WORDS, "item": ITEM_WORDS}
