"""The seal: an Ed25519 key of this installation, kept outside the database, over a canonical snapshot."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lms.core.sealing import write_once


def canonical(snapshot: dict[str, Any]) -> bytes:
    """The one way to write a snapshot down: sorted keys, no spaces, UTF-8."""
    return json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


class Seal:
    """Signs with the newest key in a folder and verifies with every key that was ever used there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sign(self, snapshot: dict[str, Any]) -> tuple[str, str]:
        """The signature of a snapshot and the id of the key that made it; makes the first key itself."""
        key = self._private_key()
        key_id = self._key_id(key.public_key())
        self._publish(key.public_key(), key_id)
        return base64.b64encode(key.sign(canonical(snapshot))).decode(), key_id

    def is_genuine(self, snapshot: dict[str, Any], *, signature: str, key_id: str) -> bool:
        """Whether this very snapshot was signed with a key of this installation."""
        path = self._folder / f"{key_id}.pub"
        if not key_id.isalnum() or not path.is_file():
            return False
        public = serialization.load_pem_public_key(path.read_bytes())
        if not isinstance(public, Ed25519PublicKey):
            return False
        try:
            public.verify(base64.b64decode(signature), canonical(snapshot))
        except (InvalidSignature, ValueError):
            return False
        return True

    def _private_key(self) -> Ed25519PrivateKey:
        path = self._folder / "certificate.key"
        if not path.exists():
            fresh = Ed25519PrivateKey.generate().private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            write_once(path, fresh)
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError("certificate.key is not an Ed25519 key")
        return key

    def _publish(self, public: Ed25519PublicKey, key_id: str) -> None:
        path = self._folder / f"{key_id}.pub"
        if not path.exists():
            write_once(
                path,
                public.public_bytes(
                    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
                ),
            )

    @staticmethod
    def _key_id(public: Ed25519PublicKey) -> str:
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return hashlib.sha256(raw).hexdigest()[:16]
