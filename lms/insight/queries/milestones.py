"""The milestones of a programme: the requirements that stand on its route."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.programmes.models import Requirement

_MILESTONES = (
    sa.select(Requirement)
    .where(
        Requirement.programme_version_id.in_(sa.bindparam("version_ids", expanding=True)),
        Requirement.is_on_route,
    )
    .order_by(Requirement.position)
)


def list_milestones(session: Session, *, version_ids: Collection[int]) -> Mapping[int, list[Requirement]]:
    """Per version of a programme its milestones, in the order of the route."""
    found: dict[int, list[Requirement]] = {key: [] for key in version_ids}
    for row in session.scalars(_MILESTONES, {"version_ids": list(version_ids)}):
        found[row.programme_version_id].append(row)
    return found
