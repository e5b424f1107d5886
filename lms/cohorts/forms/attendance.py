"""The shape of what people fill in about attendance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from lms.cohorts.models import AbsenceReason, AttendanceStatus
from lms.cohorts.rules import AttendanceEntry, RegisterRow
from lms.core.fields import VersionField, WholeNumberField, between
from lms.core.forms import BaseForm, at_most, choice, required

ATTENDANCE_LABELS = {
    AttendanceStatus.PRESENT: _l("Er"),
    AttendanceStatus.LATE: _l("Laat"),
    AttendanceStatus.ABSENT: _l("Niet"),
    AttendanceStatus.ILL: _l("Ziek"),
    AttendanceStatus.MADE_UP: _l("Elders gevolgd"),
}
REGISTER_LABELS = {
    status: label for status, label in ATTENDANCE_LABELS.items() if status is not AttendanceStatus.MADE_UP
}
REASON_LABELS = {
    AbsenceReason.WORK: _l("Werk"),
    AbsenceReason.LEAVE: _l("Verlof"),
    AbsenceReason.OTHER: _l("Anders"),
}


class RegisterForm(BaseForm):
    """Who was there: a choice and perhaps minutes for every participant, and a reason for corrections."""

    reason = TextAreaField(_l("Waarom verander je dit?"), [Optional(), at_most(500)])
    version = VersionField(default="1")

    def entries(self, rows: Sequence[RegisterRow]) -> dict[int, AttendanceEntry]:
        """What is said of everybody, by enrolment."""
        return {
            row.enrolment_id: AttendanceEntry(
                AttendanceStatus(self[status_name(row)].data),
                self[minutes_name(row)].data or 0,
                AbsenceReason(why) if (why := self[why_name(row)].data) else None,
                self[note_name(row)].data or "",
            )
            for row in rows
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """Who is late missed a number of minutes."""
        valid: bool = super().validate(extra_validators)
        for name, field in self._fields.items():
            minutes = self._fields.get(name.replace("status_", "minutes_"))
            is_late = name.startswith("status_") and field.data == AttendanceStatus.LATE.value
            if is_late and minutes is not None and not minutes.data and not minutes.errors:
                minutes.errors = [_l("Hoeveel minuten was dit?")]
                valid = False
        return valid


def status_name(row: RegisterRow) -> str:
    """The name of the field with the choice for one participant."""
    return f"status_{row.public_id.hex}"


def minutes_name(row: RegisterRow) -> str:
    """The name of the field with the minutes that one participant missed."""
    return f"minutes_{row.public_id.hex}"


def why_name(row: RegisterRow) -> str:
    """The name of the field with the reason why one participant was not there."""
    return f"why_{row.public_id.hex}"


def note_name(row: RegisterRow) -> str:
    """The name of the field that explains another reason."""
    return f"note_{row.public_id.hex}"


def reason_choices() -> Sequence[tuple[str, str]]:
    """Why somebody was not there, as a list to choose from."""
    return [("", _("Geen reden")), *((why.value, str(label)) for why, label in REASON_LABELS.items())]


def register_form_for(rows: Sequence[RegisterRow], *, net_minutes: int) -> type[RegisterForm]:
    """The register of these participants as it is sent; everybody is proposed as present."""
    fields: dict[str, object] = {}
    # Words are looked up once for all people: a lazy word is looked up again wherever it is shown.
    statuses = [choice(status.value, str(label)) for status, label in REGISTER_LABELS.items()]
    reasons = [choice(value, label) for value, label in reason_choices()]
    missed, reason, explained = _("Minuten gemist"), _("Reden"), _("Toelichting")
    wanted, minutes, brief = required(_l("Kies een van de vier.")), between(1, net_minutes), at_most(200)
    for row in rows:
        fields[status_name(row)] = RadioField(
            row.name.display_name,
            [wanted],
            choices=statuses,
            default=AttendanceStatus.PRESENT.value,
        )
        fields[minutes_name(row)] = WholeNumberField(missed, [Optional(), minutes])
        fields[why_name(row)] = SelectField(reason, [Optional()], choices=reasons)
        fields[note_name(row)] = StringField(explained, [Optional(), brief])
    return type("RegisterForm", (RegisterForm,), fields)
