from datetime import UTC, datetime

import pytest

from lms.certification import rules
from lms.certification.models import Certificate
from lms.certification.rules import Validity


def test_code_holds_at_least_128_random_bits_and_no_lookalikes():
    codes = {rules.make_code() for _ in range(500)}
    assert len(codes) == 500
    assert rules.CODE_BITS >= 128
    assert all(len(code) == 26 and not set(code) & set("OILU") for code in codes)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0123456789ABCDEFGHJKMNPQRS", "0123456789ABCDEFGHJKMNPQRS"),
        ("0123456789abcdefghjkmnpqrs", "0123456789ABCDEFGHJKMNPQRS"),
        ("01234-56789-ABCDE-FGHJK-MNPQR-S", "0123456789ABCDEFGHJKMNPQRS"),
        (" 01234 56789 ABCDE FGHJK MNPQR S ", "0123456789ABCDEFGHJKMNPQRS"),
        ("OI23456789ABCDEFGHJKMNPQRS", "0123456789ABCDEFGHJKMNPQRS"),
        ("L123456789ABCDEFGHJKMNPQRS", "1123456789ABCDEFGHJKMNPQRS"),
        ("0123456789ABCDEFGHJKMNPQR", None),
        ("0123456789ABCDEFGHJKMNPQRSS", None),
        ("0123456789ABCDEFGHJKMNPQRU", None),
        ("0123456789ABCDEFGHJKMNPQR\u0405", None),
        ("", None),
        ("' OR 1=1 --               ", None),
    ],
)
def test_reading_a_typed_code(typed, read):
    assert rules.read_code(typed) == read


def test_spelled_code_reads_back():
    code = rules.make_code()
    assert rules.read_code(rules.spell_code(code)) == code


@pytest.mark.parametrize(
    ("revoked", "genuine", "replaced", "validity"),
    [
        (False, True, False, Validity.VALID),
        (True, True, False, Validity.REVOKED),
        (True, True, True, Validity.REPLACED),
        (False, False, False, Validity.UNKNOWN),
        (True, False, True, Validity.UNKNOWN),
    ],
)
def test_validity(revoked, genuine, replaced, validity):
    row = Certificate(code="A", snapshot={"code": "A"})
    row.revoked_at = datetime(2027, 7, 1, tzinfo=UTC) if revoked else None
    assert rules.validity_of(row, is_genuine=genuine, is_replaced=replaced) is validity


def test_number_is_read_as_year_and_sequence():
    assert Certificate(academic_year="2026/2027", sequence=14).number == "2627-0014"
