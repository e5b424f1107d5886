"""What the laws of tests/contracts look at: the source files, the doors, the templates."""

import ast
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

ROOT = Path(__file__).resolve().parents[2]
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Door:
    """One URL with the view behind it."""

    rule: Rule
    view: Callable[..., Any]

    @property
    def endpoint(self) -> str:
        return str(self.rule.endpoint)

    @property
    def unsafe(self) -> bool:
        return bool(UNSAFE & (self.rule.methods or set()))

    def __str__(self) -> str:
        return f"{self.endpoint} ({self.rule})"


def doors(app: Flask) -> list[Door]:
    """Every door of the application; the static files are Flask's own."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (str(rule.endpoint), str(rule)))
    return [Door(rule, app.view_functions[rule.endpoint]) for rule in rules if rule.endpoint != "static"]


def tracked_files(*patterns: str) -> list[Path]:
    """The files that belong to the product, new ones included, ignored ones left out."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [
        ROOT / name
        for name in sorted(set(names))
        if (ROOT / name).is_file() and not (ROOT / name).is_symlink()
    ]


def short(path: Path) -> str:
    """A path as people call it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The parsed source of a file, which many laws read."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def every_node(module: ast.Module) -> list[ast.AST]:
    """Every node of a module."""
    return list(ast.walk(module))


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module."""
    return (node for node in every_node(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function, its docstring and decorators apart."""
    first = function.body[0]
    is_docstring = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(function.body) > 1
    )
    described = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - described


def dotted(node: ast.AST) -> str:
    """A name like datetime.now as it is written."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imported(node: ast.AST) -> list[str]:
    """The dotted names that an import statement brings in."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def feature_of(module: str) -> str:
    """The feature that a dotted module name belongs to."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "lms" else ""


def listed(faults: list[str]) -> str:
    """Faults as a list that reads well in a failed test."""
    return "\n- " + "\n- ".join(faults)
