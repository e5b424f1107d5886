"""Laws over what people are told: kinds are declared and named, and a mail has no room for content."""

import ast
import re
from collections.abc import Iterator

from flask import Flask
from jinja2 import nodes

from lms.core.notices import Delivery, kinds
from tests.support.house import ROOT, every_node, listed, short, tracked_files, tree

MAILS = ("layouts/email.html", "layouts/email.txt")
WORDS = {"subject", "text", "name", "path", "items", "fewer_path", "base_url", "locale"}
TELLING = {"notify", "notify_each"}
KIND = re.compile(r"[a-z]+\.[a-z_]+")
ITEM_WORDS = {"title", "line", "path"}


def told() -> Iterator[tuple[str, str]]:
    """Every kind that a module which tells people writes out, with the place."""
    for path in tracked_files("lms/**/*.py"):
        module = tree(path)
        if path.name == "feature.py" or not any(
            isinstance(node, ast.Call) and name_of(node.func) in TELLING for node in every_node(module)
        ):
            continue
        for node in every_node(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KIND.fullmatch(node.value):
                yield f"{short(path)}:{node.lineno}", node.value


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_kind_that_is_used_is_declared(app: Flask) -> None:
    used = list(told())
    features = {feature.name for feature in app.extensions["features"]}
    others = set(app.view_functions) | {
        kind for feature in app.extensions["features"] for kind in feature.jobs
    }
    strange = [
        f"{place}: {kind}"
        for place, kind in used
        if kind not in kinds and kind not in others and kind.partition(".")[0] in features
    ]
    assert used
    assert not strange, f"no manifest declares it:{listed(strange)}"


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
