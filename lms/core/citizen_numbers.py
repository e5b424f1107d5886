"""Numbers that look like a citizen service number (BSN): found in free text, so that none is kept (DR-41)."""

from __future__ import annotations

import re

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_NINE = re.compile(r"(?<![0-9])(?<![0-9][ .\-])[0-9](?:[ .\-]?[0-9]){8}(?![ .\-]?[0-9])")
_EIGHT = re.compile(
    r"(?:bsn|sofi|burgerservice)[a-z\-]*\W{0,3}(?:nummer|nr)?\W{0,3}"
    r"([0-9](?:[ .\-]?[0-9]){7})(?![ .\-]?[0-9])",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"[0-3]?[0-9][ .\-][01]?[0-9][ .\-](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]"
)
MASK = "•••••••••"


def passes_eleven_test(digits: str) -> bool:
    """Whether nine digits could be a BSN; one in eleven numbers could, and an RSIN shares the test."""
    if len(digits) != len(_WEIGHTS) or len(set(digits)) == 1:
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def without_citizen_numbers(text: str) -> str:
    """The text in which each number that looks like a BSN is made unreadable.

    Eight digits count only beside the word itself: a nought in front is often left out.
    """
    return _EIGHT.sub(_cover, _NINE.sub(_cover, text))


def _cover(found: re.Match[str]) -> str:
    written = found[found.re.groups]
    return found[0].replace(written, MASK) if _fits(written) else found[0]


def _fits(written: str) -> bool:
    digits = re.sub(r"[^0-9]", "", written)
    return not _DAY.match(written) and passes_eleven_test(digits.zfill(len(_WEIGHTS)))
