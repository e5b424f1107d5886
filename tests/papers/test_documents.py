from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask

from lms.core.errors import RefusedFileError
from lms.core.files import DOCUMENTS, StoredFile, path_of, store_file
from lms.papers import documents
from lms.papers.document_text import DamagedDocumentError, clean, count_words, read_docx, read_odt
from tests.papers.documents import make_docx, make_odt, make_pdf, replace_part

ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "paper"


def test_words_are_counted_as_people_count_them() -> None:
    assert count_words("Eerst de huur, dan de rest.") == 6
    assert count_words("collega’s zo'n 1.250 e-mail – 30%") == 5


def test_a_word_document_becomes_clean_html(place: Path) -> None:
    place.write_bytes(make_docx("Eén zin.", "Nog <b>één</b>.", heading="Inleiding"))
    assert read_docx(place) == "<h3>Inleiding</h3><p>Eén zin.</p><p>Nog &lt;b&gt;één&lt;/b&gt;.</p>"


def test_an_open_document_becomes_clean_html(place: Path) -> None:
    place.write_bytes(
        make_odt(
            '<text:h text:outline-level="2">Kop</text:h>'
            '<text:p>Een<text:s text:c="2"/>twee <text:span>drie</text:span> vier</text:p>'
            "<text:list><text:list-item><text:p>punt</text:p></text:list-item></text:list>"
        )
    )
    assert read_odt(place) == "<h3>Kop</h3><p>Een  twee drie vier</p><ul><li><p>punt</p></li></ul>"


@pytest.mark.parametrize("entities", [ENTITIES, '<!DOCTYPE x SYSTEM "file:///etc/passwd">'])
def test_hostile_xml_is_refused(place: Path, entities: str) -> None:
    place.write_bytes(make_odt(before=entities))
    with pytest.raises(DamagedDocumentError):
        read_odt(place)
    place.write_bytes(replace_part(make_docx(), "word/document.xml", f"{entities}<x>&b;</x>"))
    with pytest.raises(DamagedDocumentError):
        read_docx(place)


def test_an_inflated_part_is_refused(place: Path) -> None:
    place.write_bytes(make_odt("<text:p>" + "a" * (13 * 1024 * 1024) + "</text:p>"))
    with pytest.raises(DamagedDocumentError):
        read_odt(place)


def test_endless_nesting_is_refused(place: Path) -> None:
    place.write_bytes(make_odt("<text:span>" * 5000 + "</text:span>" * 5000))
    with pytest.raises(DamagedDocumentError):
        read_odt(place)


@pytest.mark.parametrize(
    ("dirty", "safe"),
    [
        ("<script>alert(1)</script><p onclick='x'>a</p>", "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<a href="data:text/html,x">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<img src="https://elders.example/x.png" alt="x">', '<img alt="x">'),
        ('<img src="data:image/svg+xml;base64,AAAA">', "<img>"),
        ('<p style="position:fixed" id="top" class="x">a</p>', "<p>a</p>"),
        ("<h1>a</h1><h4>b</h4><h2>c</h2>", "<h3>a</h3><h4>b</h4><h4>c</h4>"),
    ],
)
def test_only_harmless_html_is_left(dirty: str, safe: str) -> None:
    assert clean(dirty) == safe


def keep(app: Flask, session: object, content: bytes, name: str) -> StoredFile:
    return store_file(session, stream=io.BytesIO(content), name=name, allowed=DOCUMENTS)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "name", "words", "pages"),
    [
        (make_docx("Vier woorden in totaal."), "paper.docx", 7, 0),
        (make_odt(), "paper.odt", 9, 0),
        (make_pdf("Vier woorden in totaal.", "Nog drie erbij."), "paper.pdf", 7, 2),
    ],
)
def test_a_kept_paper_is_read_in_its_own_process(
    app: Flask, session: object, content: bytes, name: str, words: int, pages: int
) -> None:
    stored = keep(app, session, content, name)
    reading = documents.reading_of(stored)
    assert (reading.words, len(reading.pages), reading.is_shown) == (words, pages, True)
    path_of(stored).rename(path_of(stored).with_suffix(".away"))
    assert documents.reading_of(stored) == reading


def test_a_damaged_paper_is_refused(app: Flask, session: object) -> None:
    stored = keep(app, session, replace_part(make_docx(), "word/document.xml", "<w:document"), "paper.docx")
    with pytest.raises(RefusedFileError) as refusal:
        documents.reading_of(stored)
    assert refusal.value.reason == "damaged"


def test_a_busy_machine_only_delays_the_preview(
    app: Flask, session: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = keep(app, session, make_docx(), "paper.docx")
    with monkeypatch.context() as patience:
        patience.setattr(documents.read_apart, "__kwdefaults__", {"seconds": 0.001})
        assert documents.reading_of(stored) == documents.UNREADABLE
    assert documents.reading_of(stored).words == 9


def test_a_document_that_asks_too_much_is_kept_but_not_shown(
    app: Flask, session: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = keep(app, session, make_docx(), "paper.docx")
    with monkeypatch.context() as limits:
        limits.setitem(documents.READERS, stored.kind, "lms.papers.no_such_reader")
        assert documents.reading_of(stored) == documents.UNREADABLE
    assert not documents.reading_of(stored).is_shown


def test_a_page_of_a_pdf_is_drawn_once(app: Flask, session: object) -> None:
    stored = keep(app, session, make_pdf("Een", "Twee"), "paper.pdf")
    picture = documents.picture_of(stored, page=2)
    assert picture is not None
    assert picture.read_bytes()[8:12] == b"WEBP"
    assert documents.picture_of(stored, page=3) is None
    documents.forget(stored)
    assert not picture.exists()
