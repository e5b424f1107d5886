"""What happens to people, organisations, hats and sign-in sessions."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy.orm import Session

from lms.accounts.models import Person, SignInSession
from lms.accounts.queries import hash_token
from lms.core import clock

LONGEST_SESSION = timedelta(hours=12)


def start_session(session: Session, *, person: Person, device: str = "") -> str:
    """Sign a person in on a device; returns the token that only this device knows."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            person_id=person.id,
            token_hash=hash_token(token),
            device=device[:120],
            expires_at=clock.now() + LONGEST_SESSION,
        )
    )
    session.flush()
    return token
