"""What a host fills in, with an account or by a link: answer, preparation, change, report."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.core.fields import ClockField, DutchDateField, OnTheClock, WholeNumberField, between
from lms.core.forms import BaseForm, DecimalCommaField, at_most, choice, required
from lms.shadowing.forms.fields import note_field, reason_field
from lms.shadowing.models import Preparation, Reason
from lms.shadowing.rules import LONGEST_REAL_HOURS, Report

ACCEPT, CONSIDER, REJECT = "accept", "consider", "reject"
CAME, PARTLY, MISSED = "came", "partly", "missed"
PREPARATION_LABELS = {
    Preparation.RESIDENTS_TOLD: _l("Inwoners weten vooraf dat er iemand meeloopt"),
    Preparation.CONSENT_ASKED: _l("Ik vraag elke inwoner of het goed is, en nee is een goed antwoord"),
    Preparation.SIGN_AGREED: _l("We hebben een teken afgesproken waarop de bezoeker opzij stapt"),
    Preparation.COLLEAGUES_TOLD: _l("Mijn team en de balie weten wie er komt"),
}


class HostingAnswerForm(BaseForm):
    """Yes, no, or not yet."""

    answer = RadioField(
        _l("Kan de bezoeker komen?"),
        choices=[
            choice(ACCEPT, _l("Ja, welkom")),
            choice(CONSIDER, _l("Ik overleg eerst met mijn team")),
            choice(REJECT, _l("Nee, dit lukt niet")),
        ],
        validators=[required(_l("Kies je antwoord."))],
    )
    instructions = TextAreaField(_l("Bij ja: wat moet je bezoeker weten?"), validators=[at_most(1000)])
    reason = reason_field(must=False)
    note = note_field()

    def validate(self, extra_validators: Any = None) -> bool:
        """Who says no tells why."""
        valid = super().validate(extra_validators)
        if self.answer.data == REJECT and not self.reason.data:
            self.reason.errors = [_l("Kies een reden.")]
            return False
        return bool(valid)

    def why(self) -> Reason:
        """The chosen reason."""
        return Reason(self.reason.data)


class HostingPrepareForm(BaseForm):
    """The list of what residents and colleagues must hear before the day."""

    done = SelectMultipleField(
        _l("Wat is geregeld?"),
        choices=[choice(item.value, label) for item, label in PREPARATION_LABELS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def items(self) -> list[Preparation]:
        """What is ticked."""
        return [Preparation(value) for value in self.done.data or ()]


class HostingMoveForm(BaseForm):
    """Another day or other times, agreed between visitor and host."""

    day = DutchDateField(_l("Nieuwe dag"), validators=[required(_l("Vul een dag in."))])
    starts = ClockField(_l("Van"), validators=[required(_l("Vul een begintijd in.")), OnTheClock("day")])
    ends = ClockField(_l("Tot"), validators=[required(_l("Vul een eindtijd in."))])


class HostingCancelForm(BaseForm):
    """The agreed day does not go on."""

    reason = reason_field(must=True)
    note = note_field()


class HostingReportForm(BaseForm):
    """How the day went; of residents nothing is written down."""

    outcome = RadioField(
        _l("Was je bezoeker er?"),
        choices=[
            choice(CAME, _l("Ja, de hele dag")),
            choice(PARTLY, _l("Ja, maar deels niet aanwezig")),
            choice(MISSED, _l("Nee, niet gekomen")),
        ],
        validators=[required(_l("Kies of je bezoeker er was."))],
    )
    real_hours = DecimalCommaField(_l("Hoeveel uur duurde de dag?"), validators=[Optional()])
    debrief_minutes = WholeNumberField(
        _l("Hoeveel minuten praatten jullie na?"), validators=[Optional(), between(0, 240)], default=20
    )
    remark = TextAreaField(_l("Opmerking van de gastcollega"), validators=[at_most(1000)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Who was there, was there for some hours."""
        if not super().validate(extra_validators):
            return False
        hours = self.real_hours.decimal
        if self.outcome.data != MISSED and (hours is None or not 0 < hours <= LONGEST_REAL_HOURS):
            self.real_hours.errors = [
                _l("Vul een aantal uren in, meer dan 0 en hooguit %(most)s.", most=LONGEST_REAL_HOURS)
            ]
            return False
        return True

    def report(self) -> Report:
        """The report as plain values, after validation."""
        return Report(
            real_minutes=int((self.real_hours.decimal or 0) * 60),
            debrief_minutes=self.debrief_minutes.data or 0,
            was_partly_absent=self.outcome.data == PARTLY,
            remark=self.remark.data or "",
        )
