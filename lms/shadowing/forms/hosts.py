"""The profile of a host, and the days on which a visitor is welcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Email, Optional

from lms.accounts.models import Organisation
from lms.core.fields import ClockField, DutchDateField, OnTheClock, VersionField, WholeNumberField, between
from lms.core.forms import BaseForm, at_least, at_most, choice, required
from lms.shadowing.models import Host
from lms.shadowing.rules import LEAD_DAYS, Profile, Repeat

is_address = Email(message=_l("Dit lijkt geen e-mailadres. Controleer het op typefouten."))


class HostEditForm(BaseForm):
    """What a visitor must know of a host; the address is for who signed."""

    work = StringField(_l("Het werk"), validators=[required(_l("Vul het werk in.")), at_most(200)])
    about = TextAreaField(
        _l("Wat een bezoeker ziet"),
        validators=[required(_l("Schrijf wat een bezoeker ziet.")), at_least(20), at_most(2000)],
    )
    place = StringField(_l("Plaats"), validators=[at_most(80)])
    area = StringField(_l("Omgeving"), validators=[required(_l("Vul de omgeving in.")), at_most(200)])
    address = StringField(_l("Adres"), validators=[required(_l("Vul het adres in.")), at_most(300)])
    arrival = TextAreaField(_l("Aankomen en parkeren"), validators=[at_most(1000)])
    access = TextAreaField(_l("Toegankelijkheid"), validators=[at_most(1000)])
    dress = StringField(_l("Kleding"), validators=[at_most(300)])
    checks = StringField(_l("Wat vooraf nodig is"), validators=[at_most(300)])
    phone = StringField(_l("Telefoon op de dag zelf"), validators=[at_most(40)])
    version = VersionField()

    def profile(self) -> Profile:
        """The profile as plain values, after validation."""
        return Profile(**{name: str(self[name].data or "") for name in Profile.__dataclass_fields__})


class GuestHostForm(HostEditForm):
    """The same of somebody from outside, whose name and address the coordinator keeps."""

    page_order: Sequence[str] = ("name", "email", "work")
    name = StringField(_l("Naam"), validators=[required(_l("Vul een naam in.")), at_most(200)])
    email = EmailField(
        _l("E-mailadres"), validators=[required(_l("Vul een e-mailadres in.")), is_address, at_most(254)]
    )


class HostNewForm(GuestHostForm):
    """A new host from outside."""

    page_order = ("organisation", "name", "email", "work")
    organisation = SelectField(_l("Organisatie"), validators=[required(_l("Kies een organisatie."))])

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """Fill the select with the organisations that are known."""
        chosen = [choice(str(row.public_id), row.name) for row in organisations]
        self.organisation.choices = [choice("", _l("Kies een organisatie")), *chosen]


def profile_values(host: Host) -> dict[str, Any]:
    """A profile as the form shows it."""
    names = (*Profile.__dataclass_fields__, "name", "email")
    return {**{name: getattr(host, name) for name in names}, "version": str(host.version)}


class SlotsListForm(BaseForm):
    """A day or a series of days on which a visitor is welcome."""

    day = DutchDateField(_l("Dag"), validators=[required(_l("Vul een dag in."))])
    starts = ClockField(_l("Van"), validators=[required(_l("Vul een begintijd in.")), OnTheClock("day")])
    ends = ClockField(_l("Tot"), validators=[required(_l("Vul een eindtijd in."))])
    capacity = RadioField(
        _l("Hoeveel bezoekers tegelijk?"),
        choices=[choice("1", _l("Eén bezoeker")), choice("2", _l("Twee bezoekers"))],
        default="1",
        validators=[required(_l("Kies hoeveel bezoekers er tegelijk kunnen komen."))],
    )
    lead_days = WholeNumberField(
        _l("Hoeveel dagen van tevoren wil je het weten?"),
        validators=[required(_l("Vul een aantal dagen in.")), between(1, 60)],
        default=LEAD_DAYS,
    )
    repeat = RadioField(
        _l("Komt deze dag terug?"),
        choices=[
            choice(Repeat.NEVER.value, _l("Nee, alleen deze dag")),
            choice(Repeat.WEEKLY.value, _l("Ja, elke week")),
            choice(Repeat.FORTNIGHTLY.value, _l("Ja, om de week")),
        ],
        default=Repeat.NEVER.value,
    )
    until = DutchDateField(_l("Laatste dag van de reeks"), validators=[Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        """A series has a last day, which does not lie before the first."""
        if not super().validate(extra_validators):
            return False
        if self.repeat.data != Repeat.NEVER.value:
            if self.until.data is None:
                self.until.errors = [_l("Vul de laatste dag van de reeks in.")]
                return False
            if self.day.data is not None and self.until.data < self.day.data:
                self.until.errors = [_l("De laatste dag ligt voor de eerste.")]
                return False
        return True


class RoundNewForm(BaseForm):
    """Open a round of visits; what goes in is on the page."""
