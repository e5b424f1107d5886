"""The shape of an agenda."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, SelectField, StringField
from wtforms.validators import Optional

from lms.core.fields import VersionField, WholeNumberField, between
from lms.core.forms import BaseForm, at_most, choice, clean_line
from lms.planning.models import AgendaKind
from lms.planning.rules import AgendaItemFacts

MOST_ITEMS = 24
SPARE_ROWS = 4
AGENDA_LABELS = {
    AgendaKind.TRAINING: _l("scholing"),
    AgendaKind.REFLECTION: _l("reflectie"),
    AgendaKind.OTHER: _l("overig"),
    AgendaKind.PAUSE: _l("pauze"),
}


class AgendaRowForm(Form):
    """One item; a row without a name does not exist."""

    part = SelectField(_l("Dagdeel"))
    title = StringField(_l("Naam van het onderdeel"), [Optional(), at_most(200)], filters=[clean_line])
    minutes = WholeNumberField(_l("Minuten"), [Optional(), between(1, 720)])
    kind = SelectField(
        _l("Soort"), choices=[choice(kind.value, label) for kind, label in AGENDA_LABELS.items()]
    )
    counts = BooleanField(_l("Telt mee"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Name and minutes go together."""
        if not super().validate(extra_validators):
            return False
        if self.title.data and not self.minutes.data:
            self.minutes.errors = [_l("Vul in hoeveel minuten dit duurt.")]
            return False
        if self.minutes.data and not self.title.data:
            self.title.errors = [_l("Schrijf erbij wat je dan doet.")]
            return False
        return True

    def facts(self) -> AgendaItemFacts | None:
        """The item, or None for an empty row."""
        if not self.title.data:
            return None
        return AgendaItemFacts(
            part=int(self.part.data),
            title=self.title.data,
            minutes=self.minutes.data or 0,
            kind=AgendaKind(self.kind.data),
            counts=bool(self.counts.data),
        )


class AgendaEditForm(BaseForm):
    """Everything that happens in a meeting."""

    items = FieldList(FormField(AgendaRowForm), max_entries=MOST_ITEMS, label=_l("Onderdelen"))
    version = VersionField(default="1")

    def offer_parts(self, labels: Sequence[tuple[str, Any]]) -> None:
        """Let every row choose among the day parts of the meeting."""
        for entry in self.items:
            entry.form.part.choices = [choice(key, label) for key, label in labels]

    def facts(self) -> Sequence[AgendaItemFacts]:
        """The rows that are filled in."""
        rows = [entry.form.facts() for entry in self.items]
        return [row for row in rows if row is not None]
