"""What can never change is read once, and the least used is forgotten first."""

from __future__ import annotations

import pytest

from lms.core.keeping import Kept


@pytest.fixture
def reads() -> list[str]:
    return []


def ask(kept: Kept[str, str], key: str, reads: list[str]) -> str:
    def read() -> str:
        reads.append(key)
        return key.upper()

    return kept.get(key, read)


def test_what_is_known_is_not_read_again(reads: list[str]) -> None:
    kept: Kept[str, str] = Kept(most=2)
    assert [ask(kept, "a", reads), ask(kept, "a", reads)] == ["A", "A"]
    assert reads == ["a"]


def test_least_used_is_forgotten_first(reads: list[str]) -> None:
    kept: Kept[str, str] = Kept(most=2)
    for key in ("a", "b", "a", "c", "a", "b"):
        ask(kept, key, reads)
    assert reads == ["a", "b", "c", "b"]


def test_all_is_forgotten_when_asked(reads: list[str]) -> None:
    kept: Kept[str, str] = Kept(most=2)
    ask(kept, "a", reads)
    Kept.forget_everything()
    ask(kept, "a", reads)
    assert reads == ["a", "a"]
