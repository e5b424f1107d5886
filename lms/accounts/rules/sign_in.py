"""How long sessions, links and limits last, and how an extra code is checked."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from datetime import datetime, timedelta
from enum import StrEnum

import pyotp

from lms.accounts.models import Hat, Person, Token, TokenPurpose

LONGEST_SESSION = timedelta(hours=12)
LONGEST_IDLE = timedelta(minutes=30)
NOTED_EVERY = timedelta(minutes=1)
ANNOUNCED_AHEAD = timedelta(minutes=3)
GUESS_WINDOW = timedelta(minutes=15)
GUESSES_PER_ACCOUNT = 10
GUESSES_PER_ADDRESS = 50
LINK_LASTS = {
    TokenPurpose.INVITATION: timedelta(days=14),
    TokenPurpose.PASSWORD_RESET: timedelta(hours=1),
    TokenPurpose.EMAIL_CHANGE: timedelta(hours=24),
}
CODE_STEP = 30
STAFF = frozenset(Hat)


class LinkFault(StrEnum):
    """Why a link does not work any more."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    REVOKED = "revoked"


class InvitationState(StrEnum):
    """How far somebody is on the way to a first sign-in."""

    NONE = "none"
    INVITED = "invited"
    EXPIRED = "expired"
    ACCEPTED = "accepted"


def hash_secret(secret: str) -> str:
    """How a token or a limited key is known to the database."""
    return hashlib.sha256(secret.encode()).hexdigest()


def email_key(email: str) -> str:
    """What makes two addresses the same: their letters without regard to case."""
    return email.strip().casefold()


def fault_of_link(token: Token | None, *, moment: datetime) -> LinkFault | None:
    """Why this link does not work at this moment; None when it does."""
    if token is None:
        return LinkFault.UNKNOWN
    if token.used_at is not None:
        return LinkFault.USED
    if token.revoked_at is not None:
        return LinkFault.REVOKED
    return LinkFault.EXPIRED if token.expires_at <= moment else None


def invitation_state(person: Person, invitation: Token | None, *, moment: datetime) -> InvitationState:
    """How far a person is: not invited, invited, too late, or able to sign in."""
    if person.password_hash is not None:
        return InvitationState.ACCEPTED
    if invitation is None:
        return InvitationState.NONE
    fault = fault_of_link(invitation, moment=moment)
    return InvitationState.INVITED if fault is None else InvitationState.EXPIRED


def step_of_code(secret: str, code: str, *, moment: datetime, last_step: int | None) -> int | None:
    """The half minute to which a code belongs: this one or a neighbour, and never one used before."""
    digits = re.sub(r"\s", "", code)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    maker = pyotp.TOTP(secret, interval=CODE_STEP)
    present = int(moment.timestamp()) // CODE_STEP
    for step in (present, present - 1, present + 1):
        fresh = last_step is None or step > last_step
        if fresh and pyotp.utils.strings_equal(maker.generate_otp(step), digits):
            return step
    return None


def address_key(address: str) -> str:
    """An internet address as it is counted: IPv6 homes by their whole network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    return str(parsed)


def device_name(user_agent: str) -> str:
    """A browser and a system that a person recognises: `Firefox · Windows`."""
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
                ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"))  # fmt: skip
    systems = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
               ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip
    found = [next((name for mark, name in marks if mark in user_agent), "") for marks in (browsers, systems)]
    return " · ".join(name for name in found if name)


def session_ends_at(*, last_used_at: datetime, expires_at: datetime) -> datetime:
    """When a session ends if nobody does anything any more; no use makes it longer than a working day."""
    return min(last_used_at + LONGEST_IDLE, expires_at)
