"""The shape of what people fill in about cohorts, people and meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    EmailField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import Email, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.cohorts import rules
from lms.cohorts.models import EnrolmentState
from lms.cohorts.rules import DayPartPlan
from lms.core.forms import BaseForm, at_most, required

STATE_LABELS = {
    EnrolmentState.INVITED: _l("uitgenodigd"),
    EnrolmentState.IN_TRAINING: _l("in opleiding"),
    EnrolmentState.PASSED: _l("geslaagd"),
    EnrolmentState.RESIT: _l("herkansing"),
    EnrolmentState.FAILED: _l("niet geslaagd"),
    EnrolmentState.STOPPED: _l("gestopt"),
    EnrolmentState.POSTPONED: _l("uitgesteld"),
}
MOST_DAY_PARTS = 3


class DutchDateField(DateField):
    """A day as the browser's own calendar sends it, or typed as 14-09-2017."""

    def __init__(self, label: Any, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%d-%m-%Y"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; one that does not exist is refused in plain words."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Deze datum bestaat niet. Vul bijvoorbeeld 14-09-2026 in.")) from None


class WholeNumberField(IntegerField):
    """A whole number, refused in plain words when it is not one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Vul een heel getal in.")) from None


class ClockField(TimeField):
    """A time of day, typed as 09:30 or 9.30."""

    def __init__(self, label: Any, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, format=["%H:%M", "%H.%M"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Vul een tijd in, bijvoorbeeld 09.30.")) from None


class VersionField(HiddenField):
    """The version of the row that somebody looked at."""

    @property
    def number(self) -> int:
        """The version as a number; something else than a number is as stale as can be."""
        text = str(self.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def follow(self, version: int) -> None:
        """From now on this form builds on what is saved."""
        self.data = str(version)


class CohortsForm(BaseForm):
    """A form that can tell what somebody else saved in the meantime."""

    theirs: Sequence[tuple[str, str]] = ()


def between(least: int, most: int) -> NumberRange:
    """The number lies between two others."""
    return NumberRange(least, most, message=_l("Kies een getal van %(min)s tot en met %(max)s."))


class CohortEditForm(CohortsForm):
    """Name, study year, days and size of a cohort, and who may send people."""

    name = StringField(_l("Naam van de leergroep"), [required(), at_most(120)])
    academic_year = StringField(
        _l("Studiejaar"), [required(), at_most(9)], description=_l("Bijvoorbeeld 2026/2027.")
    )
    starts_on = DutchDateField(_l("Eerste dag"), [required()])
    ends_on = DutchDateField(_l("Laatste dag"), [required()])
    target_size = WholeNumberField(_l("Streefgrootte"), [required(), between(1, 60)], default=14)
    maximum_size = WholeNumberField(_l("Hoogste aantal deelnemers"), [required(), between(1, 60)], default=16)
    organisations = SelectMultipleField(
        _l("Organisaties die mogen meedoen"),
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    version = VersionField(default="1")

    def facts(self) -> dict[str, Any]:
        """What the cohort becomes, in the words of the operations."""
        names = ("name", "academic_year", "starts_on", "ends_on", "target_size", "maximum_size")
        return {name: self[name].data for name in names}

    def validate_academic_year(self, field: StringField) -> None:
        """A study year is a year and the one after."""
        if not rules.is_academic_year(field.data or ""):
            raise ValidationError(_l("Een studiejaar schrijf je zo: 2026/2027."))

    def validate_ends_on(self, field: DateField) -> None:
        """The last day lies after the first."""
        if field.data and self.starts_on.data and field.data <= self.starts_on.data:
            raise ValidationError(_l("Kies een laatste dag die na de eerste dag ligt."))

    def validate_maximum_size(self, field: IntegerField) -> None:
        """The largest size is not below the target."""
        if field.data is not None and self.target_size.data and field.data < self.target_size.data:
            raise ValidationError(_l("Dit aantal is lager dan de streefgrootte. Maak het gelijk of hoger."))


class CohortNewForm(CohortEditForm):
    """A cohort to be, with the version of the programme that it follows."""

    programme_version = SelectField(_l("Opleiding"), [required(_l("Kies een opleiding."))])


class TrainerAssignForm(CohortsForm):
    """Who will teach, by the e-mail address that we know."""

    email = EmailField(_l("E-mailadres van de opleider"), [required(), at_most(254)])


class ParticipantInviteForm(CohortsForm):
    """Who is invited: somebody whom we know by e-mail, or a new person with a name."""

    email = EmailField(
        _l("E-mailadres van het werk"),
        [
            required(),
            at_most(254),
            Email(message=_l("Dit lijkt geen e-mailadres. Controleer het op typefouten.")),
        ],
    )
    given_name = StringField(_l("Voornaam"), [Optional(), at_most(80)])
    prefix = StringField(_l("Tussenvoegsel"), [Optional(), at_most(30)])
    family_name = StringField(_l("Achternaam"), [Optional(), at_most(100)])
    organisation = SelectField(_l("Organisatie"), [required(_l("Kies een organisatie."))])
    discipline = SelectField(_l("Discipline"), [Optional()])
    job_role = SelectField(_l("Functie"), [Optional()])

    def facts(self) -> dict[str, str]:
        """The typed words."""
        names = ("email", "given_name", "prefix", "family_name")
        return {name: self[name].data or "" for name in names}


class EnrolmentEditForm(CohortsForm):
    """What an enrolment becomes, and why."""

    state = RadioField(_l("Wat wordt het?"), [required(_l("Kies hoe het verder gaat."))])
    reason = TextAreaField(_l("Waarom?"), [Optional(), at_most(500)])


class DayPartForm(Form):
    """One day part: from, until and the minutes that count; an empty one does not exist."""

    starts = ClockField(_l("Van"), [Optional()])
    ends = ClockField(_l("Tot"), [Optional()])
    net_minutes = WholeNumberField(_l("Minuten die tellen"), [Optional(), between(1, 720)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the two times against each other, and the minutes against both."""
        if not super().validate(extra_validators):
            return False
        starts, ends, net = self.starts.data, self.ends.data, self.net_minutes.data
        if starts is None and ends is None and net is None:
            return True
        if starts is None or ends is None:
            missing = self.starts if starts is None else self.ends
            missing.errors = [_l("Vul allebei de tijden in.")]
            return False
        length = rules.minutes_between(starts, ends)
        if length <= 0:
            self.ends.errors = [_l("Het einde ligt voor het begin. Pas een van de tijden aan.")]
            return False
        if net is not None and net > length:
            self.net_minutes.errors = [_l("Dit is langer dan het dagdeel duurt.")]
            return False
        return True

    def plan(self) -> DayPartPlan | None:
        """The day part, or None when nothing is filled in; without minutes the whole time counts."""
        starts, ends = self.starts.data, self.ends.data
        if not isinstance(starts, time) or not isinstance(ends, time):
            return None
        return DayPartPlan(starts, ends, self.net_minutes.data or rules.minutes_between(starts, ends))


class MeetingEditForm(CohortsForm):
    """A day on which the cohort meets, with up to three day parts."""

    title = StringField(_l("Naam van de bijeenkomst"), [required(), at_most(200)])
    module_key = SelectField(_l("Hoort bij module"), [Optional()])
    held_on = DutchDateField(_l("Dag"), [required()])
    location = StringField(_l("Plaats"), [Optional(), at_most(200)])
    day_parts = FieldList(
        FormField(DayPartForm), min_entries=MOST_DAY_PARTS, max_entries=MOST_DAY_PARTS, label=_l("Dagdelen")
    )
    version = VersionField(default="1")

    def facts(self) -> dict[str, Any]:
        """What the meeting becomes; day parts that are left empty do not exist."""
        plans = [entry.form.plan() for entry in self.day_parts]
        return {
            "title": self.title.data,
            "module_key": self.module_key.data or None,
            "held_on": self.held_on.data,
            "location": self.location.data or "",
            "day_parts": [plan for plan in plans if plan is not None],
        }


class MeetingCancelForm(CohortsForm):
    """The answer to the one question before a meeting is called off."""


class TrainerWithdrawForm(CohortsForm):
    """The answer to the one question before somebody stops teaching a cohort."""


class InvitationResendForm(CohortsForm):
    """One button that mails an invitation again."""
