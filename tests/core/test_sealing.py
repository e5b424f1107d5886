"""Secrets that a copy of the database does not tell."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.core import sealing
from tests.factories.accounts import make_person

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """Keys of an installation that is new."""
    sealing.keep_keys_in(tmp_path / "keys")
    yield tmp_path / "keys"
    sealing.keep_keys_in(app.config["SETTINGS"].data_dir / "keys")


def test_the_database_holds_no_second_factor_that_can_be_read(session: Session) -> None:
    person = make_person(second_factor_secret=SECRET)
    stored = session.scalar(
        sa.text("SELECT second_factor_secret FROM account_person WHERE id = :id"), {"id": person.id}
    )
    assert stored
    assert SECRET not in str(stored)
    session.expire_all()
    assert session.scalars(sa.select(Person.second_factor_secret)).one() == SECRET


def test_the_key_is_made_once_for_its_owner_alone(folder: Path) -> None:
    sealed = sealing.seal("geheim")
    key = folder / sealing.KEY_FILE
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    sealing._box.cache_clear()
    assert sealing.unseal(sealed) == "geheim"


def test_the_same_secret_never_looks_the_same(folder: Path) -> None:
    assert sealing.seal("geheim") != sealing.seal("geheim")


def test_with_another_key_there_is_nothing_to_read(folder: Path, tmp_path: Path) -> None:
    sealed = sealing.seal("geheim")
    sealing.keep_keys_in(tmp_path / "others")
    assert sealing.unseal(sealed) == ""


def test_of_two_who_make_a_key_the_first_one_stays(folder: Path) -> None:
    sealing.write_once(folder / "proef.key", b"eerste")
    sealing.write_once(folder / "proef.key", b"tweede")
    assert (folder / "proef.key").read_bytes() == b"eerste"
    assert [path.name for path in folder.iterdir()] == ["proef.key"]
