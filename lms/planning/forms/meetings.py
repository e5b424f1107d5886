"""The shape of what people fill in about meetings and their day parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import Optional

from lms.cohorts import rules
from lms.cohorts.models import Meeting, MeetingKind
from lms.cohorts.rules import DayPartPlan
from lms.core.fields import ClockField, DutchDateField, VersionField, WholeNumberField, between, web_address
from lms.core.forms import BaseForm, at_most, choice, required

MOST_DAY_PARTS = 3
WHOLE = "whole"
KIND_LABELS = {
    MeetingKind.TRAINING_DAY: _l("bijeenkomst"),
    MeetingKind.INTERVISION: _l("intervisie"),
    MeetingKind.MEASUREMENT: _l("tussenmeting"),
    MeetingKind.CLOSING: _l("slotdag"),
    MeetingKind.REUNION: _l("terugkomdag"),
}


class DayPartForm(Form):
    """One day part: from, until and the minutes that count; an empty one does not exist."""

    starts = ClockField(_l("Van"), [Optional()])
    ends = ClockField(_l("Tot"), [Optional()])
    net_minutes = WholeNumberField(_l("Minuten die tellen"), [Optional(), between(1, 720)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the two times against each other, and the minutes against both."""
        if not super().validate(extra_validators):
            return False
        starts, ends, net = self.starts.data, self.ends.data, self.net_minutes.data
        if starts is None and ends is None and net is None:
            return True
        if starts is None or ends is None:
            missing = self.starts if starts is None else self.ends
            missing.errors = [_l("Vul allebei de tijden in.")]
            return False
        length = rules.minutes_between(starts, ends)
        if length <= 0:
            self.ends.errors = [_l("Het einde ligt voor het begin. Pas een van de tijden aan.")]
            return False
        if net is not None and net > length:
            self.net_minutes.errors = [_l("Dit is langer dan het dagdeel duurt.")]
            return False
        return True

    def plan(self) -> DayPartPlan | None:
        """The day part, or None when nothing is filled in; without minutes the whole time counts."""
        starts, ends = self.starts.data, self.ends.data
        if not isinstance(starts, time) or not isinstance(ends, time):
            return None
        return DayPartPlan(starts, ends, self.net_minutes.data or rules.minutes_between(starts, ends))


class MeetingEditForm(BaseForm):
    """What a meeting is called, what it is for, and where to join it from a distance."""

    title = StringField(_l("Naam van de bijeenkomst"), [required(), at_most(200)])
    kind = SelectField(
        _l("Soort bijeenkomst"),
        choices=[choice(kind.value, label) for kind, label in KIND_LABELS.items()],
        default=MeetingKind.TRAINING_DAY.value,
    )
    module_key = SelectField(_l("Hoort bij module"), [Optional()])
    video_url = StringField(_l("Link voor wie op afstand meedoet"), [Optional(), at_most(500), web_address()])
    version = VersionField(default="1")

    def words(self) -> dict[str, Any]:
        """What the meeting is called and for."""
        return {
            "title": self.title.data,
            "kind": MeetingKind(self.kind.data),
            "module_key": self.module_key.data or None,
            "video_url": self.video_url.data or "",
        }


class MeetingTimesForm(BaseForm):
    """The day, the place and up to three day parts; what follows from it is shown before it is saved."""

    held_on = DutchDateField(_l("Dag"), [required()])
    location = StringField(_l("Plaats"), [Optional(), at_most(200)])
    day_parts = FieldList(
        FormField(DayPartForm), min_entries=MOST_DAY_PARTS, max_entries=MOST_DAY_PARTS, label=_l("Dagdelen")
    )
    seen = HiddenField()
    version = VersionField(default="1")

    def validate(self, extra_validators: Any = None) -> bool:
        """A meeting has a day part; that it is missing is told with all else that is."""
        valid = bool(super().validate(extra_validators))
        if any(entry.form.errors for entry in self.day_parts) or self.plans():
            return valid
        first = self.day_parts[0].form
        first.starts.errors, first.ends.errors = [_l("Vul een begintijd in.")], [_l("Vul een eindtijd in.")]
        return False

    def plans(self) -> Sequence[DayPartPlan]:
        """The day parts; those that are left empty do not exist."""
        plans = [entry.form.plan() for entry in self.day_parts]
        return [plan for plan in plans if plan is not None]

    def times(self) -> dict[str, Any]:
        """When and where."""
        return {
            "held_on": self.held_on.data,
            "day_parts": self.plans(),
            "location": self.location.data or "",
        }

    @property
    def is_seen(self) -> bool:
        """Whether what follows from exactly these times and this place was shown before."""
        return self.seen.data == self._shown()

    def show_once(self) -> None:
        """From now on what follows from these times counts as shown."""
        self.seen.data = self._shown()

    def _shown(self) -> str:
        parts = " ".join(f"{plan.starts:%H:%M}-{plan.ends:%H:%M}" for plan in self.plans())
        return f"{self.held_on.data} {parts} {self.location.data or ''}".strip()


class MeetingMoveForm(MeetingTimesForm):
    """Other times for a meeting, and perhaps why."""

    reason = StringField(_l("Waarom verzet je de bijeenkomst?"), [Optional(), at_most(300)])


class MeetingNewForm(MeetingEditForm, MeetingTimesForm):
    """A meeting to be: its words, its day and its times."""


class MeetingCancelForm(BaseForm):
    """Whether a meeting, or one day part of it, is called off, and why; what follows is shown first."""

    part = RadioField(_l("Wat gaat niet door?"), [required(_l("Kies wat er niet doorgaat."))])
    reason = StringField(
        _l("Waarom gaat het niet door?"),
        [required(_l("Schrijf waarom het niet doorgaat.")), at_most(300)],
    )
    seen = HiddenField()

    def is_seen_of(self, meeting: Meeting) -> bool:
        """Whether what follows from this choice was shown, of the meeting as it is now."""
        return self.seen.data == self._shown(meeting)

    def show_once(self, meeting: Meeting) -> None:
        """From now on what follows from this choice counts as shown."""
        self.seen.data = self._shown(meeting)

    def _shown(self, meeting: Meeting) -> str:
        return f"{meeting.version} {self.part.data}"
