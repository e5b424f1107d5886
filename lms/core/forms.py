"""The base form and the shared fields: clean text, one effect per form, decimals with a comma."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator, Sequence, Set
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import wtforms
from babel.support import Translations
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    PasswordField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.core import UnboundField
from wtforms.i18n import DefaultTranslations, messages_path
from wtforms.validators import InputRequired, Length, StopValidation

from lms.core.citizen_numbers import without_citizen_numbers
from lms.core.i18n import spoken

_KEPT_CONTROLS = "\n\t"
_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")
_TURNS_TEXT_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
EARLIEST_DAY, LATEST_DAY = date(1900, 1, 1), date(2199, 12, 31)
LOOKS_LIKE_BSN = _l(
    "Hier stond een nummer dat op een BSN lijkt. Wij haalden het weg. Kijk je tekst na en bewaar opnieuw."
)
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:[.,][0-9]{1,9})?")


def clean_text(value: object) -> object:
    """The one rule for typed text: Unix line ends, no invisible controls, NFC, no spaces around it.

    Controls, lone surrogates and marks that turn the reading direction around are left out: they can make a
    name read as another one, and not every database or document can hold them.
    """
    if not isinstance(value, str):
        return value
    kept = (c for c in _LINE_END.sub("\n", value) if _is_kept(c))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def clean_line(value: object) -> object:
    """The same rule for a field of one line, in which line ends and tabs become spaces."""
    cleaned = clean_text(value)
    return " ".join(re.split("[\n\t]+", cleaned)) if isinstance(cleaned, str) else cleaned


def believable_day(day: object) -> object:
    """The one rule for typed days: weeks can be added to them, which no calendar does in the year 9999."""
    if isinstance(day, date) and not EARLIEST_DAY <= day <= LATEST_DAY:
        raise ValueError(_l("Vul een dag in tussen 1900 en 2200."))
    return day


def _is_kept(character: str) -> bool:
    if character in _KEPT_CONTROLS:
        return True
    return character not in _TURNS_TEXT_AROUND and unicodedata.category(character) not in ("Cc", "Cs")


@cache
def _own_texts(language: str) -> DefaultTranslations:
    """The texts of WTForms in a language; Flask-WTF would read them from disk for every form."""
    return DefaultTranslations(Translations.load(messages_path(), [language], domain="wtforms"))


def _rule_for(kind: type[Field]) -> Callable[[object], object] | None:
    if issubclass(kind, DateField):
        return believable_day
    if not issubclass(kind, StringField) or issubclass(kind, PasswordField):
        return None
    return clean_text if issubclass(kind, TextAreaField) else clean_line


def _free_texts(form: Any) -> Iterator[Field]:
    """The fields in which anything can be typed, those of rows in lists too."""
    for field in form:
        if isinstance(field, FieldList):
            yield from _free_texts(field)
        elif isinstance(field, FormField):
            yield from _free_texts(field.form)
        elif isinstance(field.data, str) and (isinstance(field, TextAreaField) or type(field) is StringField):
            yield field


class BaseForm(FlaskForm):
    """Every form: guarded against forgery, sent twice without harm, its text cleaned.

    `saved_meanwhile` is what somebody else saved while this was typed, as far as it differs. `page_order`
    names fields in the order of the page where that is not the order in which they are declared.
    """

    form_key = HiddenField(default=lambda: secrets.token_urlsafe(24))
    saved_meanwhile: Sequence[tuple[str, str]] = ()
    page_order: Sequence[str] = ()
    covered_fields: Set[str] = frozenset()

    def in_page_order(self) -> list[Field]:
        """The fields as people meet them on the page, so that errors are listed from top to bottom."""
        places = {name: place for place, name in enumerate(self.page_order)}
        return sorted(self, key=lambda field: places.get(field.short_name, len(places)))

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a text with a number that looks like a BSN, and repeat that number nowhere (DR-41)."""
        valid = bool(super().validate(extra_validators))
        for field in _free_texts(self):
            covered = without_citizen_numbers(field.data)
            if covered != field.data:
                field.data = covered
                self.covered_fields = {*self.covered_fields, field.name}
            # Asked a second time, a form answers the same.
            if field.name in self.covered_fields:
                field.errors, valid = [*field.errors, LOOKS_LIKE_BSN], False
        return valid

    class Meta(FlaskForm.Meta):
        """Adds the cleaning rule to every text field but passwords, and the rule for days to every date."""

        def get_translations(self, form: Any) -> DefaultTranslations:
            """What WTForms says of itself, in the language of this moment."""
            return _own_texts(spoken())

        def bind_field(self, form: Any, unbound_field: UnboundField[Any], options: Any) -> Any:
            """Bind a field, with the rule for its kind before its own filters."""
            rule = _rule_for(unbound_field.field_class)
            if rule is None:
                return super().bind_field(form, unbound_field, options)
            filters = [rule, *unbound_field.kwargs.get("filters", ())]
            return unbound_field.bind(form=form, **{**options, "filters": filters})


class ConfirmForm(BaseForm):
    """One button, for an act that needs no fields."""


class Filled(InputRequired):
    """Something was filled in; spaces and invisible signs alone are nothing."""

    def __call__(self, form: Any, field: Field) -> None:
        """Look at what was sent, and at what is left of it after the cleaning."""
        super().__call__(form, field)
        if field.data == "":
            field.errors = []
            raise StopValidation(self.message or "")


def required(message: Any = None) -> Filled:
    """The field must be filled in."""
    return Filled(message=message or _l("Vul dit veld in."))


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
        text = self.data or ""
        if not text:
            return
        if not _NUMBER.fullmatch(text):
            raise ValidationError(_l("Vul een getal in, bijvoorbeeld 7,5."))
        value = Decimal(text.replace(",", "."))
        if value != round(value, 1):
            raise ValidationError(_l("Vul een getal in met hooguit één cijfer achter de komma."))
        self.decimal = value


def choice(value: str, label: Any) -> Any:
    """One option of a radio group or a select; the stubs do not know the class yet."""
    return wtforms.SelectChoice(value, label)  # type: ignore[attr-defined]
