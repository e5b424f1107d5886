"""Programmes and their versions: modules, activities, self-check questions, requirements and the rubric."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.files import StoredFile
from lms.core.model import Entity, related


class ActivityKind(StrEnum):
    """What a participant does in an activity."""

    TEXT = "text"
    VIDEO = "video"
    READING = "reading"
    REFLECTION = "reflection"
    SELF_CHECK = "self_check"
    PREPARATION = "preparation"
    PAPER = "paper"
    LINK = "link"


class EvidenceKind(StrEnum):
    """On what kind of knowledge a reading rests."""

    RESEARCH = "research"
    PROFESSIONAL = "professional"
    RESIDENT = "resident"
    POLICY = "policy"


class ReflectionForm(StrEnum):
    """The questions that guide a reflection."""

    STARR = "starr"
    KORTHAGEN = "korthagen"
    FREE = "free"


class RequirementKind(StrEnum):
    """How a certificate requirement is met: evidence that another person confirms, or a fact we record."""

    EVIDENCE = "evidence"
    ATTENDANCE = "attendance"
    PAPER = "paper"


class Level(StrEnum):
    """The four levels of a rubric criterion (domain.md 5), worth 4, 6, 8 and 10 points."""

    INSUFFICIENT = "insufficient"
    SUFFICIENT = "sufficient"
    GOOD = "good"
    EXCELLENT = "excellent"

    @property
    def points(self) -> int:
        """The points of this level."""
        return {"insufficient": 4, "sufficient": 6, "good": 8, "excellent": 10}[self.value]


class Programme(Entity):
    """A training programme: what it is called; its content lives in its versions."""

    __tablename__ = "programme"

    title: Mapped[str] = mapped_column(sa.String(200), unique=True)
    short_title: Mapped[str] = mapped_column(sa.String(60))
    version: Mapped[int] = mapped_column(default=1)

    versions: Mapped[list[ProgrammeVersion]] = related(
        back_populates="programme", order_by="ProgrammeVersion.number"
    )

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class ProgrammeVersion(Entity):
    """One edition of a programme's content: a draft until published, unchangeable after."""

    __tablename__ = "programme_version"
    __table_args__ = (sa.UniqueConstraint("programme_id", "number"),)

    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programme.id"), index=True)
    number: Mapped[int]
    motto: Mapped[str] = mapped_column(sa.String(300), default="")
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    duration_weeks: Mapped[int]
    study_load_hours: Mapped[int]
    attendance_norm: Mapped[int] = mapped_column(default=80)
    certificate_text: Mapped[str] = mapped_column(sa.Text, default="")
    rubric_title: Mapped[str] = mapped_column(sa.String(200), default="")
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    programme: Mapped[Programme] = related(back_populates="versions")
    aims: Mapped[list[Aim]] = related(order_by="Aim.position", cascade="all, delete-orphan")
    modules: Mapped[list[Module]] = related(
        back_populates="programme_version", order_by="Module.position", cascade="all, delete-orphan"
    )
    requirements: Mapped[list[Requirement]] = related(
        back_populates="programme_version", order_by="Requirement.position", cascade="all, delete-orphan"
    )
    criteria: Mapped[list[Criterion]] = related(order_by="Criterion.position", cascade="all, delete-orphan")
    conditions: Mapped[list[EntryCondition]] = related(
        order_by="EntryCondition.position", cascade="all, delete-orphan"
    )

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_published(self) -> bool:
        """Whether cohorts may start with this version."""
        return self.published_at is not None


class Aim(Entity):
    """What a programme is for, such as 'anders kijken'."""

    __tablename__ = "programme_aim"

    programme_version_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_version.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(40))
    title: Mapped[str] = mapped_column(sa.String(120))
    text: Mapped[str] = mapped_column(sa.Text, default="")


class Module(Entity):
    """A part of a programme; opens some weeks after the cohort starts, perhaps after another module.

    Casework opens only to who finished the privacy module and promised confidentiality.
    """

    __tablename__ = "programme_module"

    programme_version_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_version.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(60))
    title: Mapped[str] = mapped_column(sa.String(200))
    short_title: Mapped[str] = mapped_column(sa.String(30))
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    aim_keys: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    opens_after_weeks: Mapped[int] = mapped_column(default=0)
    planned_until_week: Mapped[int]
    requires_keys: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    is_privacy: Mapped[bool] = mapped_column(default=False)
    is_casework: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    programme_version: Mapped[ProgrammeVersion] = related(back_populates="modules")
    activities: Mapped[list[Activity]] = related(
        back_populates="module", order_by="Activity.position", cascade="all, delete-orphan"
    )

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class Activity(Entity):
    """Something to do in a module; which of the columns are used follows from its kind."""

    __tablename__ = "programme_activity"

    module_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_module.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[ActivityKind]
    title: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text, default="")
    minutes: Mapped[int]
    is_required: Mapped[bool] = mapped_column(default=True)
    is_casework: Mapped[bool] = mapped_column(default=False)
    due_after_weeks: Mapped[int | None]
    requires_keys: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    source: Mapped[str] = mapped_column(sa.String(300), default="")
    source_year: Mapped[int | None]
    evidence_kind: Mapped[EvidenceKind | None]
    url: Mapped[str] = mapped_column(sa.String(500), default="")
    transcript: Mapped[str] = mapped_column(sa.Text, default="")
    reflection_form: Mapped[ReflectionForm | None]
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("core_file.id"), index=True)
    captions_id: Mapped[int | None] = mapped_column(sa.ForeignKey("core_file.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    module: Mapped[Module] = related(back_populates="activities")
    file: Mapped[StoredFile | None] = related(foreign_keys=[file_id])
    captions: Mapped[StoredFile | None] = related(foreign_keys=[captions_id])
    questions: Mapped[list[Question]] = related(
        back_populates="activity", order_by="Question.position", cascade="all, delete-orphan"
    )

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class Question(Entity):
    """A self-check question with an explanation that is shown after answering."""

    __tablename__ = "programme_question"

    activity_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_activity.id"), index=True)
    position: Mapped[int]
    prompt: Mapped[str] = mapped_column(sa.Text)
    explanation: Mapped[str] = mapped_column(sa.Text, default="")

    activity: Mapped[Activity] = related(back_populates="questions")
    options: Mapped[list[Option]] = related(order_by="Option.position", cascade="all, delete-orphan")


class Option(Entity):
    """A possible answer to a self-check question, with feedback of its own."""

    __tablename__ = "programme_option"

    question_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_question.id"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(sa.Text)
    is_right: Mapped[bool] = mapped_column(default=False)
    feedback: Mapped[str] = mapped_column(sa.Text, default="")


class Requirement(Entity):
    """One thing that the certificate asks (DR-20); `target` is a count of evidence, or a norm in percent."""

    __tablename__ = "programme_requirement"

    programme_version_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_version.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[RequirementKind]
    title: Mapped[str] = mapped_column(sa.String(200))
    short_title: Mapped[str] = mapped_column(sa.String(30))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    target: Mapped[int] = mapped_column(default=1)
    planned_week: Mapped[int]
    module_key: Mapped[str | None] = mapped_column(sa.String(60))
    is_on_route: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    programme_version: Mapped[ProgrammeVersion] = related(back_populates="requirements")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class EntryCondition(Entity):
    """A yes-or-no condition that a paper meets before it is graded (domain.md 5)."""

    __tablename__ = "programme_entry_condition"

    programme_version_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_version.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(60))
    text: Mapped[str] = mapped_column(sa.String(300))


class Criterion(Entity):
    """A criterion of the rubric: its weight in percent, its four descriptors, whether it is a knock-out."""

    __tablename__ = "programme_criterion"

    programme_version_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_version.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    short_title: Mapped[str] = mapped_column(sa.String(60))
    weight: Mapped[int]
    is_must_pass: Mapped[bool] = mapped_column(default=False)
    insufficient: Mapped[str] = mapped_column(sa.Text)
    sufficient: Mapped[str] = mapped_column(sa.Text)
    good: Mapped[str] = mapped_column(sa.Text)
    excellent: Mapped[str] = mapped_column(sa.Text)

    def descriptor(self, level: Level) -> str:
        """What a paper at this level shows."""
        return str(getattr(self, level.value))
