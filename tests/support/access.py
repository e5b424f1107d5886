"""The table of who enters which door, and what an answer says about that."""

import tomllib
from typing import Any

from tests.support.house import ROOT, Door
from tests.support.scene import PERSONAS

TABLE = ROOT / "tests" / "contracts" / "access.toml"
ENTERS, NOT_FOUND, FORBIDDEN, SIGN_IN_FIRST, BROKEN = "+-xi!"


def access_table() -> dict[str, dict[str, str]]:
    """Per door and method: what each persona is answered."""
    content = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    rows = {f"{feature}.{row}": cells for feature, part in content.items() for row, cells in part.items()}
    return {row: dict(zip(PERSONAS, cells.split(), strict=True)) for row, cells in rows.items()}


def knocks(door: Door) -> list[str]:
    """The methods by which somebody can knock."""
    return [method for method in ("GET", "POST") if method in (door.rule.methods or set())]


def row_of(door: Door, method: str) -> str:
    return f"{door.endpoint} {method}"


def meaning(response: Any) -> str:
    """Whether the door opened; what the view then thinks of an empty form is another matter."""
    status, target = response.status_code, response.headers.get("Location", "")
    if status == 302 and (target == "/inloggen" or target.startswith("/inloggen?")):
        return SIGN_IN_FIRST
    if status in {403, 404}:
        return FORBIDDEN if status == 403 else NOT_FOUND
    return BROKEN if status >= 500 and status != 503 else ENTERS
