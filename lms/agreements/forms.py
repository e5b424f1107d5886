"""What people fill in to agree: the terms, the signatures, the texts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Email
from wtforms.widgets import CheckboxInput, ListWidget

from lms.agreements.models import AgreedFact, LearningAgreement
from lms.agreements.rules import SHORTEST_REMARK, Terms, kept_facts
from lms.core.forms import BaseForm, DecimalCommaField, at_least, at_most, choice, required
from lms.core.rendering import number

FACT_LABELS = {
    AgreedFact.HOURS: _l("Hoeveel uur iemand erbij was"),
    AgreedFact.MILESTONES: _l("Welke mijlpalen iemand heeft behaald"),
    AgreedFact.CERTIFICATE: _l("Of iemand het certificaat heeft"),
}

is_address = Email(message=_l("Dit lijkt geen e-mailadres. Controleer het op typefouten."))


class AgreementNewForm(BaseForm):
    """The terms of an agreement."""

    hours_per_week = DecimalCommaField(
        _l("Uren per week"), validators=[required(_l("Vul in hoeveel uur per week is afgesproken."))]
    )
    manager_name = StringField(
        _l("Naam van de leidinggevende"), validators=[required(_l("Vul een naam in.")), at_most(200)]
    )
    manager_email = EmailField(
        _l("E-mailadres van de leidinggevende"),
        validators=[required(_l("Vul een e-mailadres in.")), is_address, at_most(254)],
    )
    learning_goals = TextAreaField(_l("Leerdoelen"), validators=[at_most(4000)])
    facts = SelectMultipleField(
        _l("Wat de directeur van de werkgever mag zien"),
        choices=[choice(fact.value, label) for fact, label in FACT_LABELS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def terms(self) -> Terms:
        """The terms as plain values, after validation."""
        return Terms(
            hours_per_week=self.hours_per_week.decimal or Decimal(0),
            manager_name=self.manager_name.data or "",
            manager_email=self.manager_email.data or "",
            learning_goals=self.learning_goals.data or "",
            facts=kept_facts([AgreedFact(value) for value in self.facts.data or ()]),
        )


class AgreementEditForm(AgreementNewForm):
    """The terms of a next version."""


def values_of(agreement: LearningAgreement) -> dict[str, Any]:
    """A version as the form shows it."""
    return {
        "hours_per_week": number(agreement.hours_per_week),
        "manager_name": agreement.manager_name,
        "manager_email": agreement.manager_email,
        "learning_goals": agreement.learning_goals,
        "facts": list(agreement.facts),
    }


class AgreementSignForm(BaseForm):
    """The participant or a trainer signs."""

    agree = BooleanField(
        _l("Ik heb de leerovereenkomst gelezen en ik teken"),
        validators=[required(_l("Zet hier een vinkje als je wilt tekenen."))],
    )


class ManagerSignForm(BaseForm):
    """The line manager signs."""

    name = StringField(
        _l("Je voornaam en achternaam"),
        validators=[required(_l("Vul je naam in.")), at_least(3), at_most(200)],
    )
    agree = BooleanField(
        _l("Ik heb de leerovereenkomst gelezen en ik teken"),
        validators=[required(_l("Zet hier een vinkje als je wilt tekenen."))],
    )


class ManagerDeclineForm(BaseForm):
    """The line manager says what has to change."""

    remark = TextAreaField(
        _l("Wat moet er anders?"),
        validators=[required(_l("Schrijf wat er anders moet.")), at_least(SHORTEST_REMARK), at_most(1000)],
    )


class LinkSendForm(BaseForm):
    """Where the line manager's new link goes."""

    email = EmailField(
        _l("E-mailadres van de leidinggevende"),
        validators=[required(_l("Vul een e-mailadres in.")), is_address, at_most(254)],
    )


class SignersRemindForm(BaseForm):
    """Remind everybody who must still sign."""


class StatementOwnForm(BaseForm):
    """The participant promises; `number` is that of the text on the page."""

    number = HiddenField()
    agree = BooleanField(
        _l("Ik heb dit gelezen en ik beloof het"),
        validators=[required(_l("Zet hier een vinkje als je wilt tekenen."))],
    )


class TextEditForm(BaseForm):
    """A text of the programme; `number` is that of the text it was made from."""

    number = HiddenField()
    text = TextAreaField(_l("Tekst"), validators=[required(_l("Schrijf een tekst.")), at_most(20000)])


def whole_number(text: str | None) -> int:
    """The number in a hidden field; nought when it holds something else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0
