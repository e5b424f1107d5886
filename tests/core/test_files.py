from __future__ import annotations

import hashlib
import io
import os
import socket
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy.orm import Session

from lms.core import files
from lms.core.errors import RefusedFileError
from lms.core.files import DOCUMENTS, FileKind, download, inline_media, path_of, scan_for_malware, store_file
from tests.papers.documents import make_docx, make_encrypted_pdf, make_odt, make_pdf, make_zip

EVERYTHING = frozenset(FileKind)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MIMETYPE = b"application/vnd.oasis.opendocument.text"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = make_pdf()
DOCX = make_docx()
ODT = make_odt()
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"x" * 5000
MATROSKA = WEBM.replace(b"webm", b"matr")


@pytest.fixture
def keep(session: Session) -> Callable[..., files.StoredFile]:
    def act(
        content: bytes, name: str, allowed: frozenset[FileKind] = EVERYTHING, **options: Any
    ) -> files.StoredFile:
        return store_file(session, stream=io.BytesIO(content), name=name, allowed=allowed, **options)

    return act


def picture(kind: str, size: tuple[int, int] = (4, 4)) -> bytes:
    target = io.BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", size).save(target, kind)
    return target.getvalue()


def zip_of(*parts: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return target.getvalue()


def docx_with(name: zipfile.ZipInfo | str, content: bytes = b"x") -> bytes:
    return zip_of(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"), (name, content))


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("word/link")
    info.external_attr = 0o120777 << 16
    return info


def with_flag(content: bytes, bit: int) -> bytes:
    """The same zip, in whose directory every part carries a flag."""
    place = content.index(b"PK\x01\x02")
    while place != -1:
        content = content[: place + 8] + bytes([content[place + 8] | bit]) + content[place + 9 :]
        place = content.find(b"PK\x01\x02", place + 4)
    return content


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "paper.pdf", FileKind.PDF),
        (PDF, "PAPER.PDF", FileKind.PDF),
        (DOCX, "paper.docx", FileKind.DOCX),
        (ODT, "paper.odt", FileKind.ODT),
        (picture("PNG"), "a.png", FileKind.PNG),
        (picture("JPEG"), "a.jpg", FileKind.JPEG),
        (picture("WEBP"), "a.webp", FileKind.WEBP),
        (WEBM, "a.webm", FileKind.WEBM),
        (b"\xef\xbb\xbfWEBVTT\n\n00:01.000 --> 00:02.000\nHoi", "a.vtt", FileKind.VTT),
        (b"WEBVTT", "a.vtt", FileKind.VTT),
    ],
)
def test_a_sound_file_is_kept_whole(
    keep: Callable[..., files.StoredFile], content: bytes, name: str, kind: FileKind
) -> None:
    stored = keep(content, name)
    assert (stored.kind, stored.size) == (kind, len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert path_of(stored).read_bytes() == content
    assert path_of(stored).stat().st_mode & 0o077 == 0


HOSTILE: list[tuple[str, bytes, str, str]] = [
    ("nothing", b"", "a.pdf", "empty"),
    ("html as pdf", b"<html><script>alert(1)</script>", "a.pdf", "wrong_type"),
    ("html before a pdf", b"<html><!--" + PDF, "a.pdf", "wrong_type"),
    ("svg as png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.png", "wrong_type"),
    ("svg", b"<svg onload='x'/>", "a.svg", "wrong_type"),
    ("html", b"<!doctype html>", "a.html", "wrong_type"),
    ("program", b"MZ\x90\x00" + b"x" * 500, "a.exe", "wrong_type"),
    ("program as pdf", b"\x7fELF" + b"x" * 500, "a.pdf", "wrong_type"),
    ("pdf as program", PDF, "a.exe", "wrong_type"),
    ("double ending", PDF, "a.pdf.exe", "wrong_type"),
    ("ending turned around", PDF, "a\u202efdp.exe", "wrong_type"),
    ("ending behind a nul", PDF, "a.exe\x00.png", "wrong_type"),
    ("no name", PDF, "", "wrong_type"),
    ("pdf as docx", PDF, "a.docx", "wrong_type"),
    ("docx as odt", DOCX, "a.odt", "wrong_type"),
    ("plain zip as docx", zip_of(("a.txt", b"x")), "a.docx", "wrong_type"),
    ("jar as odt", zip_of(("META-INF/MANIFEST.MF", b"x")), "a.odt", "wrong_type"),
    ("script as captions", b"WEBVTTscript", "a.vtt", "wrong_type"),
    ("matroska as webm", MATROSKA, "a.webm", "wrong_type"),
    ("gif as png", b"GIF89a" + b"x" * 50, "a.png", "wrong_type"),
    ("pdf of one line", b"%PDF-1.7\n", "a.pdf", "damaged"),
    ("html in a pdf's clothes", b"%PDF-1.4\n<script>alert(1)</script>", "a.pdf", "damaged"),
    ("pdf without its end", PDF[:200], "a.pdf", "damaged"),
    ("docx without its end", DOCX[: len(DOCX) // 2], "a.docx", "damaged"),
    ("odt without its end", ODT[:-30], "a.odt", "damaged"),
    ("zip of one line", b"PK\x03\x04", "a.docx", "damaged"),
    ("png without its end", picture("PNG")[:40], "a.png", "damaged"),
    ("only a png's start", b"\x89PNG\r\n\x1a\n<script>", "a.png", "damaged"),
    ("only a jpeg's start", b"\xff\xd8\xff<script>", "a.jpg", "damaged"),
    ("flood of pixels", picture("PNG", (8000, 8000)), "a.png", "too_large"),
    ("locked pdf", make_encrypted_pdf(), "a.pdf", "encrypted_or_old"),
    ("locked docx", OLE + b"EncryptedPackage" * 40, "a.docx", "encrypted_or_old"),
    ("word 97", OLE + b"x" * 500, "a.doc", "encrypted_or_old"),
    ("locked parts", with_flag(DOCX, 1), "a.docx", "encrypted_or_old"),
    ("locked odt", make_odt(manifest="<manifest><encryption-data/></manifest>"), "a.odt", "encrypted_or_old"),
    ("macros", docx_with("word/vbaProject.bin"), "a.docx", "macros"),
    ("macros in capitals", docx_with("WORD/VBAPROJECT.BIN"), "a.docx", "macros"),
    ("macros by another name", zip_of(
        ("[Content_Types].xml", b"application/vnd.ms-word.document.macroEnabled.main+xml"),
        ("word/document.xml", b"<w/>"),
    ), "a.docx", "macros"),
    ("basic in odt", make_zip({
        "mimetype": MIMETYPE, "META-INF/manifest.xml": "<m/>",
        "Basic/Standard/Module1.xml": "<x/>",
    }), "a.odt", "macros"),
    ("python in odt", make_zip({
        "mimetype": MIMETYPE, "META-INF/manifest.xml": "<m/>",
        "Scripts/python/evil.py": "x",
    }), "a.odt", "macros"),
    ("odt without a manifest", make_zip({"mimetype": MIMETYPE}), "a.odt", "damaged"),
    ("path upwards", docx_with("../../etc/cron.d/x"), "a.docx", "damaged"),
    ("path from the root", docx_with("/etc/passwd"), "a.docx", "damaged"),
    ("path of windows", docx_with("..\\..\\x"), "a.docx", "damaged"),
    ("path with a drive", docx_with("C:/x"), "a.docx", "damaged"),
    ("link", docx_with(link()), "a.docx", "damaged"),
    ("bomb", docx_with("word/media/a.bin", b"\0" * 30_000_000), "a.docx", "too_large"),
    ("ten thousand parts", zip_of(*((f"p{n}", b"") for n in range(10_000))), "a.docx", "too_large"),
    ("flood of facts", zip_of(
        ("[Content_Types].xml", os.urandom(1_200_000)), ("word/document.xml", b"<w/>")
    ), "a.docx", "too_large"),
    ("broken stream", DOCX.replace(b"PK\x01\x02", b"PK\x01\x03"), "a.docx", "damaged"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name", "reason"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE]
)
def test_a_hostile_file_is_refused_and_nothing_of_it_stays(
    keep: Callable[..., files.StoredFile], content: bytes, name: str, reason: str
) -> None:
    files.kept_in().mkdir(parents=True, exist_ok=True)
    before = sorted(files.kept_in().iterdir())
    with pytest.raises(RefusedFileError) as refusal:
        keep(content, name)
    assert refusal.value.reason == reason
    assert sorted(files.kept_in().iterdir()) == before


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_document_with_one_part_twice_is_refused(keep: Callable[..., files.StoredFile]) -> None:
    with pytest.raises(RefusedFileError, match="damaged"):
        keep(docx_with("word/document.xml", b"<other/>"), "a.docx")


def test_a_kind_that_is_not_asked_for_is_refused(keep: Callable[..., files.StoredFile]) -> None:
    with pytest.raises(RefusedFileError, match="wrong_type"):
        keep(picture("PNG"), "a.png", DOCUMENTS)


def test_a_file_over_the_limit_is_refused_before_it_is_read_whole(
    keep: Callable[..., files.StoredFile],
) -> None:
    with pytest.raises(RefusedFileError, match="too_large"):
        keep(PDF, "a.pdf", limit=len(PDF) - 1)
    assert keep(PDF, "a.pdf", limit=len(PDF)).size == len(PDF)


def test_a_parser_that_fails_in_an_unknown_way_means_damaged(
    keep: Callable[..., files.StoredFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_content: object) -> None:
        raise MemoryError

    monkeypatch.setattr("lms.core.file_kinds.PdfReader", fail)
    with pytest.raises(RefusedFileError, match="damaged"):
        keep(PDF, "a.pdf")


def test_bytes_are_on_disk_before_the_name_and_the_name_before_the_answer(
    keep: Callable[..., files.StoredFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename = os.fsync, Path.rename

    def note_sync(descriptor: int) -> None:
        steps.append("folder" if Path(f"/proc/self/fd/{descriptor}").is_dir() else "file")
        sync(descriptor)

    def note_rename(path: Path, target: Path) -> Path:
        steps.append("rename")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "rename", note_rename)
    keep(PDF, "a.pdf")
    assert steps == ["file", "rename", "folder"]


@pytest.mark.parametrize("step", ["fsync", "flush"])
def test_a_disk_that_fails_half_way_keeps_nothing(
    keep: Callable[..., files.StoredFile], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(files.kept_in().iterdir())
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full) if step == "fsync" else patch.setattr(files, "_copy", full)
        with pytest.raises(OSError, match="space"):
            keep(PDF, "a.pdf")
    assert sorted(files.kept_in().iterdir()) == before


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Mijn paper.pdf", "Mijn paper.pdf"),
        ("C:\\Users\\noor\\paper.pdf", "paper.pdf"),
        ("../../etc/paper.pdf", "paper.pdf"),
        ("caf\u0065\u0301.pdf", "café.pdf"),
        ("a\u202eb\u2066c.pdf", "abc.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ('a"b<c>|?*.pdf', "abc.pdf"),
        (".pdf", "bestand.pdf"),
        ("...pdf", "bestand.pdf"),
        ("\u202e.pdf", "bestand.pdf"),
        ("x" * 400 + ".pdf", "x" * 180 + ".pdf"),
    ],
)
def test_a_name_is_made_safe_and_stays_readable(
    keep: Callable[..., files.StoredFile], given: str, kept: str
) -> None:
    assert keep(PDF, given).name == kept


def test_a_download_runs_nowhere(app: Flask, keep: Callable[..., files.StoredFile]) -> None:
    stored = keep(PDF, "Mijn café €.pdf")
    with app.test_request_context():
        answer = app.process_response(download(stored))
    headers = answer.headers
    assert headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''Mijn%20caf%C3%A9%20%E2%82%AC.pdf" in headers["Content-Disposition"]
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox")
    assert headers["Cache-Control"] == "private, no-store"
    assert int(headers["Content-Length"]) == len(PDF)
    answer.close()


def test_what_is_no_picture_or_video_is_never_shown_in_the_page(
    app: Flask, keep: Callable[..., files.StoredFile]
) -> None:
    with app.test_request_context():
        shown, kept = inline_media(keep(WEBM, "a.webm")), inline_media(keep(PDF, "a.pdf"))
    assert "Content-Disposition" not in shown.headers
    assert kept.headers["Content-Disposition"].startswith("attachment")
    for answer in (shown, kept):
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        answer.close()


@pytest.mark.parametrize(
    ("asked", "span"), [("bytes=0-99", (0, 100)), ("bytes=5000-", (5000, None)), ("bytes=-10", (-10, None))]
)
def test_a_player_gets_the_part_it_asks_for(
    app: Flask, keep: Callable[..., files.StoredFile], asked: str, span: tuple[int, int | None]
) -> None:
    stored = keep(WEBM, "a.webm")
    with app.test_request_context(headers={"Range": asked}):
        answer = inline_media(stored)
    assert answer.status_code == 206
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.get_data() == WEBM[slice(*span)]
    assert answer.headers["Content-Range"].endswith(f"/{len(WEBM)}")
    answer.close()


@contextmanager
def clamd(answer: bytes | None) -> Iterator[tuple[str, list[bytes]]]:
    """A scanner that reads one file and says one thing; None hangs up."""
    server = socket.create_server(("127.0.0.1", 0))
    got: list[bytes] = []

    def serve() -> None:
        connection, _address = server.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", stream.read(4))[0]:
                got.append(stream.read(size))
            if answer is not None:
                connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"127.0.0.1:{server.getsockname()[1]}", got
    thread.join()
    server.close()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", "infected"),
        (b"INSTREAM size limit exceeded. ERROR\0", "not_scanned"),
        (b"", "not_scanned"),
        (None, "not_scanned"),
    ],
)
def test_a_file_that_the_scanner_does_not_pass_is_refused(
    tmp_path: Path, answer: bytes | None, reason: str
) -> None:
    suspect = tmp_path / "a"
    suspect.write_bytes(EICAR)
    with clamd(answer) as (address, got), pytest.raises(RefusedFileError, match=reason):
        scan_for_malware(suspect, address)
    assert b"".join(got) == EICAR


def test_a_file_that_the_scanner_passes_is_kept(tmp_path: Path) -> None:
    clean = tmp_path / "a"
    clean.write_bytes(b"x" * 200_000)
    with clamd(b"stream: OK\0") as (address, got):
        scan_for_malware(clean, address)
    assert b"".join(got) == clean.read_bytes()


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nonsense", "127.0.0.1:"])
def test_a_scanner_that_is_away_lets_nothing_through(tmp_path: Path, address: str) -> None:
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(RefusedFileError, match="not_scanned"):
        scan_for_malware(tmp_path / "a", address)
