from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms.core import clock, files
from lms.core.files import FileKind, path_of, store_file, sweep_strays


@pytest.fixture
def folder(app: Flask) -> Path:
    files.kept_in().mkdir(parents=True, exist_ok=True)
    return files.kept_in()


def age(path: Path, hours: int) -> Path:
    moment = (clock.now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_a_file_without_a_row_goes_after_a_day(session: Session, folder: Path) -> None:
    stray, fresh = folder / "stray", folder / "incoming-fresh"
    stray.write_bytes(b"x")
    fresh.write_bytes(b"x")
    age(stray, 25)
    age(fresh, 23)
    sweep_strays(session)
    assert not stray.exists()
    assert fresh.exists()
    fresh.unlink()


def test_a_file_with_a_row_stays(session: Session, folder: Path) -> None:
    stored = store_file(
        session, stream=io.BytesIO(b"WEBVTT\n"), name="a.vtt", allowed=frozenset({FileKind.VTT})
    )
    age(path_of(stored), 1000)
    sweep_strays(session)
    assert path_of(stored).exists()
