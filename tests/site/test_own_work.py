"""What a participant's start page is told in one statement: the ticks, and the catch-up tasks that wait."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from lms.cohorts.models import CatchUpState
from lms.core import clock
from lms.site.queries import read_own_work
from tests.factories.cohorts import (
    day_parts_of,
    make_catch_up_task,
    make_cohort,
    make_enrolment,
    make_meeting,
)
from tests.factories.learning import activity_of, make_progress
from tests.factories.programmes import make_version


def test_own_ticks_and_own_tasks_that_wait(session: Session) -> None:
    cohort = make_cohort(version=make_version())
    own, other = make_enrolment(cohort), make_enrolment(cohort)
    parts = [day_parts_of(make_meeting(cohort))[0] for _ in range(3)]
    waits = make_catch_up_task(parts[0], own, due_on=date(2026, 12, 10))
    make_catch_up_task(parts[1], own, state=CatchUpState.HANDED_IN, handed_in_at=clock.now())
    make_catch_up_task(parts[2], other)
    tick = make_progress(own, activity_of(cohort, "welkom"))
    make_progress(own, activity_of(cohort, "terugblik"), done_at=None)
    make_progress(other, activity_of(cohort, "terugblik"))
    work = read_own_work(session, enrolment=own)
    assert work.done == {tick.activity_id}
    assert work.catch_up == [(waits.public_id, date(2026, 12, 10))]
