"""Make static/app.css: design system, theme, layout, components and print in one file, without comments.

Needs nothing but Python. `--check` says whether the committed bundle is fresh.
"""

import re
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
BUNDLE = STATIC / "app.css"
LAYERS = (
    ("vendor", STATIC / "vendor" / "nlds.css"),
    ("theme", STATIC / "css" / "theme.css"),
    ("layout", STATIC / "css" / "layout.css"),
    ("components", STATIC / "css" / "components.css"),
    ("print", STATIC / "css" / "print.css"),
)
NOTICE = "/* Samenloop, EUPL-1.2; built by frontend/bundle.py from static/css and static/vendor/nlds.css */"


def minified(css: str) -> str:
    """Drop comments and the white space that has no meaning."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    # One rule a line: two people who change different rules merge without a conflict.
    return css.replace(";}", "}").replace("}", "}\n").strip()


def bundle() -> str:
    """Every layer in order, so that our own rules win from the design system whatever their weight."""
    order = ",".join(name for name, _ in LAYERS)
    blocks = [f"@layer {name}{{{minified(path.read_text('utf-8'))}}}" for name, path in LAYERS]
    return "\n".join([NOTICE, f"@layer {order};", *blocks]) + "\n"


def main(arguments: list[str]) -> int:
    """Write the bundle, or with --check compare it."""
    fresh = bundle()
    if "--check" in arguments:
        if BUNDLE.read_text("utf-8") == fresh:
            return 0
        print("static/app.css is not fresh: run python frontend/bundle.py", file=sys.stderr)
        return 1
    BUNDLE.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
