"""Tailored decisions that wait for a second person, for a trainer's or a coordinator's start page."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.authorisation import Actor
from lms.learning import queries as learning
from lms.site.start.pieces import Waiting, waiting


def list_waiting(session: Session, *, actor: Actor) -> list[Waiting]:
    """The proposals on which this person may decide."""
    return [
        waiting(
            clock.local(decision.proposed_at).date(),
            title=_("Besluit mee over maatwerk voor %(name)s", name=decision.person.display_name),
            line=decision.cohort_name,
            label=_("Lees het voorstel"),
            url=url_for("learning.decision_show", decision_id=decision.public_id),
        )
        for decision in learning.list_open_decisions(session, actor=actor)
    ]
