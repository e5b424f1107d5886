"""The shape of what people fill in about cohorts, people and meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Email, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.cohorts import rules
from lms.cohorts.models import EnrolmentState
from lms.core.fields import DutchDateField, VersionField, WholeNumberField, between
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


class CohortEditForm(BaseForm):
    """Name, study year, days and size of a cohort, and who may send people."""

    name = StringField(
        _l("Naam van de leergroep"), [required(_l("Vul de naam van de leergroep in.")), at_most(120)]
    )
    starts_on = DutchDateField(_l("Eerste dag"), [required(_l("Vul de eerste dag in."))])
    ends_on = DutchDateField(_l("Laatste dag"), [required(_l("Vul de laatste dag in."))])
    academic_year = StringField(
        _l("Studiejaar"),
        [Optional(), at_most(9)],
        description=_l(
            "Zoals 2026/2027: van september tot en met augustus. Laat leeg, dan volgt het uit de dagen."
        ),
    )
    target_size = WholeNumberField(
        _l("Streefgrootte"),
        [required(_l("Vul de streefgrootte in.")), between(1, rules.LARGEST_COHORT)],
        default=14,
    )
    maximum_size = WholeNumberField(
        _l("Hoogste aantal deelnemers"),
        [required(_l("Vul in hoeveel deelnemers er hooguit zijn.")), between(1, rules.LARGEST_COHORT)],
        default=16,
    )
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

    page_order = ("programme_version",)
    programme_version = SelectField(_l("Opleiding"), [required(_l("Kies een opleiding."))])


class TrainerAssignForm(BaseForm):
    """Who will teach, by the e-mail address that we know."""

    email = EmailField(
        _l("E-mailadres van de opleider"),
        [required(_l("Vul het e-mailadres van de opleider in.")), at_most(254)],
    )


class ParticipantInviteForm(BaseForm):
    """Who is invited: somebody whom we know by e-mail, or a new person with a name."""

    email = EmailField(
        _l("E-mailadres van het werk"),
        [
            required(_l("Vul het e-mailadres van de deelnemer in.")),
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


class EnrolmentEditForm(BaseForm):
    """What an enrolment becomes, and why."""

    state = RadioField(_l("Wat wordt het?"), [required(_l("Kies hoe het verder gaat."))])
    reason = TextAreaField(_l("Waarom?"), [Optional(), at_most(500)])


class EnrolmentJoiningForm(BaseForm):
    """Since when somebody takes part, and why that was told otherwise."""

    joined_on = DutchDateField(_l("Doet mee sinds"), [required(_l("Vul de dag in."))])
    why = StringField(_l("Waarom verander je dit?"), [required(), at_most(500)])

    @property
    def day(self) -> date:
        """The day itself, once the form is valid."""
        assert self.joined_on.data is not None
        return self.joined_on.data


class TrainerWithdrawForm(BaseForm):
    """The answer to the one question before somebody stops teaching a cohort."""


class InvitationResendForm(BaseForm):
    """One button that mails an invitation again."""
