"""Shapes of the forms of accounts."""

from __future__ import annotations

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from lms.accounts.models import Hat, OrganisationKind
from lms.accounts.rules.passwords import LONGEST, PasswordFault
from lms.core.forms import BaseForm, at_most, choice, required

PASSWORD_FAULTS = {
    PasswordFault.TOO_SHORT: _l("Gebruik minstens 12 tekens. Een korte zin werkt goed."),
    PasswordFault.TOO_LONG: _l("Gebruik niet meer dan 256 tekens."),
    PasswordFault.COMMON: _l("Dit wachtwoord is makkelijk te raden. Kies iets wat alleen jij weet."),
    PasswordFault.PERSONAL: _l("Je naam of e-mailadres is het grootste deel. Voeg woorden toe."),
}


HAT_LABELS = {
    Hat.TRAINER: _l("Opleider"),
    Hat.DIRECTOR: _l("Directeur"),
    Hat.COORDINATOR: _l("Coördinator"),
    Hat.ADMINISTRATOR: _l("Beheerder"),
}
KIND_LABELS = {
    OrganisationKind.MUNICIPALITY: _l("Gemeente"),
    OrganisationKind.SOCIAL_SERVICE: _l("Sociale dienst"),
    OrganisationKind.CARE: _l("Zorg"),
    OrganisationKind.HOUSING: _l("Woningcorporatie"),
    OrganisationKind.SOCIAL_WORK: _l("Maatschappelijk werk"),
    OrganisationKind.MENTAL_HEALTH: _l("Geestelijke gezondheidszorg"),
    OrganisationKind.EDUCATION: _l("Onderwijs"),
    OrganisationKind.YOUTH_CARE: _l("Jeugdhulp"),
    OrganisationKind.EMPLOYER: _l("Werkgever"),
    OrganisationKind.OTHER: _l("Anders"),
}


def is_address(_form: Any, field: Any) -> None:
    """The text has the shape of an e-mail address."""
    try:
        validate_email(field.data or "", check_deliverability=False)
    except EmailNotValidError:
        raise ValidationError(_l("Vul een e-mailadres in, zoals naam@gemeente.nl.")) from None


class SignInForm(BaseForm):
    """Address and password; sending it twice does no harm, so it needs no key."""

    form_key = None  # type: ignore[assignment]
    email = StringField(_l("E-mailadres"), [required(_l("Vul je e-mailadres in.")), at_most(254)])
    password = PasswordField(_l("Wachtwoord"), [required(_l("Vul je wachtwoord in.")), at_most(1000)])
    next = HiddenField()


class SecondFactorForm(BaseForm):
    """The extra code of this half minute."""

    form_key = None  # type: ignore[assignment]
    code = StringField(_l("Code"), [required(_l("Vul de code van 6 cijfers in.")), at_most(20)])


class SecondFactorFirstForm(SecondFactorForm):
    """The first code, which proves that the authenticator works."""


class SecondFactorSetUpForm(SecondFactorForm):
    """The first code of a new authenticator, with the password that proves who asks."""

    current = PasswordField(_l("Je wachtwoord"), [required(_l("Vul je wachtwoord in.")), at_most(1000)])


class PasswordForgottenForm(BaseForm):
    """The address to which a link is mailed."""

    email = EmailField(_l("E-mailadres"), [required(_l("Vul je e-mailadres in.")), is_address, at_most(254)])


class NewPasswordForm(BaseForm):
    """A password that somebody chooses; rules about its strength are the domain's."""

    password = PasswordField(_l("Nieuw wachtwoord"), [required(_l("Kies een wachtwoord.")), at_most(LONGEST)])


class PasswordResetForm(NewPasswordForm):
    """A new password after the old one was forgotten."""


class InvitationAcceptForm(NewPasswordForm):
    """The first password."""

    password = PasswordField(
        _l("Kies een wachtwoord"), [required(_l("Kies een wachtwoord.")), at_most(LONGEST)]
    )


class PasswordChangeForm(NewPasswordForm):
    """A new password, with the present one that proves who asks."""

    page_order = ("current", "password")
    current = PasswordField(
        _l("Je wachtwoord van nu"), [required(_l("Vul je wachtwoord van nu in.")), at_most(1000)]
    )


class EmailChangeForm(BaseForm):
    """A new address, with the password that proves who asks."""

    email = EmailField(
        _l("Nieuw e-mailadres"), [required(_l("Vul je nieuwe e-mailadres in.")), is_address, at_most(254)]
    )
    current = PasswordField(_l("Je wachtwoord"), [required(_l("Vul je wachtwoord in.")), at_most(1000)])


class NameForm(BaseForm):
    """The parts of a name."""

    given_name = StringField(_l("Voornaam"), [required(_l("Vul een voornaam in.")), at_most(80)])
    prefix = StringField(_l("Tussenvoegsel"), [at_most(30)])
    family_name = StringField(_l("Achternaam"), [required(_l("Vul een achternaam in.")), at_most(100)])


class ProfileForm(NameForm):
    """Own name and language; a hidden version shows who changed it in between."""

    locale = RadioField(
        _l("Taal"), choices=[choice("nl", "Nederlands"), choice("en", "English")], default="nl"
    )
    version = IntegerField(widget=HiddenInput())


class MembershipForm(BaseForm):
    """Where somebody works, as what, and from which day."""

    organisation = SelectField(_l("Organisatie"), [required(_l("Kies een organisatie."))])
    discipline = SelectField(_l("Discipline"), validators=[Optional()])
    job_role = SelectField(_l("Functie"), validators=[Optional()])
    starts_on = DateField(_l("Vanaf"), [required(_l("Vul een datum in, zoals 1-9-2026."))])


class MembershipNewForm(MembershipForm):
    """Another organisation for somebody who is known."""


class MembershipEndForm(BaseForm):
    """The last day of work."""

    ends_on = DateField(_l("Laatste dag"), [required(_l("Vul een datum in, zoals 1-9-2026."))])


class PersonNewForm(NameForm, MembershipForm):
    """Somebody new, with their work."""

    page_order = ("given_name", "prefix", "family_name", "email")

    email = EmailField(_l("E-mailadres"), [required(_l("Vul een e-mailadres in.")), is_address, at_most(254)])
    invite = BooleanField(_l("Stuur meteen een uitnodiging"), default=True)


class PersonEditForm(NameForm):
    """Name and address of somebody else."""

    email = EmailField(_l("E-mailadres"), [required(_l("Vul een e-mailadres in.")), is_address, at_most(254)])
    version = IntegerField(widget=HiddenInput())


class HatGrantForm(BaseForm):
    """A hat, for an organisation or a programme where it needs one."""

    hat = RadioField(_l("Rol"), [required(_l("Kies een rol."))])
    organisation = SelectField(_l("Organisatie"), validators=[Optional()])
    scope = SelectField(_l("Opleiding"), validators=[Optional()])


class OrganisationNamesForm(BaseForm):
    """What an organisation is called."""

    name = StringField(_l("Naam"), [required(_l("Vul een naam in.")), at_most(200)])
    short_name = StringField(_l("Korte naam"), [required(_l("Vul een korte naam in.")), at_most(40)])


class OrganisationRenameForm(OrganisationNamesForm):
    """An organisation that is renamed by its director."""

    version = IntegerField(widget=HiddenInput())


class OrganisationForm(OrganisationNamesForm):
    """An organisation."""

    kind = SelectField(_l("Soort"), [required(_l("Kies een soort."))])
    parent = SelectField(_l("Onderdeel van"), validators=[Optional()])
    is_apart = BooleanField(_l("Telt bij het mengen als eigen organisatie"))


class OrganisationNewForm(OrganisationForm):
    """A new organisation."""


class OrganisationEditForm(OrganisationForm):
    """An organisation that is corrected."""

    version = IntegerField(widget=HiddenInput())


class WorkTermForm(BaseForm):
    """A word for what somebody does."""

    name = StringField(_l("Naam"), [required(_l("Vul een naam in.")), at_most(100)])


class WorkTermEditForm(WorkTermForm):
    """Another word for the same."""

    version = IntegerField(widget=HiddenInput())


class DisciplineNewForm(WorkTermForm):
    """A new discipline."""


class DisciplineEditForm(WorkTermEditForm):
    """A discipline that is renamed."""


class JobRoleNewForm(WorkTermForm):
    """A new function."""


class JobRoleEditForm(WorkTermEditForm):
    """A function that is renamed."""
