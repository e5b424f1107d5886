"""The figures of a whole year at the two moments at which people look back: tussenmeting and slotdag.

The year is that of the Effectieve Klantmanager: twelve training days are 24 day parts; intervision,
measurements, the closing day and the reunion count for no norm.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts import queries
from lms.cohorts.models import AttendanceStatus, Cohort, DayPart, Enrolment, Meeting, MeetingKind
from lms.core import clock
from lms.planning.plan_files import read_plan_template
from tests.factories.cohorts import (
    day_parts_of,
    make_attendance,
    make_cohort,
    make_enrolment,
    make_meeting,
    make_trainer,
)

SignIn = Callable[[Person], FlaskClient]
MIDTERM = 14
"""Seven of twelve training days lie before the tussenmeting of week 18."""

REACHED, OUT_OF_REACH = "de norm van 80% is gehaald", "de norm is niet meer haalbaar"
FIGURE = re.compile(r'<li class="figure[^"]*"><b>([^<]+)</b> <span>[^<]*<em>([^<]+)</em>')


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort(starts_on=clock.today() - timedelta(weeks=60), ends_on=clock.today())


@pytest.fixture
def parts(cohort: Cohort) -> list[DayPart]:
    """The day parts of the training days; everything else of the year is there too."""
    counted = []
    for item in read_plan_template("effectieve-klantmanager"):
        day = cohort.starts_on + timedelta(weeks=item.week)
        meeting = make_meeting(cohort, held_on=day, kind=item.kind, day_parts=len(item.day_parts))
        counted += day_parts_of(meeting) if item.kind is MeetingKind.TRAINING_DAY else []
    return counted


Entry = dict[str, object]
ABSENT: Entry = {"status": AttendanceStatus.ABSENT}
ILL: Entry = {"status": AttendanceStatus.ILL}


def late(minutes: int) -> Entry:
    return {"status": AttendanceStatus.LATE, "minutes_missed": minutes}


def attend(who: Enrolment, parts: list[DayPart], *entries: Entry) -> Enrolment:
    """There at all of these, but for what is said of the first few."""
    for place, part in enumerate(parts):
        make_attendance(part, who, **(entries[place] if place < len(entries) else {}))
    return who


def told(session: Session, who: Enrolment, sign_in: SignIn) -> list[tuple[str, str]]:
    """The three figures with their notes as the participant reads them, alike on both pages."""
    client = sign_in(session.get_one(Person, who.person_id))
    start, own = (FIGURE.findall(client.get(address).text) for address in ("/", "/aanwezigheid"))
    assert start == own
    return start


def row_of(page: str, who: Enrolment) -> list[str]:
    """What staff reads of somebody: up to now, still possible, still to miss."""
    row = page.split(f"/inschrijvingen/{who.public_id}/aanwezigheid")[-1].split("</tr>")[0]
    return [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in re.findall("<td.*?</td>", row)[:3]]


def test_twelve_training_days_are_all_that_counts(session: Session, cohort: Cohort, parts: object) -> None:
    assert len(queries.counted_day_parts(session, cohort=cohort)) == 24


@pytest.mark.parametrize(
    ("missed", "so_far", "possible", "left", "for_staff"),
    [
        (0, ("100%", "14 van 14 vastgelegde dagdelen"), "100%", ("4", ""), "4"),
        (3, ("78%", "11 van 14 vastgelegde dagdelen"), "87%", ("1", ""), "nog 1"),
        (4, ("71%", "10 van 14 vastgelegde dagdelen"), "83%", ("0", ""), "nog 0"),
        (5, ("64%", "9 van 14 vastgelegde dagdelen"), "79%", ("0", OUT_OF_REACH), "niet haalbaar"),
    ],
)
def test_at_the_tussenmeting(
    session: Session,
    cohort: Cohort,
    parts: list[DayPart],
    sign_in: SignIn,
    missed: int,
    so_far: tuple[str, str],
    possible: str,
    left: tuple[str, str],
    for_staff: str,
) -> None:
    noor = make_enrolment(cohort)
    attend(noor, parts[:MIDTERM], *[ABSENT] * missed)
    figures = told(session, noor, sign_in)
    assert figures == [
        so_far,
        (possible, left[1] or "als je bij alles bent wat nog komt"),
        (left[0], "nodig: 20 van 24 dagdelen (80%)"),
    ]
    overview = sign_in(make_trainer(cohort)).get(f"/leergroepen/{cohort.public_id}/aanwezigheid").text
    assert row_of(overview, noor) == [so_far[0], possible, for_staff]


def test_at_the_slotdag(session: Session, cohort: Cohort, parts: list[DayPart], sign_in: SignIn) -> None:
    since = clock.local(parts[4].starts_at).date()
    repaired = {**ILL, "repaired_at": clock.now()}
    four, five = (attend(make_enrolment(cohort), parts, *[ABSENT] * count) for count in (4, 5))
    expected = {
        four: ["83%", "83%", "norm gehaald"],
        five: ["79%", "79%", "niet haalbaar"],
        attend(make_enrolment(cohort), parts, *[ILL] * 5): ["79%", "79%", "niet haalbaar"],
        attend(make_enrolment(cohort), parts, *[ILL] * 4, repaired, repaired): [
            "83% (2 ingehaald)",
            "83%",
            "norm gehaald",
        ],
        attend(make_enrolment(cohort), parts, *[ABSENT] * 4, late(45)): ["83%", "83%", "norm gehaald"],
        attend(make_enrolment(cohort), parts, *[ABSENT] * 4, late(46)): ["79%", "79%", "niet haalbaar"],
        attend(make_enrolment(cohort, joined_on=since), parts[4:], *[ABSENT] * 4): [
            "80%",
            "80%",
            "norm gehaald",
        ],
    }
    page = sign_in(make_trainer(cohort)).get(f"/leergroepen/{cohort.public_id}/aanwezigheid").text
    assert {who: row_of(page, who) for who in expected} == expected
    assert told(session, four, sign_in) == [
        ("83%", "20 van 24 vastgelegde dagdelen"),
        ("83%", "alles is vastgelegd"),
        ("0", REACHED),
    ]
    assert told(session, five, sign_in)[1:] == [
        ("79%", OUT_OF_REACH),
        ("0", "nodig: 20 van 24 dagdelen (80%)"),
    ]


def test_a_cancelled_day_leaves_the_count_for_everybody(
    session: Session, cohort: Cohort, parts: list[DayPart], sign_in: SignIn
) -> None:
    session.get_one(Meeting, parts[-1].meeting_id).cancelled_at = clock.now()
    four, five = (attend(make_enrolment(cohort), parts[:-2], *[ABSENT] * count) for count in (4, 5))
    assert told(session, four, sign_in)[0] == ("81%", "18 van 22 vastgelegde dagdelen")
    assert told(session, five, sign_in)[1:] == [
        ("77%", OUT_OF_REACH),
        ("0", "nodig: 18 van 22 dagdelen (80%)"),
    ]
