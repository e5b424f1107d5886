"""Addresses at which mail came back: known by a hash alone, and forgotten after half a year."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.core import clock
from lms.core.model import Base

KEPT = timedelta(days=180)


class BouncedAddress(Base):
    """An address at which a mail came back for good, and when that happened last."""

    __tablename__ = "core_bounced_address"

    address_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    bounced_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


def hash_of(address: str) -> str:
    """How an address is known, however it is capitalised."""
    return hashlib.sha256(address.strip().casefold().encode()).hexdigest()


def note_address(session: Session, *, address_hash: str) -> None:
    """Mail to this address came back."""
    known = session.get(BouncedAddress, address_hash)
    if known is None:
        session.add(BouncedAddress(address_hash=address_hash))
    else:
        known.bounced_at = clock.now()


def bounced_on(session: Session, *, addresses: Collection[str]) -> Mapping[str, datetime]:
    """At which of these addresses mail came back, and when (1 query)."""
    hashes = {hash_of(address): address for address in addresses if address}
    statement = sa.select(BouncedAddress).where(BouncedAddress.address_hash.in_(hashes))
    return {hashes[row.address_hash]: row.bounced_at for row in session.scalars(statement)}


def bounced_at(session: Session, *, address: str) -> datetime | None:
    """When mail to this address came back last, if it did (1 query)."""
    return bounced_on(session, addresses=[address]).get(address)


def prune_addresses(session: Session) -> None:
    """What came back long ago says nothing of today."""
    session.execute(sa.delete(BouncedAddress).where(BouncedAddress.bounced_at < clock.now() - KEPT))
