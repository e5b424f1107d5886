"""Fields that several forms of shadowing share."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from lms.core.forms import at_least, at_most, choice, required
from lms.shadowing.models import Reason

SHORTEST_QUESTION = 15
WEEKDAY_LABELS = (
    _l("maandag"),
    _l("dinsdag"),
    _l("woensdag"),
    _l("donderdag"),
    _l("vrijdag"),
    _l("zaterdag"),
    _l("zondag"),
)
REASON_LABELS = {
    Reason.FULL_DIARY: _l("De agenda is vol"),
    Reason.ILLNESS: _l("Ziekte"),
    Reason.NO_COLLEAGUE: _l("Er is die dag niemand om mee te lopen"),
    Reason.NO_FIT: _l("De leervraag past niet bij dit werk"),
    Reason.PLAN_CHANGED: _l("Het werk of de planning is veranderd"),
    Reason.OTHER: _l("Een andere reden"),
}


def reason_field(*, must: bool) -> Any:
    """Why a day is refused, ended or moved."""
    return RadioField(
        _l("Reden"),
        choices=[choice(reason.value, label) for reason, label in REASON_LABELS.items()],
        validators=[required(_l("Kies een reden."))] if must else [Optional()],
    )


def note_field() -> TextAreaField:
    """A few words beside the reason."""
    return TextAreaField(_l("Toelichting"), validators=[at_most(500)])


def question_field() -> TextAreaField:
    """What somebody wants to learn by walking along."""
    return TextAreaField(
        _l("Je leervraag"),
        validators=[required(_l("Schrijf je leervraag.")), at_least(SHORTEST_QUESTION), at_most(600)],
    )
