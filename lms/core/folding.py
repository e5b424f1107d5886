"""What never changes in a template is worked out when it is compiled: texts, addresses, still components.

A page holds hundreds of texts and icons. Asked for one by one they took as long as all that differs from
reader to reader; so a template is compiled once for each language, with its texts in place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

Answer = Callable[..., str | None]

TEXT_FOR_NUMBER = "ngettext"
TEXT_NAMES = ("_", "gettext", TEXT_FOR_NUMBER)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")
_NUMBERS_TO_TRY = range(200)


class Texts:
    """The translations of one language, as far as a template can be compiled with them."""

    def __init__(
        self, one: Callable[[str], str], many: Callable[[str, str, int], str], plural: Callable[[int], int]
    ) -> None:
        self.one, self.many = one, many
        self.is_plain = all(plural(n) == int(n != 1) for n in _NUMBERS_TO_TRY)


class Folding(NodeTransformer):
    """Rewrites a parsed template; what cannot be known beforehand stays as it was.

    `address` answers for `url_for`; `still` finds a component's macro that draws the same whenever it is
    given the same.
    """

    def __init__(
        self,
        template: nodes.Template,
        *,
        texts: Texts,
        address: Answer,
        still: Callable[[str, str], Answer | None],
    ) -> None:
        self.texts = texts
        own = {n.name for n in template.find_all(nodes.Name) if n.ctx in ("store", "param")}
        macros = {alias: still(source, name) for source, name, alias in _imports(template)}
        self.answers = {
            name: answer
            for name, answer in {"url_for": address, **macros}.items()
            if answer is not None and name not in own
        }
        self.text_names = set(TEXT_NAMES) - own

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """A call with constants alone becomes its answer, a text with variables the pieces around them."""
        self.generic_visit(node)
        called = node.node
        if not isinstance(called, nodes.Name) or node.dyn_args is not None or node.dyn_kwargs is not None:
            return node
        if called.name in self.answers:
            return _answered(node, self.answers[called.name])
        words = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        if called.name not in self.text_names or not words:
            return node
        given = {pair.key: pair.value for pair in node.kwargs}
        if called.name == TEXT_FOR_NUMBER:
            return self._for_number(node, words, given)
        return _filled(self.texts.one(words[0]), given, node.lineno) or node

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        """What a block is handed to stays a call, whatever it is given."""
        self.generic_visit(node.call)
        node.defaults[:] = [self.visit(default) for default in node.defaults]
        node.body[:] = [statement for old in node.body for statement in self._visited(old)]
        return node

    def _visited(self, statement: nodes.Node) -> list[nodes.Node]:
        found = self.visit(statement)
        return found if isinstance(found, list) else [found]

    def _for_number(self, node: nodes.Call, words: list[str], given: dict[str, nodes.Expr]) -> nodes.Node:
        if not self.texts.is_plain or len(words) != 2 or len(node.args) != 3:
            return node
        number = node.args[2]
        forms = [
            _filled(self.texts.many(words[0], words[1], n), {"num": number, **given}, node.lineno)
            for n in (1, 2)
        ]
        if None in forms:
            return node
        is_one = nodes.Compare(number, [nodes.Operand("eq", nodes.Const(1))])
        return nodes.CondExpr(is_one, *forms, lineno=node.lineno)

    def visit_Output(self, node: nodes.Output) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        """A choice between words becomes a choice between pieces of the page, escaped beforehand."""
        self.generic_visit(node)
        return list(_statements(node.nodes, node.lineno))


def _imports(template: nodes.Template) -> Iterator[tuple[str, str, str]]:
    """Template, macro and the name that it gets here, of all that is imported by name."""
    for node in template.find_all(nodes.FromImport):
        if isinstance(node.template, nodes.Const):
            for entry in node.names:
                name, alias = (entry, entry) if isinstance(entry, str) else entry
                yield str(node.template.value), name, alias


def _answered(node: nodes.Call, answer: Answer) -> nodes.Node:
    """What is answered to constants; the call itself when there is more, or no answer."""
    arguments = [*node.args, *(pair.value for pair in node.kwargs)]
    constants = [argument.value for argument in arguments if isinstance(argument, nodes.Const)]
    if len(constants) < len(arguments):
        return node
    number = len(node.args)
    names = [pair.key for pair in node.kwargs]
    found = answer(*constants[:number], **dict(zip(names, constants[number:], strict=True)))
    return node if found is None else _words(found, node.lineno)


def _words(words: str, line: int) -> nodes.Expr:
    """Words of the page; a plain text without anything to escape reads the same and costs less to hand on."""
    if isinstance(words, Markup) or escape(words) != words:
        return nodes.TemplateData(words, lineno=line)
    return nodes.Const(words, lineno=line)


def _filled(text: str, given: Mapping[str, nodes.Expr], line: int) -> nodes.Expr | None:
    """The text with its variables in it, each of which is escaped; nothing when one is missing."""
    pieces: list[nodes.Expr] = []
    words, end = "", 0
    for found in _PLACEHOLDER.finditer(text):
        words += text[end : found.start()]
        end = found.end()
        name = found[1]
        if name is None:
            words += "%"
        elif name in given:
            pieces += [nodes.TemplateData(words, lineno=line), given[name]]
            words = ""
        else:
            return None
    words += text[end:]
    if not pieces:
        return _words(words, line)
    return nodes.Concat([*pieces, nodes.TemplateData(words, lineno=line)], lineno=line)


def _statements(pieces: list[nodes.Expr], line: int) -> Iterator[nodes.Node]:
    """The pieces of one output, cut where a choice is made."""
    waiting: list[nodes.Expr] = []
    for piece in _flat(pieces):
        if not isinstance(piece, nodes.CondExpr):
            waiting.append(piece)
            continue
        if waiting:
            yield nodes.Output(waiting, lineno=line)
            waiting = []
        then = list(_statements([piece.expr1], line))
        otherwise = list(_statements([piece.expr2], line)) if piece.expr2 is not None else []
        yield nodes.If(piece.test, then, [], otherwise, lineno=line)
    if waiting:
        yield nodes.Output(waiting, lineno=line)


def _flat(pieces: list[nodes.Expr]) -> Iterator[nodes.Expr]:
    for piece in pieces:
        if isinstance(piece, nodes.Concat):
            yield from _flat(piece.nodes)
        elif not isinstance(piece, nodes.TemplateData) or piece.data:
            yield piece
