"""A list that somebody sends, read once in a child process and never kept as a file."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from config import MEGABYTE
from lms.core.confined import read_apart
from lms.core.errors import RefusedFileError
from lms.core.files import FileKind, passing_file
from lms.core.forms import clean_line
from lms.rosters.rules import SheetRow

LISTS = frozenset({FileKind.CSV, FileKind.XLSX, FileKind.ODS})
LARGEST = 5 * MEGABYTE
READER = "lms.rosters.sheet_reader"


@dataclass(frozen=True)
class Sheet:
    """What stands in a list: its first row, the rows below it, how many there are, and the file's SHA-256."""

    heads: Sequence[str]
    rows: Sequence[SheetRow]
    count: int
    columns: int
    sha256: str


def read_list(*, stream: IO[bytes], name: str) -> Sheet:
    """Read a list. Raises RefusedFileError with the reason when that cannot be done."""
    with passing_file(stream=stream, name=name, allowed=LISTS, limit=LARGEST) as passing:
        try:
            answer = read_apart(READER, passing.kind.value, str(passing.path))
        except subprocess.TimeoutExpired:
            answer = None
    if answer is None:
        raise RefusedFileError("too_heavy")
    told = json.loads(answer)
    rows = [
        SheetRow(
            number=row["number"],
            cells=tuple(str(clean_line(cell)) for cell in row["cells"]),
            formulas=frozenset(place - 1 for place in row["formulas"]),
        )
        for row in told["rows"]
    ]
    if not rows:
        raise RefusedFileError("empty")
    return Sheet(rows[0].cells, rows[1:], told["count"], told["columns"], passing.sha256)
