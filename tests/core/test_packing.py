"""Static files are packed once, and again when they change."""

import gzip
import os
from pathlib import Path

from lms.core.packing import pack

TEXT = "body { color: teal }\n" * 50


def test_a_file_gets_its_packed_form_beside_it(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "app.css").write_text(TEXT)
    (tmp_path / "letters.woff2").write_bytes(b"a" * 1000)
    pack(tmp_path)
    assert gzip.decompress((tmp_path / "css" / "app.css.gz").read_bytes()).decode() == TEXT
    assert sorted(path.name for path in tmp_path.rglob("*.gz")) == ["app.css.gz"]


def test_what_is_packed_is_left_alone_until_it_changes(tmp_path: Path) -> None:
    style, packed = tmp_path / "app.css", tmp_path / "app.css.gz"
    style.write_text(TEXT)
    pack(tmp_path)
    packed.write_bytes(b"as it was")
    os.utime(packed, (style.stat().st_atime, style.stat().st_mtime))
    pack(tmp_path)
    assert packed.read_bytes() == b"as it was"
    style.write_text(TEXT.replace("teal", "navy"))
    os.utime(style, (1, 1))
    pack(tmp_path)
    assert b"navy" in gzip.decompress(packed.read_bytes())
