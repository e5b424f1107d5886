"""What a visitor fills in: wish, request, signature, and what the day brought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.accounts.models import Person
from lms.core.fields import DutchDateField, VersionField
from lms.core.forms import BaseForm, at_least, at_most, choice, required
from lms.shadowing.forms.fields import WEEKDAY_LABELS, note_field, question_field, reason_field
from lms.shadowing.models import Host
from lms.shadowing.rules import MOST_PERIODS, Limits, distinct_places

SHORTEST_REFLECTION = 100


def _first_day() -> DutchDateField:
    return DutchDateField(_l("Van"), validators=[Optional()])


def _last_day() -> DutchDateField:
    return DutchDateField(_l("Tot en met"), validators=[Optional()])


def limit_values(limits: Limits, *, today: date) -> dict[str, Any]:
    """When somebody cannot walk along, as the form shows it; what is over is left out."""
    rows = limits.coming(today)[:MOST_PERIODS]
    days = {f"from_{row}": first for row, (first, _last) in enumerate(rows, 1)}
    ends = {f"until_{row}": last for row, (first, last) in enumerate(rows, 1) if last != first}
    weekdays = [str(number) for number in sorted(limits.weekdays)]
    return {"weekdays": weekdays, "too_far": sorted(limits.too_far), **days, **ends}


class WishEditForm(BaseForm):
    """The learning question, at most three hosts in order, and when somebody cannot walk along."""

    learning_question = question_field()
    first = SelectField(_l("Eerste keuze"))
    second = SelectField(_l("Tweede keuze"))
    third = SelectField(_l("Derde keuze"))
    weekdays = SelectMultipleField(
        _l("Op deze dagen kun je nooit meelopen"),
        choices=[choice(str(number), label) for number, label in enumerate(WEEKDAY_LABELS)],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    from_1, until_1 = _first_day(), _last_day()
    from_2, until_2 = _first_day(), _last_day()
    from_3, until_3 = _first_day(), _last_day()

    too_far = SelectMultipleField(
        _l("Naar deze plaatsen is het te ver reizen"),
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def validate_weekdays(self, field: SelectMultipleField) -> None:
        """Some day must be left."""
        if len(set(field.data or ())) == len(WEEKDAY_LABELS):
            raise ValidationError(_("Laat minstens één dag van de week over."))

    def validate(self, extra_validators: Any = None) -> bool:
        """A period has a first day, and does not end before it."""
        valid = super().validate(extra_validators)
        for first, last in self.rows():
            if first.errors or last.errors or last.data is None:
                continue
            if first.data is None:
                first.errors, valid = [_("Vul ook de eerste dag in.")], False
            elif last.data < first.data:
                last.errors, valid = [_("De laatste dag ligt voor de eerste.")], False
        return bool(valid)

    def rows(self) -> list[tuple[DutchDateField, DutchDateField]]:
        """The first and last day of each period."""
        return [(self[f"from_{row}"], self[f"until_{row}"]) for row in range(1, MOST_PERIODS + 1)]

    def limits(self) -> Limits:
        """When somebody cannot walk along, after validation; one day is a period of one day."""
        return Limits(
            too_far=frozenset(self.too_far.data or ()),
            weekdays=frozenset(int(number) for number in self.weekdays.data or ()),
            periods=tuple((first.data, last.data or first.data) for first, last in self.rows() if first.data),
        )

    def offer(self, hosts: Sequence[Host]) -> None:
        """Fill the choices with the hosts to whom this participant can go, and with their places."""
        found = [
            choice(str(host.public_id), f"{host.organisation.short_name} – {host.work}") for host in hosts
        ]
        for field in (self.first, self.second, self.third):
            field.choices = [choice("", _l("Geen voorkeur")), *found]
        chosen = self.too_far.object_data or ()
        places = distinct_places([*chosen, *(host.place for host in hosts)])
        self.too_far.choices = [choice(name, name) for name in places]

    def named(self, hosts: Sequence[Host]) -> list[Host]:
        """The hosts among these that are named in the form, offered or not."""
        wanted = {self.first.data, self.second.data, self.third.data}
        return [host for host in hosts if str(host.public_id) in wanted]

    def chosen(self, hosts: Sequence[Host]) -> list[Host]:
        """The chosen hosts in order, each once."""
        known = {str(host.public_id): host for host in hosts}
        wanted = dict.fromkeys(field.data for field in (self.first, self.second, self.third))
        return [known[key] for key in wanted if key in known]


class VisitRequestForm(BaseForm):
    """Ask a host for a day."""

    learning_question = question_field()


class VisitSignForm(BaseForm):
    """Sign the visit agreement; `number` is that of the text on the page."""

    number = VersionField()
    agree = BooleanField(
        _l("Ik heb dit gelezen en ik beloof het"),
        validators=[required(_l("Zet hier een vinkje als je wilt tekenen."))],
    )


class VisitWithdrawForm(BaseForm):
    """Take a request or an agreed day back."""

    reason = reason_field(must=True)
    note = note_field()


class ObservationEditForm(BaseForm):
    """The four questions of the observation form."""

    seen = TextAreaField(_l("Wat heb ik gezien?"), validators=[at_most(4000)])
    surprised = TextAreaField(_l("Wat verraste me?"), validators=[at_most(4000)])
    other_word = TextAreaField(_l("Welk woord betekende hier iets anders?"), validators=[at_most(2000)])
    will_try = TextAreaField(_l("Wat ga ik zelf proberen?"), validators=[at_most(4000)])
    version = VersionField()


class ReflectionEditForm(BaseForm):
    """The reflection on the day; finished it counts, and stays private."""

    text = TextAreaField(
        _l("Je reflectie"), validators=[required(_l("Schrijf je reflectie.")), at_most(10000)]
    )
    version = VersionField()
    save = SubmitField(_l("Bewaar en schrijf later verder"))
    finish = SubmitField(_l("Rond je reflectie af"))

    def validate_text(self, field: TextAreaField) -> None:
        """What is finished has some length."""
        if self.finish.data:
            at_least(SHORTEST_REFLECTION)(self, field)


class ReflectionShareForm(BaseForm):
    """With which one person the reflection is shared."""

    reader = SelectField(_l("Wie mag je reflectie lezen?"), validators=[required(_l("Kies een persoon."))])

    def offer(self, people: Sequence[Person]) -> None:
        """Fill the choices with the people of the cohort."""
        found = [choice(str(person.public_id), person.display_name) for person in people]
        self.reader.choices = [choice("", _l("Kies een persoon")), *found]


class TermEditForm(BaseForm):
    """One word, and what it means at the organisation that was visited."""

    term = StringField(_l("Het woord"), validators=[required(_l("Vul het woord in.")), at_most(120)])
    meaning = TextAreaField(
        _l("Wat betekent het daar?"),
        validators=[required(_l("Schrijf wat het daar betekent.")), at_least(10), at_most(1000)],
    )
    is_named = BooleanField(_l("Zet mijn naam erbij"))
    version = VersionField()
