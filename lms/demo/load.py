"""Builds the whole demo: the story is told, then played in one transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import Settings
from lms.accounts.models import Person
from lms.certification.signing import Seal
from lms.core import clock, outbox
from lms.core.errors import DomainError
from lms.demo import (
    admissions,
    agreements,
    attendance,
    board,
    certificates,
    cohorts,
    evidence,
    learning,
    matching,
    notices,
    papers,
    people,
    programme,
    reminders,
    rosters,
    shadowing,
    trainings,
)
from lms.demo.content import read
from lms.demo.programme import EARLIER_PAPER, FIRST
from lms.demo.story import Cast, CohortStory, Story
from lms.demo.timeline import timeline_of

VERSIONS = {"finished": FIRST, "running": EARLIER_PAPER, "planned": EARLIER_PAPER}
MAIL_KEPT = timedelta(days=3)
WEEKS_BEFORE_ALL = -16


class NoDemoHereError(DomainError):
    """The demo belongs on an installation that is not for real and was told to have it."""


class NotEmptyError(DomainError):
    """There are people already; the demo never mixes with them."""


def load_demo(session: Session, *, settings: Settings) -> int:
    """Fill an empty installation with a year that ends now; returns how many things happened."""
    if settings.production or not settings.demo:
        raise NoDemoHereError
    if session.scalar(sa.select(sa.exists().where(Person.id.is_not(None)))):
        raise NotEmptyError
    story, cast = Story(clock.now()), Cast()
    told = {facts["state"]: _cohort(facts) for facts in read("people")["cohorts"]}
    finished, running = told["finished"].timeline, told["running"].timeline
    people.tell_organisations(story, cast, moment=finished.at(WEEKS_BEFORE_ALL, hour=9))
    people.tell_staff(story, cast, moment=finished.at(WEEKS_BEFORE_ALL, hour=10))
    programme.tell_programmes(story, cast, finished=finished, running=running)
    for key, cohort in told.items():
        version = VERSIONS[key]
        cohorts.tell_cohort(story, cast, cohort, version=version)
        cohorts.tell_participants(story, cast, cohort)
        agreements.tell_agreements(story, cast, cohort)
        matching.tell_rounds(story, cast, cohort)
        if key != "planned":
            cohorts.tell_registers(story, cast, cohort)
            learning.tell_course(story, cast, cohort, version=version)
            evidence.tell_ledger(story, cast, cohort, version=version)
            evidence.tell_decisions(story, cast, cohort)
            papers.tell_papers(story, cast, cohort)
            trainings.tell_trainings(story, cast, cohort)
    trainings.tell_catalogue(story, cast, version=FIRST, moment=finished.at(-2, hour=9))
    admissions.tell_applications(story, cast, told["planned"])
    attendance.tell_absences(story, cast, told["running"])
    rosters.tell_list(story, cast, told["planned"])
    board.tell_board(story, cast, told["running"])
    shadowing.tell_visits(story, cast, told["running"])
    reminders.tell_reminders(story, cast, told["running"])
    papers.tell_resit(story, cast, told["finished"])
    certificates.tell_certificates(story, cast, told["finished"], seal=Seal(settings.data_dir / "keys"))
    happened = story.play(session)
    outbox.consider_mailed(session, before=story.now - MAIL_KEPT)
    notices.settle_notices(session, cast, now=story.now)
    return happened


def _cohort(facts: dict[str, Any]) -> CohortStory:
    return CohortStory(facts, timeline_of(facts["state"], today=clock.today()))
