"""What the start page shows each hat: first what waits for this person, with a date and one button each."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.core import outbox
from lms.core.authorisation import Actor
from lms.insight import queries as insight
from lms.site.standpoint import Standpoint, WornHat
from lms.site.start import coordinator, decisions, participant, trainer
from lms.site.start.pieces import StartPage, with_waiting


def build(session: Session, *, actor: Actor, here: Standpoint) -> StartPage:
    """The start page for the hat that is on."""
    if here.hat is WornHat.PARTICIPANT:
        return participant.build(session, actor=actor)
    if here.hat is WornHat.TRAINER:
        own = trainer.list_waiting(session, actor=actor, here=here)
        return with_waiting([*own, *decisions.list_waiting(session, actor=actor)], cohorts=here.cohorts)
    if here.hat is WornHat.COORDINATOR:
        own = coordinator.list_waiting(session, actor=actor, shown=here.cohorts)
        return with_waiting([*own, *decisions.list_waiting(session, actor=actor)], cohorts=here.cohorts)
    if here.hat is WornHat.DIRECTOR:
        return StartPage(progress=insight.list_cohort_summaries(session, actor=actor))
    if here.hat is WornHat.ADMINISTRATOR:
        return StartPage(queue=outbox.queue_standing(session))
    return StartPage()
