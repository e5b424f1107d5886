"""Two people change the same thing: what is saved now, beside what was typed, in a form to send again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
)

from lms.core.errors import ConflictError
from lms.core.forms import BaseForm

NOTHING = "–"


def show_conflict(form: BaseForm, saved: FlaskForm, *, version: int) -> int:
    """Keep what was typed, tell what another saved and build on that from now on.

    Gives the status of the answer.
    """
    form.saved_meanwhile = differences(form, saved)
    form.form_errors.append(
        _("Een ander was je net voor. Wat jij invulde staat hier nog. Kijk het na en bewaar het opnieuw.")
    )
    form["version"].raw_data = None
    form["version"].data = str(version)
    return ConflictError.status


def differences(mine: FlaskForm, saved: FlaskForm) -> list[tuple[str, str]]:
    """The fields in which two forms differ, with what is saved."""
    written, kept = dict(_texts(mine)), dict(_texts(saved))
    names = [name for name in {**kept, **written} if written.get(name, "") != kept.get(name, "")]
    return [(name, kept.get(name) or NOTHING) for name in names]


def _texts(fields: Iterable[Field], place: str = "") -> Iterator[tuple[str, str]]:
    for number, field in enumerate(fields, 1):
        if isinstance(field, HiddenField | FileField) or _is_hidden(field):
            continue
        if isinstance(field, FieldList):
            yield from _texts(field, f"{field.label.text} ")
        elif isinstance(field, FormField):
            yield from _texts(field.form, f"{place}{number}: ")
        else:
            yield f"{place}{field.label.text}", _words(field)


def _is_hidden(field: Field) -> bool:
    return getattr(field.widget, "input_type", "") == "hidden"


def _words(field: Field) -> str:
    """The value of a field as people read it: the label of a choice, a Dutch date, yes or no."""
    if isinstance(field, BooleanField):
        return str(_("ja")) if field.data else str(_("nee"))
    labels = _labels(field)
    values = field.data if isinstance(field.data, list) else [field.data]
    return ", ".join(labels.get(str(value)) or _plain(value) for value in values)


def _labels(field: Field) -> dict[str, str]:
    if not isinstance(field, SelectField | SelectMultipleField) or not field.choices:
        return {}
    return {str(value): str(label) for value, label, *_rest in field.iter_choices()}


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, time):
        return value.strftime("%H.%M")
    return "" if value is None else str(value)
