"""Papers: the assignment with its window, what was handed in, its judgement, and the log of every grade."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core.files import StoredFile
from lms.core.model import Entity, related
from lms.programmes.models import Activity, Criterion, Level


class Seat(StrEnum):
    """Which assessor somebody is of a paper."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


class Outcome(StrEnum):
    """What a released judgement means."""

    PASSED = "passed"
    FAILED = "failed"
    RETURNED = "returned"


class GradeEvent(StrEnum):
    """What the grade log records."""

    FINALISED = "finalised"
    RELEASED = "released"
    REOPENED = "reopened"


class Assignment(Entity):
    """The paper of one cohort: its instructions' activity and the window in which it can be handed in."""

    __tablename__ = "paper_assignment"
    __table_args__ = (sa.UniqueConstraint("cohort_id", "activity_id"),)

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), index=True)
    activity_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_activity.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    late_until: Mapped[datetime]
    grade_within_working_days: Mapped[int] = mapped_column(default=15)
    version: Mapped[int] = mapped_column(default=1)

    cohort: Mapped[Cohort] = related()
    activity: Mapped[Activity] = related()
    submissions: Mapped[list[Submission]] = related(back_populates="assignment")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class Submission(Entity):
    """The paper of one participant: all its versions, its assessors and its judgement."""

    __tablename__ = "paper_submission"
    __table_args__ = (sa.UniqueConstraint("assignment_id", "enrolment_id"),)

    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("paper_assignment.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    released_at: Mapped[datetime | None]
    released_grade: Mapped[Decimal | None]
    released_outcome: Mapped[Outcome | None]
    version: Mapped[int] = mapped_column(default=1)

    assignment: Mapped[Assignment] = related(back_populates="submissions")
    enrolment: Mapped[Enrolment] = related()
    versions: Mapped[list[PaperVersion]] = related(
        back_populates="submission", order_by="PaperVersion.number"
    )
    assessors: Mapped[list[Assessor]] = related(back_populates="submission")
    assessments: Mapped[list[Assessment]] = related(back_populates="submission")
    grade_log: Mapped[list[GradeEntry]] = related(order_by="GradeEntry.id")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def newest_version(self) -> PaperVersion | None:
        """The version handed in last: the one that counts."""
        return self.versions[-1] if self.versions else None

    def assessor_in(self, seat: Seat) -> Assessor | None:
        """Who judges from a seat."""
        return next((row for row in self.assessors if row.seat is seat), None)

    @property
    def current_assessment(self) -> Assessment | None:
        """The first assessor's form about the newest version."""
        version, assessor = self.newest_version, self.assessor_in(Seat.FIRST)
        if version is None or assessor is None:
            return None
        return next(
            (
                row
                for row in self.assessments
                if row.paper_version_id == version.id and row.assessor_id == assessor.id
            ),
            None,
        )


class PaperVersion(Entity):
    """One file handed in: frozen with its hash, its instant and its receipt (DR-36)."""

    __tablename__ = "paper_version"
    __table_args__ = (sa.UniqueConstraint("submission_id", "number"),)

    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("paper_submission.id"), index=True)
    number: Mapped[int]
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("core_file.id"), index=True)
    handed_in_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False)
    receipt: Mapped[str] = mapped_column(sa.String(20), unique=True)
    word_count: Mapped[int]
    note: Mapped[str] = mapped_column(sa.Text, default="")

    submission: Mapped[Submission] = related(back_populates="versions")
    file: Mapped[StoredFile] = related()


class Assessor(Entity):
    """Somebody judges a submission from a seat; the first seat is used now."""

    __tablename__ = "paper_assessor"
    __table_args__ = (
        sa.UniqueConstraint("submission_id", "person_id"),
        sa.UniqueConstraint("submission_id", "seat"),
    )

    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("paper_submission.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    seat: Mapped[Seat] = mapped_column(default=Seat.FIRST)

    submission: Mapped[Submission] = related(back_populates="assessors")
    person: Mapped[Person] = related()


class Assessment(Entity):
    """The form of one assessor about one version: a draft until finalised, seen by nobody else before."""

    __tablename__ = "paper_assessment"
    __table_args__ = (sa.UniqueConstraint("paper_version_id", "assessor_id"),)

    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("paper_submission.id"), index=True)
    paper_version_id: Mapped[int] = mapped_column(sa.ForeignKey("paper_version.id"), index=True)
    assessor_id: Mapped[int] = mapped_column(sa.ForeignKey("paper_assessor.id"), index=True)
    unmet_conditions: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    strength: Mapped[str] = mapped_column(sa.Text, default="")
    growth_point: Mapped[str] = mapped_column(sa.Text, default="")
    feed_forward: Mapped[str] = mapped_column(sa.Text, default="")
    saved_at: Mapped[datetime]
    finalised_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    submission: Mapped[Submission] = related(back_populates="assessments")
    paper_version: Mapped[PaperVersion] = related()
    assessor: Mapped[Assessor] = related()
    marks: Mapped[list[Mark]] = related(cascade="all, delete-orphan")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class Mark(Entity):
    """One level with its motivation for one criterion (DR-32)."""

    __tablename__ = "paper_mark"
    __table_args__ = (sa.UniqueConstraint("assessment_id", "criterion_id"),)

    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("paper_assessment.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_criterion.id"), index=True)
    level: Mapped[Level | None]
    motivation: Mapped[str] = mapped_column(sa.Text, default="")

    criterion: Mapped[Criterion] = related()


class GradeEntry(Entity):
    """One line of the grade log; lines are only ever added."""

    __tablename__ = "paper_grade_entry"

    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("paper_submission.id"), index=True)
    assessment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("paper_assessment.id"), index=True)
    event: Mapped[GradeEvent]
    grade: Mapped[Decimal | None]
    outcome: Mapped[Outcome | None]
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    entered_at: Mapped[datetime]

    entered_by: Mapped[Person | None] = related()
