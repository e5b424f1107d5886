"""Names in the order in which people look for them: capitals and accents do not count (AC-11)."""

from __future__ import annotations

import unicodedata
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

# Letters that Unicode does not take apart into a plain letter and a mark.
_WHOLE = {"Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "ı": "i"}


def _plain(letter: str) -> str:
    return _WHOLE.get(letter) or unicodedata.normalize("NFKD", letter)[0]


_ACCENTED = [chr(code) for code in range(0xC0, 0x250) if _plain(chr(code)).isascii()]
_TABLE = {ord(letter): _plain(letter) for letter in _ACCENTED}


def folded(text: str) -> str:
    """The text as it is sorted: `Çelik` stands beside `celik`."""
    return text.translate(_TABLE).lower()


class Alphabetical(FunctionElement[str]):
    """A column of names as it is sorted; the same letters count as in `folded`."""

    type = sa.String()
    inherit_cache = True


@compiles(Alphabetical, "sqlite")
def _on_sqlite(element: Alphabetical, compiler: SQLCompiler, **keywords: Any) -> str:
    return f"folded({compiler.process(element.clauses, **keywords)})"


@compiles(Alphabetical, "postgresql")
def _on_postgresql(element: Alphabetical, compiler: SQLCompiler, **keywords: Any) -> str:
    accented, plain = "".join(_ACCENTED), "".join(_TABLE.values())
    return f"lower(translate({compiler.process(element.clauses, **keywords)}, '{accented}', '{plain}'))"
