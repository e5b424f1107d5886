"""Static files beside themselves in a smaller form, for browsers that take it."""

from __future__ import annotations

from pathlib import Path

from whitenoise.compress import Compressor


def pack(folder: Path) -> None:
    """Write a `.gz` beside each file that gets smaller by it, unless the one of this very file is there.

    Raises OSError when the folder cannot be written.
    """
    compressor = Compressor(use_brotli=False, quiet=True)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and compressor.should_compress(str(path)) and not _is_packed(path):
            compressor.compress(str(path))


def _is_packed(path: Path) -> bool:
    packed = path.with_name(f"{path.name}.gz")
    return packed.exists() and int(packed.stat().st_mtime) == int(path.stat().st_mtime)
