"""Laws over the look: the bundle is fresh, every icon exists, and the first view of a page stays light."""

import gzip
import re
import subprocess
import sys

from tests.support.house import ROOT, listed, tracked_files

ICON_CALL = re.compile(r"\b(?:icon|draw_icon|empty_state)\(\s*\"([a-z0-9-]+)\"|\bicon=\"([a-z0-9-]+)\"")
FIRST_VIEW = ("static/app.css", "static/js/app.js", "static/img/icons.svg", "static/img/mark.svg")
FONT = "static/vendor/fonts/samenloop-sans-3.52.woff2"


def test_style_bundle_is_fresh() -> None:
    answer = subprocess.run(
        [sys.executable, str(ROOT / "frontend" / "bundle.py"), "--check"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr


def test_every_icon_that_a_template_draws_is_in_the_sprite() -> None:
    sprite = (ROOT / "static" / "img" / "icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    missing = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked_files("templates")
        for pair in ICON_CALL.findall(path.read_text(encoding="utf-8"))
        for name in pair
        if name and name not in known
    ]
    assert known
    assert not missing, f"add them to frontend/icons.txt and rebuild:{listed(missing)}"


def test_assets_of_a_first_view_leave_room_for_the_page() -> None:
    sent = sum(len(gzip.compress((ROOT / name).read_bytes())) for name in FIRST_VIEW)
    sent += (ROOT / FONT).stat().st_size
    assert sent < 110_000


def test_font_is_asked_for_by_the_same_name_everywhere() -> None:
    name = FONT.rpartition("/")[2]
    for place in ("static/css/theme.css", "templates/layouts/base.html", "frontend/fonts.py"):
        assert name in (ROOT / place).read_text(encoding="utf-8"), place


def test_package_lock_names_no_download_address() -> None:
    lock = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
