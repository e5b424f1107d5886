"""The three cohorts: who is on the list, when they meet, and what the register says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lms.cohorts import operations, queries
from lms.cohorts.models import AbsenceReason, AttendanceStatus, Cohort, EnrolmentState, Meeting, MeetingKind
from lms.cohorts.rules import AttendanceEntry
from lms.core import clock
from lms.demo import people, planning, rosters
from lms.demo.content import read
from lms.demo.people import COORDINATOR
from lms.demo.story import Cast, CohortStory, Story

INVITED_BEFORE = 6
ANSWERED_BEFORE = 4
MINUTES_MISSED_BY_TRAIN = 75
MINUTES_LATE = 20
STOPS_IN_WEEK = 13
REASONS = {"work": AbsenceReason.WORK, "leave": AbsenceReason.LEAVE}
STATUS = {"illness": AttendanceStatus.ILL, "late_train": AttendanceStatus.LATE}
FORGOTTEN = {("finished", "B2"): "zoe", ("running", "B3"): "petra"}
"""Who was there in the morning, but was only written down a day later."""

LATE_COMERS = {("running", "B4"): "wiktor", ("running", "B6"): "petra", ("finished", "B7"): "yusuf"}
STOP_REASON = "Stopt vanwege een andere baan; wil volgend jaar opnieuw beginnen."


def tell_cohort(story: Story, cast: Cast, cohort: CohortStory, *, version: str) -> None:
    """Plan a cohort some months ahead: organisations, trainers and the days on which it meets."""
    facts, weeks = cohort.facts, cohort.timeline

    def plan(session: Session) -> None:
        actor = cast.actor(session, COORDINATOR)
        row = operations.plan_cohort(
            session,
            actor=actor,
            programme_version=cast.versions[version],
            name=f"Leergroep {weeks.month}",
            academic_year=weeks.academic_year,
            starts_on=weeks.starts_on,
            ends_on=weeks.ends_on,
            target_size=facts["target_size"],
        )
        cast.cohorts[cohort.key] = row
        for name in facts["admitted"]:
            organisation = cast.organisations[name]
            operations.admit_organisation(session, actor=actor, cohort=row, organisation=organisation)
        for name in cohort.trainers:
            operations.assign_trainer(session, actor=actor, cohort=row, person=cast.persons[name])
        cast.hats_changed()

    story.tell(weeks.at(-10, days=1, hour=11), plan)
    planning.tell_years(story, cast, cohort, days=meeting_days(cohort))


def meeting_days(cohort: CohortStory) -> Sequence[tuple[Mapping[str, Any], date]]:
    """The twelve meetings with their day, in order of the content."""
    meetings = read("meetings")["meetings"]
    days = cohort.timeline.meeting_days([facts["week"] for facts in meetings])
    return list(zip(meetings, days, strict=True))


def tell_participants(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """Everybody is invited some weeks ahead, and most answer within days."""
    for place, member in enumerate(cohort.members):
        if member["person"] not in rosters.FROM_LIST:
            _tell_participant(story, cast, cohort, member, place)


def _tell_participant(
    story: Story, cast: Cast, cohort: CohortStory, member: Mapping[str, Any], place: int
) -> None:
    name, weeks = member["person"], cohort.timeline
    invited_at = min(
        weeks.at(-INVITED_BEFORE, days=4, hour=9, minute=place),
        story.days_ago(6, hour=9, minute=place),
    )
    if member["state"] == "invited":
        invited_at = clock.at(clock.local(story.now).date() - timedelta(days=2), 10, place)

    def invite(session: Session) -> None:
        facts = people.facts_of(name)
        people.add_person(session, cast, facts)
        cast.enrolments[name] = operations.enrol_person(
            session,
            actor=cast.actor(session, COORDINATOR),
            cohort=cast.cohorts[cohort.key],
            person=cast.persons[name],
            organisation=cast.organisations[facts["organisation"]],
            discipline=cast.disciplines[facts["discipline"]],
            job_role=cast.job_roles[facts["job_role"]],
        )

    story.tell(invited_at, invite)
    if member["state"] != "invited":
        answered_at = min(
            weeks.at(-ANSWERED_BEFORE, days=place % 6, minute=place),
            story.days_ago(1, hour=9 + place % 8, minute=place),
        )
        story.tell(answered_at, lambda session: people.accept_invitation(session, cast, name))
    if member["state"] == "withdrawn":
        story.tell(weeks.at(STOPS_IN_WEEK, hour=16), lambda session: _stop(session, cast, name))


def _stop(session: Session, cast: Cast, name: str) -> None:
    operations.change_enrolment_state(
        session,
        actor=cast.actor(session, COORDINATOR),
        enrolment=cast.enrolments[name],
        to_state=EnrolmentState.STOPPED,
        reason=STOP_REASON,
    )


def tell_registers(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """A trainer takes attendance at the end of each meeting day; the newest one still waits."""
    held = [(facts, day) for facts, day in meeting_days(cohort) if day < clock.local(story.now).date()]
    if cohort.key == "running":
        held = held[:-1]
    for place, (facts, day) in enumerate(held):
        trainer = cohort.trainers[place % len(cohort.trainers)]
        _tell_register(story, cast, cohort, key=facts["key"], day=day, trainer=trainer)


def _tell_register(
    story: Story, cast: Cast, cohort: CohortStory, *, key: str, day: date, trainer: str
) -> None:
    forgotten = FORGOTTEN.get((cohort.key, key), "")

    def take(session: Session) -> None:
        meeting = meeting_on(session, cast.cohorts[cohort.key], day)
        for part, day_part in enumerate(meeting.day_parts, 1):
            said = _said(cohort, key, part)
            rows = queries.list_register_enrolments(session, day_part=day_part)
            operations.record_attendance(
                session,
                actor=cast.actor(session, trainer),
                day_part=day_part,
                entries={row.id: said[row.person.email] for row in rows},
                version=day_part.version,
            )

    def correct(session: Session) -> None:
        day_part = meeting_on(session, cast.cohorts[cohort.key], day).day_parts[0]
        rows = queries.list_register_enrolments(session, day_part=day_part)
        wrong = next(row for row in rows if row.person.email == people.facts_of(forgotten)["email"])
        operations.record_attendance(
            session,
            actor=cast.actor(session, trainer),
            day_part=day_part,
            entries={wrong.id: AttendanceEntry(AttendanceStatus.PRESENT)},
            version=day_part.version,
            reason=read("meetings")["corrections"][0]["reason"],
        )

    story.tell(clock.at(day, 16, 40), take)
    if forgotten:
        story.tell(clock.at(day + timedelta(days=1), 9, 15), correct)


def meeting_on(session: Session, cohort: Cohort, day: date) -> Meeting:
    """The training day of a cohort on a day."""
    return next(
        row
        for row in queries.list_meetings(session, cohort=cohort)
        if row.held_on == day and row.kind is MeetingKind.TRAINING_DAY
    )


def _said(cohort: CohortStory, key: str, part: int) -> Mapping[str, AttendanceEntry]:
    """What the register says of everybody, by e-mail address; who is not mentioned was there."""
    said: dict[str, AttendanceEntry] = defaultdict(lambda: AttendanceEntry(AttendanceStatus.PRESENT))
    if part == 1 and (forgotten := FORGOTTEN.get((cohort.key, key))):
        said[people.facts_of(forgotten)["email"]] = AttendanceEntry(AttendanceStatus.ABSENT)
    if part == 1 and (late := LATE_COMERS.get((cohort.key, key))):
        said[people.facts_of(late)["email"]] = AttendanceEntry(AttendanceStatus.LATE, MINUTES_LATE)
    for member in cohort.members:
        for absence in member["absent"]:
            if (absence["meeting"], absence["part"]) == (key, part):
                said[people.facts_of(member["person"])["email"]] = _absence(absence["reason"])
    return said


def _absence(reason: str) -> AttendanceEntry:
    status = STATUS.get(reason, AttendanceStatus.ABSENT)
    is_late = status is AttendanceStatus.LATE
    why = REASONS.get(reason, AbsenceReason.OTHER)
    return AttendanceEntry(status, MINUTES_MISSED_BY_TRAIN if is_late else 0, why).cleaned()
