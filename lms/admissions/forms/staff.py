"""What coordinators and trainers fill in: the round, times for talks, the record and the decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Optional

from lms.admissions import rules
from lms.admissions.models import Advice, ApplicationState, LetterKind
from lms.admissions.rules import IntakeNotes, RoundState
from lms.cohorts.rules import LARGEST_COHORT
from lms.core.fields import ClockField, DutchDateField, OnTheClock, VersionField, WholeNumberField, between
from lms.core.forms import BaseForm, at_most, choice, required
from lms.programmes.rules import is_web_address

STATE_LABELS = {
    ApplicationState.DRAFT: _l("concept"),
    ApplicationState.SUBMITTED: _l("ingestuurd"),
    ApplicationState.INVITED: _l("uitgenodigd"),
    ApplicationState.INTAKE_HELD: _l("intake gehad"),
    ApplicationState.WAITING: _l("wachtlijst"),
    ApplicationState.PLACED: _l("geplaatst"),
    ApplicationState.REJECTED: _l("afgewezen"),
    ApplicationState.WITHDRAWN: _l("teruggetrokken"),
}
ADVICE_LABELS = {
    Advice.PLACE: _l("plaatsen"),
    Advice.WAITING_LIST: _l("op de wachtlijst"),
    Advice.REJECT: _l("afwijzen"),
}
ROUND_LABELS = {
    RoundState.COMING: _l("gaat nog open"),
    RoundState.OPEN: _l("open"),
    RoundState.CLOSED: _l("gesloten"),
}
LONGEST_SERIES = 20


class RoundEditForm(BaseForm):
    """From when until when people apply, when they hear, and how many there is room for."""

    opens_on = DutchDateField(_l("Aanmelden kan vanaf"), [required()])
    closes_on = DutchDateField(_l("Aanmelden kan tot en met"), [required()])
    answers_on = DutchDateField(_l("Iedereen hoort uiterlijk op"), [required()])
    minimum_size = WholeNumberField(
        _l("Minimum om te beginnen"), [required(), between(1, LARGEST_COHORT)], default=10
    )
    maximum_size = WholeNumberField(
        _l("Hoogste aantal plaatsen"), [required(), between(1, LARGEST_COHORT)], default=14
    )
    rebook_hours = WholeNumberField(
        _l("Gesprek verzetten kan tot"), [required(), between(0, 168)], default=24
    )
    version = VersionField(default="0")

    def facts(self) -> dict[str, Any]:
        """What the round becomes, in the words of the operations."""
        names = ("opens_on", "closes_on", "answers_on", "minimum_size", "maximum_size", "rebook_hours")
        return {name: self[name].data for name in names} | {"version": self.version.number}

    def validate_closes_on(self, field: DateField) -> None:
        """The last day is not before the first."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_l("Deze dag ligt voor de eerste dag. Kies een latere dag."))

    def validate_answers_on(self, field: DateField) -> None:
        """People hear after they could apply."""
        if field.data and self.closes_on.data and field.data < self.closes_on.data:
            raise ValidationError(_l("Kies een dag na de laatste dag van aanmelden."))

    def validate_maximum_size(self, field: IntegerField) -> None:
        """The maximum is not below the minimum."""
        if field.data is not None and self.minimum_size.data and field.data < self.minimum_size.data:
            raise ValidationError(_l("Dit aantal is lager dan het minimum. Maak het gelijk of hoger."))


class SlotsListForm(BaseForm):
    """A series of times for talks on one day."""

    held_by = SelectField(_l("Wie voert het gesprek?"), [required(_l("Kies wie het gesprek voert."))])
    day = DutchDateField(_l("Dag"), [required()])
    first = ClockField(_l("Eerste gesprek om"), [required(), OnTheClock("day")])
    number = WholeNumberField(_l("Aantal gesprekken"), [required(), between(1, LONGEST_SERIES)], default=1)
    minutes = WholeNumberField(_l("Minuten per gesprek"), [required(), between(10, 180)], default=45)
    pause = WholeNumberField(_l("Minuten ertussen"), [Optional(), between(0, 120)], default=15)
    place = StringField(_l("Plaats"), [at_most(200)])
    video_url = StringField(_l("Link voor een videogesprek"), [Optional(), at_most(500)])

    def times(self) -> Sequence[tuple[datetime, datetime]]:
        """From when until when each talk lasts."""
        day, first = self.day.data, self.first.data
        if day is None or first is None:
            return ()
        return rules.series_of_slots(
            day=day,
            first=first,
            number=self.number.data or 1,
            minutes=self.minutes.data or 45,
            pause=self.pause.data or 0,
        )

    def validate_video_url(self, field: StringField) -> None:
        """A link can be followed."""
        if field.data and not is_web_address(field.data):
            raise ValidationError(_l("Vul een adres in dat met https:// begint."))

    def validate_place(self, field: StringField) -> None:
        """A talk is somewhere."""
        if not field.data and not self.video_url.data:
            raise ValidationError(_l("Vul een plaats in, of een link voor een videogesprek."))


class IntakeEditForm(BaseForm):
    """What was said in the talk; without advice it is kept and not finished."""

    motivation = TextAreaField(_l("Motivatie"), [Optional(), at_most(4000)])
    experience = TextAreaField(_l("Ervaring"), [Optional(), at_most(4000)])
    practice_access = TextAreaField(_l("Toegang tot de praktijk"), [Optional(), at_most(4000)])
    learning_goals = TextAreaField(_l("Leerdoelen in concept"), [Optional(), at_most(4000)])
    advice = RadioField(
        _l("Advies"),
        [Optional()],
        choices=[
            choice("", _l("nog geen advies")),
            *(choice(a.value, label) for a, label in ADVICE_LABELS.items()),
        ],
        default="",
    )
    advice_reason = TextAreaField(_l("Waarom dit advies?"), [at_most(2000)])
    version = VersionField(default="0")

    def notes(self) -> IntakeNotes:
        """The record, in the words of the operations."""
        names = ("motivation", "experience", "practice_access", "learning_goals", "advice_reason")
        return IntakeNotes(
            **{name: self[name].data or "" for name in names},
            advice=Advice(self.advice.data) if self.advice.data else None,
        )

    def validate_advice_reason(self, field: TextAreaField) -> None:
        """An advice is explained."""
        if self.advice.data and not field.data:
            raise ValidationError(_l("Schrijf erbij waarom je dit adviseert."))


class DecisionNewForm(BaseForm):
    """What is decided, for which organisation somebody comes, and the own words in the letter."""

    kind = RadioField(_l("Besluit"), [required(_l("Kies een besluit."))])
    organisation = SelectField(_l("Doet mee voor"), [])
    passage = TextAreaField(_l("Jouw woorden in de brief"), [at_most(2000)])

    def validate_passage(self, field: TextAreaField) -> None:
        """Who is rejected reads why."""
        if self.kind.data == LetterKind.REJECTED.value and len(field.data or "") < 20:
            raise ValidationError(_l("Leg in minstens 20 tekens uit waarom er geen plaats is."))

    def validate_organisation(self, field: SelectField) -> None:
        """Who is placed comes for an organisation that takes part."""
        if self.kind.data == LetterKind.PLACED.value and not field.data:
            raise ValidationError(_l("Kies de organisatie waarvoor deze deelnemer meedoet."))
