"""What a visitor fills in: wish, request, signature, and what the day brought."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, SubmitField, TextAreaField

from lms.accounts.models import Person
from lms.core.fields import VersionedForm, VersionField
from lms.core.forms import at_least, at_most, choice, required
from lms.shadowing.forms.fields import note_field, question_field, reason_field
from lms.shadowing.models import Host

SHORTEST_REFLECTION = 100


class WishEditForm(VersionedForm):
    """The learning question, and at most three hosts in order."""

    learning_question = question_field()
    first = SelectField(_l("Eerste keuze"))
    second = SelectField(_l("Tweede keuze"))
    third = SelectField(_l("Derde keuze"))

    def offer(self, hosts: Sequence[Host]) -> None:
        """Fill the choices with the hosts to whom this participant can go."""
        found = [
            choice(str(host.public_id), f"{host.organisation.short_name} – {host.work}") for host in hosts
        ]
        for field in (self.first, self.second, self.third):
            field.choices = [choice("", _l("Geen voorkeur")), *found]

    def named(self, hosts: Sequence[Host]) -> list[Host]:
        """The hosts among these that are named in the form, offered or not."""
        wanted = {self.first.data, self.second.data, self.third.data}
        return [host for host in hosts if str(host.public_id) in wanted]

    def chosen(self, hosts: Sequence[Host]) -> list[Host]:
        """The chosen hosts in order, each once."""
        known = {str(host.public_id): host for host in hosts}
        wanted = dict.fromkeys(field.data for field in (self.first, self.second, self.third))
        return [known[key] for key in wanted if key in known]


class VisitRequestForm(VersionedForm):
    """Ask a host for a day."""

    learning_question = question_field()


class VisitSignForm(VersionedForm):
    """Sign the visit agreement; `number` is that of the text on the page."""

    number = VersionField()
    agree = BooleanField(
        _l("Ik heb dit gelezen en ik beloof het"),
        validators=[required(_l("Zet hier een vinkje als je wilt tekenen."))],
    )


class VisitWithdrawForm(VersionedForm):
    """Take a request or an agreed day back."""

    reason = reason_field(must=True)
    note = note_field()


class ObservationEditForm(VersionedForm):
    """The four questions of the observation form."""

    seen = TextAreaField(_l("Wat heb ik gezien?"), validators=[at_most(4000)])
    surprised = TextAreaField(_l("Wat verraste me?"), validators=[at_most(4000)])
    other_word = TextAreaField(_l("Welk woord betekende hier iets anders?"), validators=[at_most(2000)])
    will_try = TextAreaField(_l("Wat ga ik zelf proberen?"), validators=[at_most(4000)])
    version = VersionField()


class ReflectionEditForm(VersionedForm):
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


class ReflectionShareForm(VersionedForm):
    """With which one person the reflection is shared."""

    reader = SelectField(_l("Wie mag je reflectie lezen?"), validators=[required(_l("Kies een persoon."))])

    def offer(self, people: Sequence[Person]) -> None:
        """Fill the choices with the people of the cohort."""
        found = [choice(str(person.public_id), person.display_name) for person in people]
        self.reader.choices = [choice("", _l("Kies een persoon")), *found]


class TermEditForm(VersionedForm):
    """One word, and what it means at the organisation that was visited."""

    term = StringField(_l("Het woord"), validators=[required(_l("Vul het woord in.")), at_most(120)])
    meaning = TextAreaField(
        _l("Wat betekent het daar?"),
        validators=[required(_l("Schrijf wat het daar betekent.")), at_least(10), at_most(1000)],
    )
    version = VersionField()
