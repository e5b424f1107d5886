import io

import pytest
from pdfua import validate
from pypdf import PdfReader

from lms.certification.document import draw_document

ADDRESS = "https://samenloop.example/verificatie/0123456789ABCDEFGHJKMNPQRS"
SNAPSHOT = {
    "kind": "certificate",
    "number": "2627-0014",
    "edition": 1,
    "code": "0123456789ABCDEFGHJKMNPQRS",
    "name": "Łukasz Şimşek-Yılmaz",
    "programme": "De Effectieve Klantmanager Sociaal Domein",
    "academic_year": "2026/2027",
    "text": "heeft de opleiding met goed gevolg afgerond.",
    "study_load_hours": 280,
    "issued_on": "2027-06-24",
    "signers": [{"name": "Evelien Slangen", "role": "opleider"}],
    "requirements": [{"title": "Methodisch werken", "reached_on": "2027-01-10"}],
}


def drawn(**changes):
    return PdfReader(io.BytesIO(draw_document({**SNAPSHOT, **changes}, verify_url=ADDRESS)))


def test_page_is_a4_landscape_tagged_dutch_and_says_which_standards_it_meets():
    pdf = drawn()
    assert len(pdf.pages) == 1
    box = pdf.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_machine_checkable_rules_of_pdf_ua_find_nothing(tmp_path):
    path = tmp_path / "certificaat.pdf"
    path.write_bytes(draw_document(SNAPSHOT, verify_url=ADDRESS))
    assert list(validate(str(path)).findings) == []


def test_certificate_says_name_number_and_where_to_check():
    text = drawn().pages[0].extract_text()
    for words in ("Certificaat", "Łukasz Şimşek-Yılmaz", "nr. 2627-0014", "24 juni 2027", "opleider"):
        assert words in text
    assert "samenloop.example/verificatie" in text


def test_name_is_printed_as_text_and_never_run():
    text = drawn(name='#{panic("x")} "aanhaling" \\ *ster*').pages[0].extract_text()
    assert '#{panic("x")}' in text


def test_proof_of_participation_lists_what_was_done_and_never_says_certificate():
    text = drawn(kind="proof_of_participation").pages[0].extract_text()
    assert "Bewijs van deelname" in text
    assert "Methodisch werken" in text
    assert "ertificaat" not in text
    assert "iploma" not in text


@pytest.mark.parametrize(
    "name", ["A", "Maria-Magdalena van der Uitgestrektheid-Zonderlingenberg tot Voorbeeld"]
)
def test_short_and_long_names_stay_on_one_page(name):
    assert len(drawn(name=name).pages) == 1
