"""The invented people, papers and words of the demo, read from the files beside this one."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"


@cache
def read(name: str) -> dict[str, Any]:
    """One file of the content, by its name without ending; nobody changes what it returns."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
