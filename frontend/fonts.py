"""Build the web font: Source Sans 3, upright, weights 400 to 700, with every Latin letter a name may need.

Needs `pip install fonttools brotli` and an `npm ci` in this folder; run by hand, the result is committed.
"""

import io
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "node_modules" / "source-sans"
TARGET = HERE.parent / "static" / "vendor" / "fonts"

FAMILY = "Samenloop Sans"

LETTERS = (
    (0x20, 0x24F),  # Basic Latin to Latin Extended-B: Łukasz, Šimić-Yılmaz
    (0x2B0, 0x2FF),
    (0x300, 0x36F),
    (0x1E00, 0x1EFF),
    (0x2010, 0x203A),
    (0x20AC, 0x20AC),
    (0x2122, 0x2122),
    (0x2190, 0x2199),
    (0x2212, 0x2212),
    (0x2248, 0x2265),
    (0x2713, 0x2717),
)
FEATURES = ["kern", "liga", "locl", "mark", "mkmk", "ccmp", "calt", "rvrn", "tnum", "pnum", "lnum"]


def build_web_font() -> None:
    """Cut the variable font down to what pages print and store it as woff2."""
    font = TTFont(SOURCE / "VF" / "SourceSans3VF-Upright.ttf")
    font = instancer.instantiateVariableFont(font, {"wght": (400, 700)})
    buffer = io.BytesIO()
    font.save(buffer)
    buffer.seek(0)
    font = TTFont(buffer)
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[point for first, last in LETTERS for point in range(first, last + 1)])
    subsetter.subset(font)
    rename(font)
    font.flavor = "woff2"
    font.save(TARGET / "samenloop-sans-3.52.woff2")


def rename(font: TTFont) -> None:
    """A changed font may not carry the reserved name 'Source' (OFL, condition 3)."""
    names = {
        1: FAMILY,
        3: f"{FAMILY} web",
        4: FAMILY,
        6: FAMILY.replace(" ", ""),
        16: FAMILY,
        25: FAMILY.replace(" ", ""),
    }
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].setName(
                names[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID
            )


def copy_print_fonts() -> None:
    """Keep the full static weights that the certificate and the reports print with."""
    for weight in ("Light", "Regular", "Semibold"):
        shutil.copyfile(SOURCE / "TTF" / f"SourceSans3-{weight}.ttf", TARGET / f"SourceSans3-{weight}.ttf")
    shutil.copyfile(SOURCE / "LICENSE.md", TARGET / "OFL.txt")


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    build_web_font()
    copy_print_fonts()
