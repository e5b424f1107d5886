"""When people can apply, how many there is room for, and what an application may become."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from lms.accounts.models import Organisation, OrganisationKind
from lms.admissions.models import OPEN, UNDECIDED, Advice, Application, ApplicationRound, ApplicationState
from lms.cohorts.models import Enrolment, EnrolmentState


class RoundState(StrEnum):
    """Whether people can apply today."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


def round_state(round_: ApplicationRound, *, day: date) -> RoundState:
    """Whether people can apply on that day; the last day counts."""
    if round_.closed_at is not None or day > round_.closes_on:
        return RoundState.CLOSED
    return RoundState.COMING if day < round_.opens_on else RoundState.OPEN


def capacity_of(round_: ApplicationRound) -> int:
    """How many people can be placed: the round's maximum, and never more than the cohort holds."""
    return min(round_.maximum_size, round_.cohort.maximum_size)


def places_left(round_: ApplicationRound, *, taken: int) -> int:
    """How many places are free when so many are taken."""
    return max(0, capacity_of(round_) - taken)


def may_be_invited(state: ApplicationState) -> bool:
    """Whether somebody can be asked for an intake talk."""
    return state is ApplicationState.SUBMITTED


def may_be_decided(state: ApplicationState) -> bool:
    """Whether a placement decision can be taken."""
    return state in UNDECIDED


def may_be_withdrawn(state: ApplicationState) -> bool:
    """Whether an applicant can take the application back; once placed, the coordinator is the way."""
    return state is ApplicationState.DRAFT or state in UNDECIDED


def candidates(applications: Iterable[Application]) -> Sequence[Enrolment]:
    """Everybody who would get a place if the advice were followed, as if enrolled; nothing is stored.

    Where nobody has an advice yet, everybody who applied counts.
    """
    running = [row for row in applications if row.state in OPEN]
    advised = [row for row in running if row.intake is not None and row.intake.advice is Advice.PLACE]
    return [_as_enrolled(row) for row in advised or running]


def _as_enrolled(application: Application) -> Enrolment:
    organisation = application.organisation or Organisation(
        name=application.other_organisation, kind=OrganisationKind.OTHER
    )
    return Enrolment(
        state=EnrolmentState.INVITED, organisation=organisation, discipline=application.discipline
    )
