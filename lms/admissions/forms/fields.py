"""Fields and validators that the forms of admissions share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, HiddenField, IntegerField, TimeField
from wtforms.validators import Email, NumberRange, StopValidation

from lms.core.forms import BaseForm


class DutchDateField(DateField):
    """A day as the browser's own calendar sends it, or typed as 14-09-2017."""

    def __init__(self, label: Any, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%d-%m-%Y"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; one that does not exist is refused in plain words."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Deze datum bestaat niet. Vul bijvoorbeeld 14-09-2026 in.")) from None


class WholeNumberField(IntegerField):
    """A whole number, refused in plain words when it is not one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Vul een heel getal in.")) from None


class ClockField(TimeField):
    """A time of day, typed as 09:30 or 9.30."""

    def __init__(self, label: Any, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, format=["%H:%M", "%H.%M"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Vul een tijd in, bijvoorbeeld 09.30.")) from None


class VersionField(HiddenField):
    """The version of the row that somebody looked at."""

    @property
    def number(self) -> int:
        """The version as a number; something else than a number is as stale as can be."""
        text = str(self.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class AdmissionsForm(BaseForm):
    """A form that can tell what somebody else saved in the meantime."""

    theirs: Sequence[tuple[str, str]] = ()


class ConfirmForm(AdmissionsForm):
    """One button, for an act that needs no fields."""


class NeededToSend:
    """The field may stay open in a draft, and must be filled in before sending."""

    field_flags = {"required": True}  # noqa: RUF012

    def __init__(self, message: Any = None) -> None:
        self.message = message or _l("Vul dit veld in.")

    def __call__(self, form: Any, field: Field) -> None:
        """Ask for a value when the form is sent; without one nothing else is checked."""
        if field.data:
            return
        field.errors = []
        if not form.is_sent:
            raise StopValidation
        raise StopValidation(self.message)


def between(least: int, most: int) -> NumberRange:
    """The number lies between two others."""
    return NumberRange(least, most, message=_l("Kies een getal van %(min)s tot en met %(max)s."))


def is_address() -> Email:
    """The text looks like an e-mail address."""
    return Email(message=_l("Dit lijkt geen e-mailadres. Controleer het op typefouten."))
