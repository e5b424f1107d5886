"""The shape of what participants and trainers fill in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, RadioField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional

from lms.core.forms import BaseForm, at_most, required
from lms.learning.rules import SHORTEST_REASON, SHORTEST_REMARK

LONGEST_TEXT = 10_000
LONGEST_REMARK = 2_000
CONFIRM, RETURN = "confirm", "return"

BOXES: dict[str, tuple[Any, Any]] = {
    "situation": (_l("Situatie"), _l("Waar was je, wie waren erbij en wat speelde er?")),
    "task": (_l("Taak"), _l("Wat was jouw rol? Wat werd er van je verwacht?")),
    "action": (_l("Actie"), _l("Wat deed je precies, en waarom zo?")),
    "result": (_l("Resultaat"), _l("Wat kwam eruit? Hoe reageerde de ander?")),
    "reflection": (_l("Reflectie"), _l("Wat leer je hiervan over jezelf en je werk?")),
    "transfer": (_l("Transfer"), _l("Wat doe je de volgende keer, en wanneer?")),
    "experience": (_l("1. Ervaring"), _l("Wat deed je? Vertel het zoals het ging.")),
    "look_back": (_l("2. Terugblik"), _l("Wat wilde, dacht, voelde en deed je? En de ander?")),
    "essence": (_l("3. Kern"), _l("Wat is hier voor jou het belangrijkste?")),
    "alternatives": (_l("4. Andere wegen"), _l("Wat had je ook kunnen doen? Wat levert dat op?")),
    "try_out": (_l("5. Uitproberen"), _l("Wat probeer je de volgende keer uit?")),
    "text": (_l("Je reflectie"), _l("Schrijf wat je wilt. Er is geen vaste vorm.")),
    "notes": (_l("Je aantekeningen"), _l("Wat neem je mee naar de bijeenkomst?")),
}


def reflection_form(names: Sequence[str], *, values: dict[str, str] | None = None) -> BaseForm:
    """One box per question of the reflection, filled by the request or, when given, by what was kept."""

    class ReflectionForm(BaseForm):
        """The boxes of one reflection."""

        version = HiddenField(default="0")

    for name in names:
        label, hint = BOXES[name]
        box = TextAreaField(label, description=hint, validators=[Optional(), at_most(LONGEST_TEXT)])
        setattr(ReflectionForm, name, box)
    return ReflectionForm() if values is None else ReflectionForm(formdata=None, data=values)


class AnswerForm(BaseForm):
    """One answer to one self-check question."""

    question = HiddenField()
    option = RadioField(
        _l("Je antwoord"), validate_choice=False, validators=[required(_l("Kies eerst een antwoord."))]
    )


class ShareForm(BaseForm):
    """Share a reflection with the trainers, or no longer."""

    shared = HiddenField()


class DoneForm(BaseForm):
    """Tick an activity, or take the tick away."""

    done = HiddenField()


class EvidenceForm(BaseForm):
    """A text, a file, or both, that show how a requirement is met."""

    text = TextAreaField(
        _l("Wat heb je gedaan en wat leverde het op?"), validators=[Optional(), at_most(LONGEST_TEXT)]
    )
    file = FileField(_l("Bestand"))

    @property
    def upload(self) -> FileStorage | None:
        """The chosen file, if any."""
        chosen = self.file.data
        return chosen if isinstance(chosen, FileStorage) and chosen.filename else None


class JudgeForm(BaseForm):
    """Confirm evidence, or give it back with a remark."""

    decision = RadioField(
        _l("Je oordeel"),
        choices=[
            SelectChoice(CONFIRM, _l("Bevestig dit bewijs")),
            SelectChoice(RETURN, _l("Geef terug met een opmerking")),
        ],
        validators=[required(_l("Kies wat je met dit bewijs doet."))],
    )
    remark = TextAreaField(_l("Opmerking"), validators=[Optional(), at_most(LONGEST_REMARK)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Who gives evidence back says what is still missing."""
        fits = super().validate(extra_validators)
        if self.decision.data == RETURN and len(self.remark.data or "") < SHORTEST_REMARK:
            self.remark.errors = [
                *self.remark.errors,
                _("Schrijf in minstens %(min)d tekens wat er nog mist.", min=SHORTEST_REMARK),
            ]
            return False
        return bool(fits)


class ProposalForm(BaseForm):
    """Why a requirement should count as met for one participant."""

    reason = TextAreaField(
        _l("Waarom geldt de eis als behaald?"),
        validators=[required(_l("Schrijf waarom je van de eis afwijkt.")), at_most(LONGEST_REMARK)],
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """A reason is at least fifty characters long (DR-22)."""
        if len(field.data or "") < SHORTEST_REASON:
            raise ValidationError(
                _("Schrijf minstens %(min)d tekens, zodat een ander je reden begrijpt.", min=SHORTEST_REASON)
            )


class DecideForm(BaseForm):
    """Agree to a proposal, or refuse it with a remark."""

    decision = RadioField(
        _l("Je besluit"),
        choices=[
            SelectChoice(CONFIRM, _l("Ik ga akkoord: de eis geldt als behaald")),
            SelectChoice(RETURN, _l("Ik ga niet akkoord")),
        ],
        validators=[required(_l("Kies wat je besluit."))],
    )
    remark = TextAreaField(_l("Toelichting"), validators=[at_most(LONGEST_REMARK)])

    def validate_remark(self, field: TextAreaField) -> None:
        """Who refuses tells why."""
        if self.decision.data == RETURN and not (field.data or "").strip():
            raise ValidationError(_("Schrijf waarom je niet akkoord gaat."))
