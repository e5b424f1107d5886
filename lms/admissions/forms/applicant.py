"""What an applicant fills in: the application, a new link, a time for the talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Optional

from lms.accounts.models import Discipline, JobRole, Organisation
from lms.accounts.rules.sign_in import email_key
from lms.admissions.forms.fields import NeededToSend, is_address
from lms.admissions.models import Application
from lms.admissions.rules import ApplicationFacts
from lms.core.fields import VersionField
from lms.core.forms import BaseForm, DecimalCommaField, at_most, choice, required

OTHER = "other"
"""The choice for what is not on our list."""

MOST_HOURS = 40


class ApplicationForm(BaseForm):
    """Who applies, for whom they work, why, and what the employer agreed to."""

    email: Any = EmailField(_l("E-mailadres van je werk"), [required(), at_most(254), is_address()])
    given_name = StringField(_l("Voornaam"), [NeededToSend(), at_most(80)])
    prefix = StringField(_l("Tussenvoegsel"), [Optional(), at_most(30)])
    family_name = StringField(_l("Achternaam"), [NeededToSend(), at_most(100)])
    organisation = SelectField(_l("Organisatie"), [NeededToSend(_l("Kies een organisatie."))])
    other_organisation = StringField(_l("Naam van je organisatie"), [Optional(), at_most(200)])
    discipline = SelectField(_l("Discipline"), [NeededToSend(_l("Kies een discipline."))])
    job_role = SelectField(_l("Functie"), [NeededToSend(_l("Kies een functie."))])
    other_job_role = StringField(_l("Naam van je functie"), [Optional(), at_most(100)])
    motivation = TextAreaField(_l("Waarom wil je meedoen?"), [NeededToSend(), at_most(3000)])
    experience = TextAreaField(_l("Welke ervaring breng je mee?"), [Optional(), at_most(2000)])
    hours_per_week = DecimalCommaField(_l("Uren per week"), [NeededToSend()])
    manager_name = StringField(_l("Naam van je leidinggevende"), [NeededToSend(), at_most(200)])
    manager_email = EmailField(
        _l("E-mailadres van je leidinggevende"), [NeededToSend(), at_most(254), is_address()]
    )
    manager_asked = BooleanField(
        _l("Mijn leidinggevende weet van deze aanmelding en is akkoord met de uren."),
        [NeededToSend(_l("Bespreek je aanmelding eerst met je leidinggevende."))],
    )
    send = SubmitField(_l("Verstuur je aanmelding"))
    save = SubmitField(_l("Bewaar en ga later verder"))

    own_address = ""

    @property
    def is_sent(self) -> bool:
        """Whether the application is sent in, rather than kept as a draft."""
        return bool(self.send.data)

    def offer(
        self,
        *,
        organisations: Sequence[Organisation],
        disciplines: Sequence[Discipline],
        job_roles: Sequence[JobRole],
    ) -> None:
        """Fill the three lists, each ending in a choice for what is not on it."""
        self.rows: Mapping[str, Sequence[Any]] = {
            "organisation": organisations,
            "discipline": disciplines,
            "job_role": job_roles,
        }
        others = (_l("Een andere organisatie"), _l("Een andere discipline"), _l("Een andere functie"))
        for (name, found), other in zip(self.rows.items(), others, strict=True):
            self[name].choices = [
                choice("", _l("Kies …")),
                *(choice(str(row.public_id), row.name) for row in found),
                choice(OTHER, other),
            ]

    def follow(self, application: Application) -> None:
        """Show what was saved before."""
        for name in ("organisation", "discipline", "job_role"):
            row = getattr(application, name)
            self[name].data = str(row.public_id) if row else ""
        if application.other_organisation:
            self.organisation.data = OTHER
        if application.other_job_role:
            self.job_role.data = OTHER
        hours = application.hours_per_week
        self.hours_per_week.data = "" if hours is None else f"{hours.normalize():f}".replace(".", ",")

    def facts(self) -> ApplicationFacts:
        """The answers, in the words of the operations."""
        names = ("given_name", "prefix", "family_name", "motivation", "experience")
        answers: dict[str, Any] = {
            name: self[name].data or "" for name in (*names, "manager_name", "manager_email")
        }
        for name, found in self.rows.items():
            answers[name] = next((row for row in found if str(row.public_id) == self[name].data), None)
        return ApplicationFacts(
            **answers,
            other_organisation=self._other("organisation"),
            other_job_role=self._other("job_role"),
            hours_per_week=self.hours_per_week.decimal,
            manager_asked=bool(self.manager_asked.data),
        )

    def _other(self, name: str) -> str:
        return (self[f"other_{name}"].data or "") if self[name].data == OTHER else ""

    def validate_hours_per_week(self, field: DecimalCommaField) -> None:
        """A few hours, and never more than a working week."""
        if field.decimal is not None and not Decimal(1) <= field.decimal <= MOST_HOURS:
            raise ValidationError(_l("Kies een getal van 1 tot en met 40."))

    def validate_manager_email(self, field: EmailField) -> None:
        """Nobody is the own manager."""
        if field.data and email_key(field.data) == email_key(self.own_address):
            raise ValidationError(_l("Dit is je eigen adres. Vul dat van je leidinggevende in."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field; the names of what is not on our lists are checked with their lists."""
        valid: bool = super().validate(extra_validators)
        sentences = {
            "organisation": _l("Vul de naam van je organisatie in."),
            "job_role": _l("Vul de naam van je functie in."),
        }
        for name, sentence in sentences.items():
            if self.is_sent and self[name].data == OTHER and not self[f"other_{name}"].data:
                self[f"other_{name}"].errors = [sentence]
                valid = False
        return valid


class ApplicationNewForm(ApplicationForm):
    """A first application: the address is where the link goes."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Know the own address before the manager's is compared with it."""
        self.own_address = self.email.data or ""
        return super().validate(extra_validators)


class ApplicationEditForm(ApplicationForm):
    """A draft that was saved before; its address is proven by the link and stays."""

    email = None
    version = VersionField(default="1")


class LinkRenewForm(BaseForm):
    """To which address a new link goes."""

    email = EmailField(_l("E-mailadres van je aanmelding"), [required(), at_most(254), is_address()])


class SlotBookForm(BaseForm):
    """Which of the free times is chosen."""

    slot = RadioField(_l("Kies een tijd"), [required(_l("Kies een van de tijden."))], coerce=str)
