"""Cohorts, enrolments, meetings and attendance for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lms.accounts.models import Hat, Organisation, Person
from lms.cohorts.models import (
    Admission,
    Attendance,
    AttendanceStatus,
    CatchUpState,
    CatchUpTask,
    Cohort,
    DayPart,
    Enrolment,
    EnrolmentState,
    MadeUpSession,
    MadeUpState,
    Meeting,
)
from lms.cohorts.rules import place_key
from lms.core import clock
from lms.core.extensions import db
from lms.programmes.models import Programme, ProgrammeVersion
from tests.factories import counter, save
from tests.factories.accounts import make_hat, make_organisation, make_person

STARTS_ON = date(2026, 9, 10)
ENDS_ON = date(2027, 6, 24)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def make_plain_version(**values: Any) -> ProgrammeVersion:
    """A published version without content, for tests that only need a cohort."""
    programme = save(Programme(title=f"Opleiding {counter.next()}", short_title="Opleiding"))
    return save(
        ProgrammeVersion(
            **{
                "programme_id": programme.id,
                "number": 1,
                "duration_weeks": 42,
                "study_load_hours": 280,
                "published_at": LONG_AGO,
                **values,
            }
        )
    )


def make_cohort(*, version: ProgrammeVersion | None = None, **values: Any) -> Cohort:
    """A cohort of fourteen that started in September 2026; `version=None` makes an empty one."""
    version = version or make_plain_version()
    return save(
        Cohort(
            **{
                "programme_version_id": version.id,
                "name": f"Leergroep {counter.next()}",
                "academic_year": "2026/2027",
                "starts_on": STARTS_ON,
                "ends_on": ENDS_ON,
                **values,
            }
        )
    )


def make_admission(cohort: Cohort, organisation: Organisation | None = None) -> Admission:
    organisation = organisation or make_organisation()
    return save(Admission(cohort_id=cohort.id, organisation_id=organisation.id))


def make_enrolment(
    cohort: Cohort | None = None,
    person: Person | None = None,
    *,
    organisation: Organisation | None = None,
    **values: Any,
) -> Enrolment:
    """Somebody in training since the start of the cohort; what is not given is made."""
    cohort = cohort or make_cohort()
    organisation = organisation or make_organisation()
    person = person or make_person(organisation=organisation)
    return save(
        Enrolment(
            **{
                "cohort_id": cohort.id,
                "person_id": person.id,
                "organisation_id": organisation.id,
                "state": EnrolmentState.IN_TRAINING,
                "joined_on": cohort.starts_on,
                **values,
            }
        )
    )


def make_day_part(meeting: Meeting, *, hour: int = 9, **values: Any) -> DayPart:
    """Three hours on the day of the meeting, from `hour`.30 on the Dutch clock."""
    starts_at = clock.at(meeting.held_on, hour, 30)
    return save(
        DayPart(
            **{
                "meeting_id": meeting.id,
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(hours=3),
                "net_minutes": 180,
                **values,
            }
        )
    )


def make_meeting(cohort: Cohort | None = None, *, day_parts: int = 2, **values: Any) -> Meeting:
    """A meeting on 26 November 2026 with a morning and an afternoon; `day_parts_of` reads them."""
    cohort = cohort or make_cohort()
    meeting = save(
        Meeting(
            **{
                "cohort_id": cohort.id,
                "title": "Activerende gespreksvoering",
                "held_on": date(2026, 11, 26),
                "location": "Zaal 2",
                **values,
                "place_key": place_key(values.get("location", "Zaal 2")),
            }
        )
    )
    for hour in (9, 13, 18)[:day_parts]:
        make_day_part(meeting, hour=hour)
    return meeting


def day_parts_of(meeting: Meeting) -> list[DayPart]:
    """The day parts of a meeting, in order of time."""
    statement = sa.select(DayPart).where(DayPart.meeting_id == meeting.id).order_by(DayPart.starts_at)
    return list(db.session.scalars(statement))


def make_attendance(
    day_part: DayPart,
    enrolment: Enrolment,
    status: AttendanceStatus = AttendanceStatus.PRESENT,
    **values: Any,
) -> Attendance:
    """What the register says; the day part counts as registered."""
    if day_part.registered_at is None:
        day_part.registered_at = day_part.ends_at
    return save(
        Attendance(
            **{
                "day_part_id": day_part.id,
                "enrolment_id": enrolment.id,
                "status": status,
                "recorded_at": day_part.ends_at,
                **values,
            }
        )
    )


def make_trainer(cohort: Cohort, **values: Any) -> Person:
    """Somebody who teaches this cohort, and so its programme."""
    person = make_person(**values)
    make_hat(person, Hat.TRAINER, scope=cohort.public_id)
    make_hat(person, Hat.TRAINER, scope=_programme_of(cohort).public_id)
    return person


def make_coordinator(cohort: Cohort, **values: Any) -> Person:
    """Somebody who coordinates the programme of this cohort."""
    person = make_person(**values)
    make_hat(person, Hat.COORDINATOR, scope=_programme_of(cohort).public_id)
    return person


def _programme_of(cohort: Cohort) -> Programme:
    version = db.session.get_one(ProgrammeVersion, cohort.programme_version_id)
    return db.session.get_one(Programme, version.programme_id)


def make_catch_up_task(day_part: DayPart, enrolment: Enrolment, **values: Any) -> CatchUpTask:
    """A catch-up task that its participant can do now."""
    return save(
        CatchUpTask(
            **{
                "day_part_id": day_part.id,
                "enrolment_id": enrolment.id,
                "state": CatchUpState.GIVEN,
                "assignment": "Lees hoofdstuk twee en schrijf op wat je morgen anders doet.",
                "due_on": date(2026, 12, 10),
                **values,
            }
        )
    )


def make_made_up_session(day_part: DayPart, enrolment: Enrolment, **values: Any) -> MadeUpSession:
    """A meeting that a participant says to have attended elsewhere."""
    return save(
        MadeUpSession(
            **{
                "day_part_id": day_part.id,
                "enrolment_id": enrolment.id,
                "held_on": date(2026, 11, 19),
                "place": "Leergroep maart, Zaal 4",
                "state": MadeUpState.PROPOSED,
                **values,
            }
        )
    )
