"""What makes a password good enough, and how it is kept (Argon2id, OWASP's second profile)."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 256
DEMO_DOMAIN = "@demo.example"
DEMO_PASSWORD = "samenloop-demo"  # noqa: S105
COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split())


class PasswordFault(StrEnum):
    """Why a password is not good enough."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    PERSONAL = "personal"


_hashers = {
    "strong": PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),
    "cheap": PasswordHasher(time_cost=1, memory_cost=8, parallelism=1),
}
_in_use = ["strong"]
_nobody = {name: hasher.hash("the password of nobody at all") for name, hasher in _hashers.items()}


def use_cheap_hashing(cheap: bool) -> None:
    """Spend next to nothing on hashing; for tests only."""
    _in_use[:] = ["cheap" if cheap else "strong"]


def hash_password(password: str) -> str:
    """How a password is kept."""
    return _hashers[_in_use[0]].hash(_normal(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; takes as long when there is no hash at all."""
    try:
        _hashers[_in_use[0]].verify(password_hash or _nobody[_in_use[0]], _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other costs than today's."""
    return _hashers[_in_use[0]].check_needs_rehash(password_hash)


def fault_of(password: str, *, personal: tuple[str, ...]) -> PasswordFault | None:
    """What is wrong with a new password, given its owner's names; any characters are fine."""
    text = _normal(password)
    if len(text) < SHORTEST:
        return PasswordFault.TOO_SHORT
    if len(text) > LONGEST:
        return PasswordFault.TOO_LONG
    plain = text.casefold()
    if plain == DEMO_PASSWORD and any(word.endswith(DEMO_DOMAIN) for word in personal):
        return None
    if plain in COMMON or len(set(plain)) < 4:
        return PasswordFault.COMMON
    words = {part.casefold() for word in personal for part in (word, word.partition("@")[0])}
    rest = plain
    for word in sorted((word for word in words if len(word) >= 4), key=len, reverse=True):
        rest = rest.replace(word, "")
    return PasswordFault.PERSONAL if len(rest) < SHORTEST - 4 and rest != plain else None


def _normal(password: str) -> str:
    """The same typed characters are the same password on every keyboard."""
    return unicodedata.normalize("NFKC", password)
