"""Readers of application rounds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only
from sqlalchemy.orm.interfaces import ORMOption

from lms.accounts.queries.reader import COORDINATED, TAUGHT, reader
from lms.admissions import rules
from lms.admissions.models import OPEN, Advice, Application, ApplicationRound, ApplicationState, Intake
from lms.cohorts.models import BELONGING, Cohort, Enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.core.reading import read_rows
from lms.programmes.models import Programme, ProgrammeVersion


@dataclass(frozen=True)
class CohortApplications:
    """A cohort with its round, how many applications stand where, and how many places are taken."""

    cohort: Cohort
    round: ApplicationRound | None
    counts: Mapping[ApplicationState, int] = field(default_factory=dict)
    to_decide: int = 0
    taken: int = 0

    @property
    def to_invite(self) -> int:
        """How many wait to be invited to an intake talk."""
        return self.counts.get(ApplicationState.SUBMITTED, 0)

    @property
    def waiting(self) -> int:
        """How many are on the waiting list."""
        return self.counts.get(ApplicationState.WAITING, 0)

    @property
    def places_left(self) -> int:
        """How many places are free; none without a round."""
        return rules.places_left(self.round, taken=self.taken) if self.round else 0

    @property
    def to_move_up(self) -> int:
        """How many people on the waiting list could get a place now."""
        return min(self.waiting, self.places_left)

    @property
    def to_handle(self) -> int:
        """How many applications wait for an invitation or a decision."""
        return self.to_invite + self.to_decide


def _cohort() -> ORMOption:
    return (
        joinedload(ApplicationRound.cohort)
        .joinedload(Cohort.programme_version)
        .joinedload(ProgrammeVersion.programme)
    )


def find_round(session: Session, *, cohort: Cohort) -> ApplicationRound | None:
    """The application round of a cohort, if there is one."""
    statement = sa.select(ApplicationRound).where(ApplicationRound.cohort_id == cohort.id)
    return session.scalars(statement.options(_cohort())).one_or_none()


def get_open_round(session: Session, *, cohort_id: UUID) -> ApplicationRound:
    """The round by which strangers apply for a cohort, open or not; without one there is nothing to find."""
    statement = (
        sa.select(ApplicationRound)
        .join(ApplicationRound.cohort)
        .where(Cohort.public_id == cohort_id)
        .options(_cohort())
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def list_rounds_to_show(session: Session, *, programme_id: UUID | None = None) -> Sequence[ApplicationRound]:
    """The rounds that are open or will be, of one programme or of all, by programme and first day."""
    statement = (
        sa.select(ApplicationRound)
        .join(ApplicationRound.cohort)
        .join(Cohort.programme_version)
        .join(ProgrammeVersion.programme)
        .where(ApplicationRound.closed_at.is_(None), ApplicationRound.closes_on >= clock.today())
        .options(_cohort())
        .order_by(Programme.title, Cohort.starts_on, Cohort.id)
    )
    if programme_id is not None:
        statement = statement.where(Programme.public_id == programme_id)
    return session.scalars(statement).all()


def lock_round(session: Session, *, round_id: int) -> ApplicationRound:
    """The round, read anew and held until the end of the transaction: who decides second waits."""
    held = sa.select(ApplicationRound.id).where(ApplicationRound.id == round_id).with_for_update()
    session.execute(held)
    statement = sa.select(ApplicationRound).where(ApplicationRound.id == round_id).options(_cohort())
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def count_drafts(session: Session, *, round_: ApplicationRound) -> int:
    """How many people began and did not send it yet; that is all the staff knows of drafts."""
    statement = sa.select(sa.func.count(Application.id)).where(
        Application.round_id == round_.id, Application.state == ApplicationState.DRAFT
    )
    return session.scalars(statement).one()


def _staffed() -> sa.ColumnElement[bool]:
    return sa.or_(Cohort.public_id.in_(TAUGHT), Programme.public_id.in_(COORDINATED))


# Made once, for every coordinator's start page asks them.
_COHORT_IDS: sa.BindParameter[Any] = sa.bindparam("cohort_ids", expanding=True)
_ROUNDS = (
    sa.select(Cohort, ApplicationRound)
    .join(Cohort.programme_version)
    .join(ProgrammeVersion.programme)
    .outerjoin(ApplicationRound, ApplicationRound.cohort_id == Cohort.id)
    .where(_staffed(), Cohort.ends_on >= sa.bindparam("day"))
    .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
)
_ROUNDS_OF_THESE = _ROUNDS.where(Cohort.id.in_(_COHORT_IDS)).options(
    load_only(Cohort.public_id, Cohort.name, Cohort.maximum_size, raiseload=True)
)
_ROUNDS_WITH_PROGRAMME = _ROUNDS.options(
    contains_eager(Cohort.programme_version).contains_eager(ProgrammeVersion.programme)
)
_APPLICATIONS = (
    sa.select(
        Application.round_id,
        Application.state,
        sa.func.count(Application.id),
        sa.func.count(Intake.advice),
    )
    .outerjoin(Intake, Intake.application_id == Application.id)
    .where(Application.round_id.in_(sa.bindparam("round_ids", expanding=True)))
    .group_by(Application.round_id, Application.state)
)
_TAKEN = (
    sa.select(Enrolment.cohort_id, sa.func.count(Enrolment.id))
    .where(Enrolment.cohort_id.in_(_COHORT_IDS), Enrolment.state.in_(BELONGING))
    .group_by(Enrolment.cohort_id)
)


def list_cohort_applications(
    session: Session, *, actor: Actor, cohort_ids: Sequence[int] | None = None
) -> Sequence[CohortApplications]:
    """The cohorts that the actor coordinates or teaches and that did not end, with what waits in each.

    Of the cohorts in `cohort_ids` only name and size are read; without these, all with their programme.
    """
    values = {**reader(actor), "day": clock.today()}
    if cohort_ids is None:
        pairs = session.execute(_ROUNDS_WITH_PROGRAMME, values).all()
    else:
        values["cohort_ids"] = cohort_ids
        pairs = session.execute(_ROUNDS_OF_THESE, values).all()
    counts, to_decide = _counts(session, [round_.id for _cohort, round_ in pairs if round_ is not None])
    taken = _taken(session, [cohort.id for cohort, round_ in pairs if round_ is not None])
    return [
        CohortApplications(cohort, None)
        if round_ is None
        else CohortApplications(
            cohort, round_, counts[round_.id], to_decide[round_.id], taken.get(cohort.id, 0)
        )
        for cohort, round_ in pairs
    ]


def _counts(
    session: Session, round_ids: Sequence[int]
) -> tuple[Mapping[int, Mapping[ApplicationState, int]], Mapping[int, int]]:
    """How many applications stand where, and how many of them wait for a decision, by round."""
    counts: dict[int, Counter[ApplicationState]] = defaultdict(Counter)
    to_decide: Counter[int] = Counter()
    if not round_ids:
        return counts, to_decide
    for round_id, state, number, advised in read_rows(session, _APPLICATIONS, {"round_ids": round_ids}):
        counts[round_id][state] = number
        if state in OPEN:
            to_decide[round_id] += advised
    return counts, to_decide


def _taken(session: Session, cohort_ids: Sequence[int]) -> Mapping[int, int]:
    if not cohort_ids:
        return {}
    return {row[0]: row[1] for row in read_rows(session, _TAKEN, {"cohort_ids": cohort_ids})}


# Made once, for it is on every page of a coordinator.
COUNT_TO_HANDLE = (
    sa.select(sa.func.count(Application.id))
    .join(Application.round)
    .join(ApplicationRound.cohort)
    .join(Cohort.programme_version)
    .join(ProgrammeVersion.programme)
    .outerjoin(Intake, Intake.application_id == Application.id)
    .where(
        _staffed(),
        Cohort.ends_on >= sa.bindparam("day"),
        sa.or_(
            Application.state == ApplicationState.SUBMITTED,
            sa.and_(Application.state.in_(OPEN), Intake.advice.in_(list(Advice))),
        ),
    )
)
