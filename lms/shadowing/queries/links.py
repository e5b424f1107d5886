"""Readers of the links by which hosts without account act."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.shadowing import rules
from lms.shadowing.models import HostLink, LinkPurpose, Visit
from lms.shadowing.queries.visits import around_visit


def find_link(session: Session, *, token: str) -> HostLink | None:
    """The link with this secret part, with its visit and everything around that."""
    statement = (
        sa.select(HostLink)
        .where(HostLink.token_hash == rules.hash_token(token))
        .options(joinedload(HostLink.visit).options(*around_visit()))
    )
    return session.scalars(statement).one_or_none()


def lock_link(session: Session, *, link: HostLink) -> None:
    """Hold a link and read again whether it was used, so that two clicks take turns."""
    session.refresh(link, ["used_at", "revoked_at"], with_for_update={"key_share": True})


def list_live_links(session: Session, *, visit: Visit, purposes: Sequence[LinkPurpose]) -> Sequence[HostLink]:
    """The links of a visit for these purposes that were neither used nor withdrawn."""
    statement = sa.select(HostLink).where(
        HostLink.visit_id == visit.id,
        HostLink.purpose.in_(purposes),
        HostLink.used_at.is_(None),
        HostLink.revoked_at.is_(None),
    )
    return session.scalars(statement).all()
