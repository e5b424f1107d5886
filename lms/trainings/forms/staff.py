"""The shape of forming pairs by hand."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from lms.cohorts.models import Enrolment
from lms.core.forms import BaseForm, choice, required


def _line(enrolment: Enrolment) -> str:
    parts = [
        enrolment.person.display_name,
        enrolment.organisation.short_name,
        enrolment.discipline.name if enrolment.discipline else "",
    ]
    return ", ".join(part for part in parts if part)


class _TickBoxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PairForm(BaseForm):
    """Who will give a training together."""

    members = _TickBoxes(_l("Deelnemers"), validators=[required(_l("Kies wie samen een duo zijn."))])

    def offer(self, enrolments: Sequence[Enrolment]) -> None:
        """Let the coordinator choose from these participants."""
        self.members.choices = [choice(str(row.public_id), _line(row)) for row in enrolments]

    def chosen(self) -> Sequence[UUID]:
        """Who was chosen."""
        return [UUID(value) for value in self.members.data or ()]


class JoinForm(BaseForm):
    """Who joins a pair."""

    member = SelectField(_l("Deelnemer"), [required(_l("Kies wie erbij komt."))])

    def offer(self, enrolments: Sequence[Enrolment]) -> None:
        """Let the coordinator choose from these participants."""
        self.member.choices = [
            choice("", _l("Kies een deelnemer")),
            *(choice(str(row.public_id), _line(row)) for row in enrolments),
        ]
