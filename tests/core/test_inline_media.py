"""A player may ask for a part of a video, so that one can move through it."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms.core.files import FileKind, StoredFile, inline_media, store_file

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHallo\n"


@pytest.fixture
def stored(session: Session) -> StoredFile:
    allowed = frozenset({FileKind.VTT})
    return store_file(session, stream=BytesIO(CAPTIONS), name="film.vtt", allowed=allowed)


def test_the_whole_comes_at_once_and_says_that_parts_are_possible(app: Flask, stored: StoredFile) -> None:
    with app.test_request_context():
        response = inline_media(stored)
        assert response.status_code == 200
        assert response.headers["Accept-Ranges"] == "bytes"
        assert response.get_data() == CAPTIONS


@pytest.mark.parametrize(
    ("asked", "part"), [("bytes=0-5", CAPTIONS[:6]), ("bytes=8-", CAPTIONS[8:]), ("bytes=-6", CAPTIONS[-6:])]
)
def test_a_part_comes_as_a_part(app: Flask, stored: StoredFile, asked: str, part: bytes) -> None:
    with app.test_request_context(headers={"Range": asked}):
        response = inline_media(stored)
        assert response.status_code == 206
        assert response.get_data() == part
