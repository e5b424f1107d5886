"""Who reads, as values for statements that are made once: what runs at every page is not built anew."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from lms.accounts.models import Hat
from lms.core.authorisation import Actor

READER: sa.BindParameter[int] = sa.bindparam("reader_id", type_=sa.Integer())
TAUGHT: sa.BindParameter[Any] = sa.bindparam("taught", expanding=True)
COORDINATED: sa.BindParameter[Any] = sa.bindparam("coordinated", expanding=True)


def reader(actor: Actor) -> dict[str, Any]:
    """The values for this actor: who it is, the cohorts taught and the programmes coordinated today."""
    return {
        "reader_id": actor.person_id,
        "taught": list(actor.scopes(Hat.TRAINER)),
        "coordinated": list(actor.scopes(Hat.COORDINATOR)),
    }
