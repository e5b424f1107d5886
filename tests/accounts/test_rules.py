"""Passwords, levels of hats, links and codes by their rules alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from lms.accounts.models import Hat, Person, Token, TokenPurpose
from lms.accounts.rules import passwords
from lms.accounts.rules.hats import grantable_hats, level_of
from lms.accounts.rules.passwords import PasswordFault, fault_of
from lms.accounts.rules.sign_in import (
    InvitationState,
    LinkFault,
    address_key,
    device_name,
    email_key,
    fault_of_link,
    invitation_state,
    step_of_code,
)
from lms.core.authorisation import ANONYMOUS, SYSTEM, Actor, HatGrant

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOOR = ("Noor", "Vliet", "noor.vliet@test.example")


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("elf tekens!", PasswordFault.TOO_SHORT),
        ("twaalf teken", None),
        ("alleen kleine letters zijn prima", None),
        ("žäß日本語パスワードです", None),
        ("x" * 257, PasswordFault.TOO_LONG),
        ("Wachtwoord123", PasswordFault.COMMON),
        ("aaaabbbbaaaabbbb", PasswordFault.COMMON),
        ("samenloop-demo", PasswordFault.COMMON),
        ("noor.vliet1!", PasswordFault.PERSONAL),
        ("noor.vliet fietst elke dag", None),
    ],
)
def test_password_is_judged(password: str, fault: PasswordFault | None) -> None:
    assert fault_of(password, personal=NOOR) is fault


def test_demo_password_is_for_demo_accounts() -> None:
    assert fault_of("samenloop-demo", personal=("A", "B", "trainer@demo.example")) is None


def test_strong_hashing_is_argon2id_with_nineteen_mebibytes() -> None:
    passwords.use_cheap_hashing(False)
    try:
        kept = passwords.hash_password("een lang genoeg wachtwoord")
    finally:
        passwords.use_cheap_hashing(True)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.is_outdated(kept)


def test_no_hash_is_never_right() -> None:
    assert not passwords.is_right(None, "the password of nobody at all")


def test_damaged_hash_is_never_right() -> None:
    assert not passwords.is_right("not a hash", "anything")


@pytest.mark.parametrize(
    ("hats", "level"),
    [((), 0), ((Hat.TRAINER,), 1), ((Hat.DIRECTOR, Hat.COORDINATOR), 2), ((Hat.ADMINISTRATOR,), 3)],
)
def test_highest_hat_is_the_level(hats: tuple[Hat, ...], level: int) -> None:
    assert level_of(hats) == level


@pytest.mark.parametrize(
    ("own", "given"),
    [
        (Hat.ADMINISTRATOR, (Hat.TRAINER, Hat.DIRECTOR, Hat.COORDINATOR)),
        (Hat.COORDINATOR, (Hat.TRAINER, Hat.DIRECTOR)),
        (Hat.TRAINER, ()),
        (Hat.DIRECTOR, ()),
    ],
)
def test_hats_below_the_own_level_can_be_granted(own: Hat, given: tuple[Hat, ...]) -> None:
    assert grantable_hats(Actor(person_id=1, hats=frozenset({HatGrant(own)}))) == given


def test_system_grants_all_and_stranger_nothing() -> None:
    assert grantable_hats(SYSTEM) == tuple(Hat)
    assert grantable_hats(ANONYMOUS) == ()


def link(**values: object) -> Token:
    return Token(purpose=TokenPurpose.INVITATION, token_hash="x", expires_at=NOW, **values)


def test_link_is_late_at_its_last_instant() -> None:
    assert fault_of_link(link(), moment=NOW) is LinkFault.EXPIRED
    assert fault_of_link(link(), moment=NOW - timedelta(seconds=1)) is None


def test_used_link_says_so_before_it_says_late() -> None:
    assert fault_of_link(link(used_at=NOW), moment=NOW) is LinkFault.USED
    assert fault_of_link(link(revoked_at=NOW), moment=NOW) is LinkFault.REVOKED
    assert fault_of_link(None, moment=NOW) is LinkFault.UNKNOWN


@pytest.mark.parametrize(
    ("password_hash", "invitation", "state"),
    [
        (None, None, InvitationState.NONE),
        (None, link(), InvitationState.EXPIRED),
        ("hash", None, InvitationState.ACCEPTED),
        ("hash", link(used_at=NOW), InvitationState.ACCEPTED),
    ],
)
def test_way_to_the_first_sign_in(
    password_hash: str | None, invitation: Token | None, state: InvitationState
) -> None:
    assert invitation_state(Person(password_hash=password_hash), invitation, moment=NOW) is state


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_code_of_a_neighbouring_half_minute_is_right(seconds: int) -> None:
    code = pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=seconds))
    assert step_of_code(SECRET, code, moment=NOW, last_step=None) is not None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34 5"])
def test_anything_else_is_no_code(code: str) -> None:
    assert step_of_code(SECRET, code, moment=NOW, last_step=None) is None


def test_code_of_a_used_half_minute_is_wrong() -> None:
    code = pyotp.TOTP(SECRET).at(NOW)
    step = step_of_code(SECRET, code, moment=NOW, last_step=None)
    assert step is not None
    assert step_of_code(SECRET, code, moment=NOW, last_step=step) is None
    assert step_of_code(SECRET, code, moment=NOW, last_step=step - 1) == step


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_address_is_counted_by_its_home(address: str, key: str) -> None:
    assert address_key(address) == key


def test_addresses_differ_by_letters_not_by_case() -> None:
    assert email_key(" Noor@TEST.example ") == email_key("noor@test.EXAMPLE")


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/604", "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/150 Safari/537", "Chrome · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/150 Safari/537 Edg/150", "Edge · Windows"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_device_has_a_name_people_know(agent: str, name: str) -> None:
    assert device_name(agent) == name
