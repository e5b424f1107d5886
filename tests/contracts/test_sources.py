"""Laws over every source file: small, honest about time, and silent about the place it was written in."""

import ast
import re

import pytest

from tests.support.house import (
    ROOT,
    dotted,
    every_node,
    feature_of,
    functions,
    imported,
    length,
    listed,
    short,
    tracked_files,
    tree,
)

APPLICATION = ("lms/*.py", "lms/**/*.py", "config.py")
PRIVATE = {"views", "forms", "subscribers", "cli", "feature"}
READS_TIME = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.localtime",
}
KEEPS_TIME = {"lms/core/clock.py"}
DOMAIN = {"models", "events", "rules", "policies", "queries", "operations"}
# Written in two halves, or this file would break its own law.
FOREIGN = [
    "/wor" + "k/",
    "/hom" + "e/",
    "/roo" + "t/",
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
]
UNFINISHED = re.compile(rf"\b(TO{'DO'}|FIX{'ME'}|X{'XX'})\b")


def modules() -> list[tuple[str, ast.Module]]:
    return [(short(path), tree(path)) for path in tracked_files(*APPLICATION)]


def module_name(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


@pytest.mark.parametrize(("pattern", "most"), [("lms", 400), ("tests", 400), ("templates", 300)])
def test_no_file_has_grown_too_long(pattern: str, most: int) -> None:
    files = [path for path in tracked_files(pattern) if path.suffix in {".py", ".html"}]
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert not (long := [f"{name}: {lines}" for name, lines in lengths.items() if lines > most]), listed(long)


def test_no_module_hides_behind_a_package_of_its_name() -> None:
    hidden = [
        short(path) for path in tracked_files(*APPLICATION) if (path.with_suffix("") / "__init__.py").exists()
    ]
    assert not hidden, f"Python only ever sees the package:{listed(hidden)}"


def test_no_function_has_grown_too_long() -> None:
    long = [
        f"{name}: {function.name} has {length(function)} lines"
        for name, module in modules()
        for function in functions(module)
        if length(function) > (30 if "/views" in name else 40)
    ]
    assert not long, f"at most 40 lines, a view at most 30:{listed(long)}"


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        f"{name}:{node.lineno}"
        for name, module in modules()
        for function in functions(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden, f"an import inside a function hides a circle:{listed(hidden)}"


def test_no_feature_reaches_into_another_ones_private_rooms() -> None:
    prying = []
    for name, module in modules():
        own = feature_of(module_name(name))
        for node in every_node(module):
            for target in imported(node):
                parts = target.split(".")
                other = feature_of(target)
                is_manifest = name == "lms/features.py" and parts[2:3] == ["feature"]
                if other not in {"", "core", own} and PRIVATE & set(parts[2:3]) and not is_manifest:
                    prying.append(f"{name} imports {target}")
    assert not prying, listed(prying)


def test_only_the_clock_reads_the_time() -> None:
    assert not (found := calls(APPLICATION, READS_TIME, KEEPS_TIME)), f"ask lms.core.clock:{listed(found)}"


def test_no_test_depends_on_the_real_time() -> None:
    found = calls(("tests/*.py", "tests/**/*.py"), {*READS_TIME, "time.sleep", "sleep"}, set())
    assert not found, f"move the clock instead, and wait for events instead of sleeping:{listed(found)}"


def calls(patterns: tuple[str, ...], forbidden: set[str], allowed: set[str]) -> list[str]:
    return [
        f"{short(path)}:{node.lineno} {dotted(node.func)}"
        for path in tracked_files(*patterns)
        if short(path) not in allowed
        for node in every_node(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).removeprefix("datetime.datetime") in forbidden
    ]


def test_only_the_unit_of_work_commits() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, module in modules()
        for node in every_node(module)
        if isinstance(node, ast.Call) and dotted(node.func).endswith("session.commit")
        if name != "lms/core/unit_of_work.py"
    ]
    assert not found, f"one commit per request, in one file:{listed(found)}"


def test_views_ask_queries_for_rows() -> None:
    found = [
        f"{name}:{node.lineno} {dotted(node.func)}"
        for name, module in modules()
        if "/views" in name
        for node in every_node(module)
        if isinstance(node, ast.Call)
        and dotted(node.func).rpartition(".")[2] in {"select", "scalars", "execute"}
    ]
    assert not found, listed(found)


def test_everything_after_the_session_is_named() -> None:
    loose = []
    for name, module in modules():
        if room_of(name) not in {"operations", "queries"}:
            continue
        for function in public_functions(module):
            positional = [argument.arg for argument in [*function.args.posonlyargs, *function.args.args]]
            if positional[:1] == ["session"] and len(positional) > 1:
                loose.append(f"{name}: {function.name}({', '.join(positional)})")
    assert not loose, f"put a * after session:{listed(loose)}"


def room_of(name: str) -> str:
    """Which kind of room of a feature a file is: lms/papers/operations/grading.py is operations."""
    parts = name.removesuffix(".py").split("/")
    return parts[2] if len(parts) > 2 and parts[1] != "core" else ""


def public_functions(module: ast.Module) -> list[ast.FunctionDef]:
    defined = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    return [function for function in defined if not function.name.startswith("_")]


def test_every_domain_module_and_function_says_what_it_is_for() -> None:
    silent = []
    for name, module in modules():
        if room_of(name) not in DOMAIN:
            continue
        silent += [f"{name}: {node.name}" for node in public_functions(module) if not ast.get_docstring(node)]
        silent += [] if ast.get_docstring(module) else [name]
    assert not silent, f"one sentence in the domain's words:{listed(silent)}"


def test_nothing_is_left_unfinished() -> None:
    marks = [
        f"{short(path)}:{number}"
        for path in tracked_files("lms", "templates", "tests", "static/js", "docs", "config.py", "migrations")
        if path.suffix in {".py", ".html", ".js", ".md", ".txt"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert not marks, listed(marks)


def test_nothing_speaks_of_the_machine_it_was_written_on() -> None:
    found = []
    for path in tracked_files():
        if path.suffix in {
            ".png",
            ".woff2",
            ".ttf",
            ".pdf",
            ".docx",
            ".odt",
            ".mp4",
            ".webp",
            ".jpg",
            ".ico",
            ".webm",
        }:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{short(path)}: {place}" for place in FOREIGN if place in text]
    assert not found, listed(found)


def test_the_runtime_lock_is_part_of_the_development_lock() -> None:
    pins = [set(re.findall(r"^[\w.\-]+==\S+", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS]
    assert pins[0] - pins[1] == set(), f"run make lock:{listed(sorted(pins[0] - pins[1]))}"


LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("lock", [*LOCKS, "requirements-install.lock"])
def test_every_package_is_locked_with_its_hash(lock: str) -> None:
    entries = re.split(r"\n(?=[\w.\-]+==)", (ROOT / lock).read_text())[1:]
    bare = [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert entries
    assert not bare, listed(bare)
