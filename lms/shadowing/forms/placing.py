"""What the coordinator fills in to find somebody a place."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from lms.core import rendering
from lms.core.forms import BaseForm, required
from lms.shadowing.queries import FreePlace
from lms.shadowing.rules import OfferedDay


class PlaceFindForm(BaseForm):
    """One day of one host; whether it still can be is a rule, told with its reason."""

    slot = SelectField(
        _l("Gastcollega en dag"), validators=[required(_l("Kies een dag."))], validate_choice=False
    )

    def offer(self, places: Sequence[FreePlace]) -> None:
        """Fill the choices with the free days, by host; two hosts of one name and work are one group."""
        self.slot.choices = {
            _label(place): [(str(day.slot.public_id), _day(place, day)) for day in place.days]
            for place in places
        }
        if not places:  # the page shows no list then, to which an error could lead
            self.form_errors.extend(self.slot.errors)
            self.slot.errors = []


def _day(place: FreePlace, day: OfferedDay) -> str:
    """The day, and its host as well: a closed list shows only what is chosen."""
    host, starts_at = place.host, day.slot.starts_at
    words = f"{host.name} ({host.organisation.short_name})"
    return f"{rendering.day_brief(starts_at)} {rendering.time(starts_at)}, {words}"


def _label(place: FreePlace) -> str:
    host = place.host
    words = f"{host.name} – {host.organisation.short_name}, {host.work}"
    if place.rank is None:
        return words
    return str(_("%(host)s (wens %(rank)s)", host=words, rank=place.rank))
