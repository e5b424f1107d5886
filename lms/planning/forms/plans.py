"""The shape of what people fill in about plans by weeks, the year of a cohort and its copy."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField
from wtforms.validators import Optional

from lms.cohorts.models import MeetingKind
from lms.core.fields import DutchDateField, VersionField, WholeNumberField, between
from lms.core.forms import BaseForm, at_most, choice, required
from lms.planning.forms.meetings import KIND_LABELS, MOST_DAY_PARTS, DayPartForm
from lms.planning.models import CohortPlan, PlannedMeeting
from lms.planning.plan_files import PlanItemFacts

LATEST_WEEK = 104
WEEKDAY_LABELS = (
    _l("maandag"),
    _l("dinsdag"),
    _l("woensdag"),
    _l("donderdag"),
    _l("vrijdag"),
    _l("zaterdag"),
    _l("zondag"),
)


class PlanItemForm(BaseForm):
    """A meeting of a plan by weeks."""

    title = StringField(_l("Naam van de bijeenkomst"), [required(), at_most(200)])
    kind = SelectField(
        _l("Soort bijeenkomst"),
        choices=[choice(kind.value, label) for kind, label in KIND_LABELS.items()],
        default=MeetingKind.TRAINING_DAY.value,
    )
    module_key = SelectField(_l("Hoort bij module"), [Optional()])
    week = WholeNumberField(
        _l("Weken na de start"),
        [required(), between(0, LATEST_WEEK)],
        description=_l("De eerste bijeenkomst is 0."),
    )
    weekday = SelectField(
        _l("Weekdag"),
        choices=[choice(str(number), label) for number, label in enumerate(WEEKDAY_LABELS)],
        default="3",
    )
    day_parts = FieldList(
        FormField(DayPartForm), min_entries=MOST_DAY_PARTS, max_entries=MOST_DAY_PARTS, label=_l("Dagdelen")
    )
    version = VersionField(default="1")

    def facts(self) -> PlanItemFacts:
        """What the meeting becomes."""
        plans = [entry.form.plan() for entry in self.day_parts]
        return PlanItemFacts(
            kind=MeetingKind(self.kind.data),
            title=self.title.data or "",
            module_key=self.module_key.data or None,
            week=self.week.data or 0,
            weekday=int(self.weekday.data),
            day_parts=[plan for plan in plans if plan is not None],
        )


class PlanDraftForm(BaseForm):
    """The day of the first meeting, from which a proposal is made."""

    starts_on = DutchDateField(_l("Dag van de eerste bijeenkomst"), [required()])

    def first_day(self) -> Any:
        """The day of the first meeting, which is filled in once the form is valid."""
        return self.starts_on.data


class PlanDaysForm(PlanDraftForm):
    """The days of a proposal: each may be chosen by hand, emptied, or left out."""

    version = VersionField(default="1")

    def chosen(self, plan: CohortPlan) -> Mapping[int, date | None]:
        """The day beside every meeting; None when it is empty."""
        return {row.id: self[day_name(row)].data for row in plan.planned}

    def left_out(self, plan: CohortPlan) -> Collection[int]:
        """The meetings that the cohort will not have."""
        return {row.id for row in plan.planned if self[skip_name(row)].data}

    def locations(self, plan: CohortPlan) -> Mapping[int, str]:
        """Where each meeting will be."""
        return {row.id: self[place_name(row)].data or "" for row in plan.planned}


class PlanStepForm(BaseForm):
    """One button that acts on the plan as it was looked at."""

    version = VersionField(default="1")


class CohortCopyForm(BaseForm):
    """The name and the first day of a copy, its version of the programme, and whether trainers go along."""

    name = StringField(_l("Naam van de nieuwe leergroep"), [required(), at_most(120)])
    starts_on = DutchDateField(_l("Eerste dag"), [required()])
    academic_year = StringField(
        _l("Studiejaar"),
        [Optional(), at_most(9)],
        description=_l(
            "Zoals 2026/2027: van september tot en met augustus. Laat leeg, dan volgt het uit de dagen."
        ),
    )
    programme_version = SelectField(_l("Versie van de opleiding"), [required()])
    with_trainers = BooleanField(_l("Neem de opleiders mee"))

    def facts(self) -> dict[str, Any]:
        """What the copy is called, and when it begins."""
        names = ("name", "academic_year", "starts_on", "with_trainers")
        return {name: self[name].data for name in names}


def day_name(row: PlannedMeeting) -> str:
    """The name of the field with the day of one meeting."""
    return f"day_{row.public_id.hex}"


def skip_name(row: PlannedMeeting) -> str:
    """The name of the field that leaves one meeting out."""
    return f"skip_{row.public_id.hex}"


def place_name(row: PlannedMeeting) -> str:
    """The name of the field with the place of one meeting."""
    return f"place_{row.public_id.hex}"


def days_form_for(plan: CohortPlan) -> type[PlanDaysForm]:
    """The form of one proposal."""
    fields: dict[str, Any] = {}
    for row in plan.planned:
        fields[day_name(row)] = DutchDateField(_l("Dag"), [Optional()])
        fields[skip_name(row)] = BooleanField(_l("Sla over"))
        fields[place_name(row)] = StringField(_l("Plaats"), [Optional(), at_most(200)])
    return type("PlanDaysForm", (PlanDaysForm,), fields)
