"""What templates are compiled to: pieces of text that are only joined, components that are called at once.

Jinja asks at every call and every piece what a page of ours never needs: whether a function wants the
context, whether a text stays safe after it was joined. A page does so a thousand times.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

from lms.core.folding import TEXT_NAMES

WANT_CONTEXT = {*TEXT_NAMES, "pgettext", "npgettext"}
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


class Component(Macro):
    """A macro that raises no error inside for each argument that is left out, as Jinja's own does."""

    def __call__(self, *given: Any, **named: Any) -> str:
        """Draw the component."""
        take = named.pop
        values = [*given, *[take(name, missing) for name in self.arguments[len(given) :]]]
        if self.caller and not self.explicit_caller:
            values.append(take("caller", None) or self._environment.undefined(name="caller"))
        if self.catch_kwargs:
            values.append(named)
        elif named:
            raise TypeError(f"macro {self.name!r} takes no argument {next(iter(named))!r}")
        words = self._func(*values)
        return str.__new__(Markup, words) if self._default_autoescape else words


class StillComponent(Component):
    """A component that draws the same whenever it is given the same: it draws that once."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._known: dict[object, str] = {}

    def __call__(self, *given: Any, **named: Any) -> str:
        """Draw the component, or give what was drawn before."""
        key = (given, *named.items())
        if key not in self._known:
            self._known[key] = super().__call__(*given, **named)
        return self._known[key]


class Pieces(CodeGenerator):
    """Writes templates whose pieces are only escaped: a page joins a thousand of them."""

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Define a macro as a component."""
        node = macro_ref.node
        name = node.name if isinstance(node, nodes.Macro) else None
        kind = "StillComponent" if self.is_still(name) else "Component"
        self.write(
            f"environment.{kind}(environment, macro, {name!r}, {tuple(a.name for a in node.args)!r},"
            f" {macro_ref.accesses_kwargs!r}, {macro_ref.accesses_varargs!r},"
            f" {macro_ref.accesses_caller!r}, context.eval_ctx.autoescape)"
        )

    def is_still(self, name: str | None) -> bool:
        """Whether a macro of this template draws the same whenever it is given the same, in one language."""
        return bool(getattr(self.environment, "language", "")) and name in STILL.get(self.name or "", ())

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.drawn(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Call at once; only a text wants to know whether the template escapes."""
        is_text = isinstance(node.node, nodes.Name) and node.node.name in WANT_CONTEXT
        if is_text or node.dyn_args is not None or node.dyn_kwargs is not None:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for pair in node.kwargs:
            self.write(f"**{{{pair.key!r}: " if iskeyword(pair.key) else f"{pair.key}=(")
            self.visit(pair.value, frame)
            self.write("}, " if iskeyword(pair.key) else "), ")
        self.write("caller=caller)" if forward_caller else ")")
