"""The shape of a planned reminder, and what its choices are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField

from lms.core.fields import WholeNumberField, between
from lms.core.forms import BaseForm, choice, required
from lms.reminders.models import Anchor, Reminder, ReminderKind
from lms.reminders.rules import LONGEST_OFFSET, USUAL_OFFSET, Subject, subject_of

KIND_LABELS = {
    ReminderKind.INVITATION: _l("Uitnodiging niet aangenomen"),
    ReminderKind.SIGNATURE: _l("Leerovereenkomst niet getekend door de deelnemer"),
    ReminderKind.MANAGER_SIGNATURE: _l("Leerovereenkomst niet getekend door de leidinggevende"),
    ReminderKind.STATEMENT: _l("Geheimhoudingsverklaring niet getekend"),
    ReminderKind.PAPER: _l("Paper niet ingeleverd"),
    ReminderKind.EVIDENCE: _l("Bewijs niet ingeleverd"),
}

_MOMENTS = {
    "before_start": (Anchor.START, -1),
    "after_start": (Anchor.START, 1),
    "before_deadline": (Anchor.DEADLINE, -1),
    "after_deadline": (Anchor.DEADLINE, 1),
}


def subject_words(subject: Subject) -> str:
    """What a reminder is about, with the title of the paper or the requirement."""
    about = subject.assignment or subject.requirement
    label = str(KIND_LABELS[subject.kind])
    return _("%(what)s: %(title)s", what=label, title=about.title) if about else label


class ReminderForm(BaseForm):
    """What still must be done, and when who did not do it hears so."""

    subject = SelectField(_l("Wat moet iemand nog doen?"), validators=[required()])
    days = WholeNumberField(
        _l("Aantal dagen"),
        [required(_l("Vul een heel getal in.")), between(0, LONGEST_OFFSET)],
        default=USUAL_OFFSET,
    )
    moment = SelectField(
        _l("Vóór of na welke dag?"),
        choices=[
            choice("before_start", _l("vóór de start van de leergroep")),
            choice("after_start", _l("na de start van de leergroep")),
            choice("before_deadline", _l("vóór de uiterste dag")),
            choice("after_deadline", _l("na de uiterste dag")),
        ],
        default="after_start",
    )
    version = HiddenField()

    def plan(self, subjects: Sequence[Subject]) -> dict[str, Any]:
        """What was filled in, as the operations take it."""
        anchor, sign = _MOMENTS[self.moment.data]
        subject = next(item for item in subjects if item.key == self.subject.data)
        return {"subject": subject, "anchor": anchor, "offset_days": sign * (self.days.data or 0)}

    @property
    def seen_version(self) -> int:
        """The version that was on the page; whatever is no number is no version."""
        text = str(self.version.data)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def reminder_form(
    subjects: Sequence[Subject], reminder: Reminder | None = None, *, days: int = USUAL_OFFSET
) -> ReminderForm:
    """The form for a new reminder, or for one that waits."""
    form = ReminderForm(data=_values_of(reminder) if reminder else {"days": days})
    form.subject.choices = [choice(item.key, subject_words(item)) for item in subjects]
    return form


def _values_of(reminder: Reminder) -> dict[str, object]:
    side = "after" if reminder.offset_days > 0 else "before"
    return {
        "subject": subject_of(reminder).key,
        "days": abs(reminder.offset_days),
        "moment": f"{side}_{reminder.anchor}",
        "version": reminder.version,
    }
