"""Links that carry what they are for: signed with the installation's secret, so that nobody makes one up."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence

from flask import current_app

_SIGNATURE = 16


def sign(purpose: str, *facts: str) -> str:
    """A token of letters and digits for these facts; facts hold no line end."""
    content = "\n".join(facts).encode()
    signature = _signature(purpose, content)
    return base64.urlsafe_b64encode(signature + content).decode().rstrip("=")


def read(purpose: str, token: str) -> Sequence[str] | None:
    """The facts in a token that was signed for this purpose; None for anything else."""
    try:
        packed = base64.urlsafe_b64decode((token + "=" * (-len(token) % 4)).encode("ascii"))
        signature, content = packed[:_SIGNATURE], packed[_SIGNATURE:]
        if not hmac.compare_digest(signature, _signature(purpose, content)):
            return None
        return content.decode().split("\n")
    except (binascii.Error, UnicodeError):
        return None


def _signature(purpose: str, content: bytes) -> bytes:
    key = hashlib.sha256(f"{purpose}\n{current_app.config['SECRET_KEY']}".encode()).digest()
    return hmac.new(key, content, hashlib.sha256).digest()[:_SIGNATURE]
