"""The form in which somebody chooses how to be mailed, one row for each kind of notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from lms.core.forms import BaseForm, choice
from lms.core.notices import Delivery, NoticeKind

DELIVERY_LABELS = {
    Delivery.AT_ONCE: _l("Meteen"),
    Delivery.DAILY: _l("Dagelijks"),
    Delivery.OFF: _l("Geen mail"),
}


def field_name(kind: NoticeKind) -> str:
    """The name of a kind's field."""
    return "kind-" + kind.key.replace(".", "-")


def preferences_form(offered: Sequence[NoticeKind], now: Mapping[str, Delivery]) -> BaseForm:
    """A form with a radio group for each kind; it shows what holds now."""

    class PreferencesForm(BaseForm):
        """One choice a kind."""

    for kind in offered:
        field = RadioField(
            kind.label,
            choices=[choice(delivery.value, DELIVERY_LABELS[delivery]) for delivery in kind.choices],
            default=now[kind.key].value,
        )
        setattr(PreferencesForm, field_name(kind), field)
    return PreferencesForm()


def chosen(form: BaseForm, offered: Sequence[NoticeKind]) -> dict[str, Delivery]:
    """What was chosen per kind."""
    return {kind.key: Delivery(form[field_name(kind)].data) for kind in offered}
