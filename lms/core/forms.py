"""The base form and the shared fields: clean text, one effect per form, decimals with a comma."""

from __future__ import annotations

import secrets
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField, ValidationError
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, Length

_KEPT_CONTROLS = "\n\t"


def clean_text(value: object) -> object:
    """The one rule for typed text: NFC, Unix line ends, no control characters, no spaces around it."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


class BaseForm(FlaskForm):
    """Every form: guarded against forgery, sent twice without harm, its text cleaned."""

    form_key = HiddenField(default=lambda: secrets.token_urlsafe(24))

    class Meta(FlaskForm.Meta):
        """Adds the cleaning rule to every text field but passwords."""

        def bind_field(self, form: Any, unbound_field: UnboundField[Any], options: Any) -> Any:
            """Bind a field, with the cleaning rule before its own filters."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not kind.__name__.startswith("Password"):
                filters = list(unbound_field.kwargs.get("filters", ()))
                return unbound_field.bind(form=form, **{**options, "filters": [clean_text, *filters]})
            return super().bind_field(form, unbound_field, options)


def required(message: Any = None) -> InputRequired:
    """The field must be filled in."""
    return InputRequired(message=message or _l("Vul dit veld in."))


def at_most(characters: int) -> Length:
    """The text has a largest length."""
    return Length(max=characters, message=_l("Gebruik hier niet meer dan %(max)d tekens."))


def at_least(characters: int) -> Length:
    """The text has a smallest length."""
    return Length(min=characters, message=_l("Schrijf hier minstens %(min)d tekens."))


class DecimalCommaField(StringField):
    """A number with at most one decimal, typed with a comma or a point; `decimal` holds its value."""

    decimal: Decimal | None = None

    def pre_validate(self, form: Any) -> None:
        """Read the number; anything that is not a plain finite number is refused."""
        text = (self.data or "").replace(",", ".")
        if not text:
            return
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise ValidationError(_l("Vul een getal in, bijvoorbeeld 7,5.")) from None
        if not value.is_finite() or value != round(value, 1):
            raise ValidationError(_l("Vul een getal in met hooguit één cijfer achter de komma."))
        self.decimal = value


def choice(value: str, label: Any) -> Any:
    """One option of a radio group or a select; the stubs do not know the class yet."""
    return wtforms.SelectChoice(value, label)  # type: ignore[attr-defined]


def error_count(form: FlaskForm) -> int:
    """How many fields of the form hold an error."""
    return sum(1 for field in form if isinstance(field, Field) and field.errors)
