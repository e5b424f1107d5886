"""The accessibility rules of axe on a page in the browser."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")

_met: set[int] = set()
"""How parts of all pages looked at so far, and found in order, look."""


def axe(page: Page) -> None:
    """Fail on anything that axe finds against WCAG 2.2 A and AA or good practice."""
    found = page.evaluate(RUN, list(_met))
    if found is None:
        page.evaluate(AXE)
        found = page.evaluate(RUN, list(_met))
    told = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
        + "\n    ".join(node["html"][:160] for node in violation["nodes"][:4])
        for violation in found["violations"]
    ]
    assert not told, f"{page.url} at {page.viewport_size}:\n- " + "\n- ".join(told)
    _met.update(found["met"])
