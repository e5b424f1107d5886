"""Windows, links, places, series of talks and days of erasure, as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from lms.accounts.models import Discipline, Organisation, OrganisationKind
from lms.admissions import rules
from lms.admissions.models import (
    Advice,
    Application,
    ApplicationLink,
    ApplicationRound,
    ApplicationState,
    Intake,
    IntakeSlot,
)
from lms.admissions.rules import LinkFault, RoundState
from lms.cohorts.models import Cohort
from lms.cohorts.rules import composition
from lms.core import clock

MOMENT = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("opens", "closes", "closed", "state"),
    [
        (DAY, DAY, None, RoundState.OPEN),
        (DAY + timedelta(days=1), DAY + timedelta(days=9), None, RoundState.COMING),
        (DAY - timedelta(days=9), DAY - timedelta(days=1), None, RoundState.CLOSED),
        (DAY, DAY, MOMENT, RoundState.CLOSED),
    ],
)
def test_last_day_of_a_round_counts(
    opens: date, closes: date, closed: datetime | None, state: RoundState
) -> None:
    round_ = ApplicationRound(opens_on=opens, closes_on=closes, closed_at=closed)
    assert rules.round_state(round_, day=DAY) is state


@pytest.mark.parametrize(
    ("maximum", "cohort", "taken", "left"),
    [(14, 16, 12, 2), (14, 16, 14, 0), (14, 16, 15, 0), (20, 16, 15, 1)],
)
def test_places_end_at_the_lower_of_both_maxima(maximum: int, cohort: int, taken: int, left: int) -> None:
    round_ = ApplicationRound(maximum_size=maximum, cohort=Cohort(maximum_size=cohort))
    assert rules.places_left(round_, taken=taken) == left


@pytest.mark.parametrize(
    ("values", "state", "fault"),
    [
        ({}, ApplicationState.SUBMITTED, None),
        ({"expires_at": MOMENT}, ApplicationState.SUBMITTED, LinkFault.EXPIRED),
        ({"used_at": MOMENT}, ApplicationState.SUBMITTED, LinkFault.USED),
        ({"replaced_at": MOMENT}, ApplicationState.SUBMITTED, LinkFault.REPLACED),
        ({"used_at": MOMENT}, ApplicationState.WITHDRAWN, LinkFault.WITHDRAWN),
    ],
)
def test_link_says_why_it_does_not_work(
    values: dict[str, datetime], state: ApplicationState, fault: LinkFault | None
) -> None:
    link = ApplicationLink(
        **{"expires_at": MOMENT + timedelta(seconds=1), **values}, application=Application(state=state)
    )
    assert rules.fault_of_link(link, moment=MOMENT) is fault


def test_link_that_nobody_made_is_unknown() -> None:
    assert rules.fault_of_link(None, moment=MOMENT) is LinkFault.UNKNOWN


@pytest.mark.parametrize(("hours", "may"), [(24, True), (23, False)])
def test_talk_can_be_moved_until_so_many_hours_ahead(hours: int, may: bool) -> None:
    slot = IntakeSlot(starts_at=MOMENT + timedelta(hours=hours))
    assert rules.may_still_change(slot, hours=24, moment=MOMENT) is may


def test_series_keeps_to_the_clock_on_the_wall_in_the_night_of_winter_time() -> None:
    times = rules.series_of_slots(day=date(2026, 10, 25), first=time(9, 30), number=2, minutes=45, pause=15)
    assert [clock.local(start).strftime("%H.%M") for start, _end in times] == ["09.30", "10.30"]
    assert {end - start for start, end in times} == {timedelta(minutes=45)}


@pytest.mark.parametrize(
    ("state", "erased"),
    [
        (ApplicationState.DRAFT, DAY + timedelta(days=60)),
        (ApplicationState.WITHDRAWN, DAY + timedelta(days=30)),
        (ApplicationState.REJECTED, DAY + timedelta(days=365)),
        (ApplicationState.PLACED, date(2027, 10, 28)),
        (ApplicationState.WAITING, date(2027, 10, 28)),
    ],
)
def test_day_of_erasure_follows_from_the_state(state: ApplicationState, erased: date) -> None:
    application = Application(
        state=state,
        changed_at=MOMENT,
        decided_at=MOMENT,
        round=ApplicationRound(cohort=Cohort(ends_on=date(2027, 10, 28))),
    )
    assert rules.erased_on(application) == erased


def candidate(advice: Advice | None, state: ApplicationState = ApplicationState.INTAKE_HELD) -> Application:
    return Application(
        state=state,
        organisation=None,
        other_organisation="Sportbedrijf",
        discipline=Discipline(name="Sport"),
        intake=Intake(advice=advice) if advice else None,
    )


def test_group_is_what_the_advice_makes_of_it() -> None:
    rows = [
        candidate(Advice.PLACE),
        candidate(Advice.WAITING_LIST),
        candidate(None),
        candidate(Advice.PLACE, ApplicationState.WITHDRAWN),
    ]
    expected = composition(rules.candidates(rows))
    assert (expected.total, expected.partner, expected.per_discipline) == (1, 1, [("Sport", 1)])


def test_without_any_advice_everybody_counts() -> None:
    known = candidate(None)
    known.organisation = Organisation(name="Gemeente", kind=OrganisationKind.MUNICIPALITY)
    expected = composition(rules.candidates([known, candidate(None)]))
    assert (expected.total, expected.municipal) == (2, 1)
