"""The shape of what people fill in around absence: announcing it, and making it good."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, StopValidation

from lms.cohorts.models import AbsenceReason, ProposalKind
from lms.core.fields import DutchDateField, VersionField, WholeNumberField, between
from lms.core.forms import BaseForm, at_most, choice, required

LONGEST_WORK = 10_000
YES, NO = "yes", "no"


class CheckInForm(BaseForm):
    """One button that says: I am here."""


class ProposalWithdrawForm(BaseForm):
    """One button that takes back what was said of a day part."""


class AbsenceAnnounceForm(BaseForm):
    """That somebody cannot come, and perhaps why."""

    kind = RadioField(
        _l("Waarom kun je niet?"),
        [required(_l("Kies een reden."))],
        choices=[
            choice(ProposalKind.ILL.value, _l("Ziek")),
            choice(AbsenceReason.WORK.value, _l("Werk")),
            choice(AbsenceReason.LEAVE.value, _l("Verlof")),
            choice(AbsenceReason.OTHER.value, _l("Anders")),
        ],
    )
    note = StringField(_l("Toelichting bij ‘Anders’"), [Optional(), at_most(200)])

    def facts(self) -> dict[str, Any]:
        """The absence in the words of the operations."""
        if self.kind.data == ProposalKind.ILL.value:
            return {"kind": ProposalKind.ILL}
        return {
            "kind": ProposalKind.ABSENT,
            "reason": AbsenceReason(self.kind.data),
            "note": self.note.data or "",
        }


class CatchUpAskForm(BaseForm):
    """One button that asks for a catch-up task."""


class CatchUpGiveForm(BaseForm):
    """What somebody does to make a missed day part good, and until when."""

    assignment = TextAreaField(_l("Wat is de opdracht?"), [required(), at_most(2000)])
    due_on = DutchDateField(_l("Klaar op"), [required()])

    @property
    def day(self) -> date:
        """The day on which it is due, once the form is valid."""
        assert self.due_on.data is not None
        return self.due_on.data


class CatchUpRefuseForm(BaseForm):
    """Why no task is given."""

    refusal = TextAreaField(_l("Waarom geef je geen opdracht?"), [required(), at_most(1000)])


class CatchUpHandInForm(BaseForm):
    """A text, a file, or both."""

    text = TextAreaField(_l("Wat heb je gedaan en geleerd?"), [Optional(), at_most(LONGEST_WORK)])
    file = FileField(_l("Bestand"))
    version = VersionField(default="1")

    @property
    def upload(self) -> FileStorage | None:
        """The chosen file, if any."""
        chosen = self.file.data
        return chosen if isinstance(chosen, FileStorage) and chosen.filename else None


class CatchUpJudgeForm(BaseForm):
    """Approve what was handed in, or give it back with a remark."""

    decision = RadioField(
        _l("Je oordeel"),
        [required(_l("Kies wat je met deze opdracht doet."))],
        choices=[
            choice(YES, _l("Keur goed: het dagdeel telt weer mee")),
            choice(NO, _l("Geef terug met een opmerking")),
        ],
    )
    remark = TextAreaField(_l("Opmerking"), [Optional(), at_most(2000)])
    version = VersionField(default="1")


class NeededElsewhere:
    """Only who attended outside the cohorts of the list says where and when."""

    def __call__(self, form: Any, field: Field) -> None:
        """Ask for a value unless a meeting was chosen; then nothing else is checked."""
        if form.attended.data:
            field.errors = []
            raise StopValidation
        required()(form, field)


class MadeUpForm(BaseForm):
    """Which meeting of another cohort somebody attended, or else where and when."""

    attended = SelectField(_l("Bij welke leergroep?"), [Optional()])
    held_on = DutchDateField(_l("Op welke dag?"), [NeededElsewhere()])
    place = StringField(
        _l("Op welke plek?"),
        [NeededElsewhere(), at_most(200)],
        description=_l("Bijvoorbeeld: bij een andere opleiding, of ingehaald in Maastricht."),
    )

    @property
    def day(self) -> date:
        """The day on which it was attended, once the form is valid."""
        assert self.held_on.data is not None
        return self.held_on.data


class MadeUpDecideForm(BaseForm):
    """Confirm that somebody was there, or not."""

    decision = RadioField(
        _l("Was deze deelnemer daar?"),
        [required(_l("Kies ja of nee."))],
        choices=[choice(YES, _l("Ja, laat het dagdeel meetellen")), choice(NO, _l("Nee, het telt niet mee"))],
    )


class MadeUpWithdrawForm(BaseForm):
    """Why a confirmation is taken back."""

    reason = TextAreaField(_l("Waarom draai je dit terug?"), [required(), at_most(500)])


class AttendanceRulesForm(BaseForm):
    """The check-in window of a cohort, and how much a task can repair."""

    check_in_minutes_before = WholeNumberField(
        _l("Hoeveel minuten voor het begin gaat aanmelden open?"), [required(), between(0, 240)]
    )
    check_in_minutes_after = WholeNumberField(
        _l("Hoeveel minuten na het einde sluit aanmelden?"), [required(), between(0, 240)]
    )
    catch_up_maximum = WholeNumberField(
        _l("Hoeveel dagdelen kan iemand inhalen met een opdracht?"), [required(), between(0, 10)]
    )
    version = VersionField(default="1")

    def facts(self) -> dict[str, Any]:
        """The rules in the words of the operations."""
        names = ("check_in_minutes_before", "check_in_minutes_after", "catch_up_maximum")
        return {name: self[name].data for name in names}
