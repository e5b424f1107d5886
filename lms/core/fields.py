"""Shared fields: days, numbers and times as Dutch people type them, and the version that was looked at."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, Form, HiddenField, IntegerField, TimeField, ValidationError
from wtforms.validators import NumberRange, Regexp, StopValidation

from lms.core import clock


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

    def follow(self, version: int) -> None:
        """From now on this form builds on what is saved."""
        self.data = str(version)


class OnTheClock:
    """The Dutch clock shows this time on the day in another field; in one night of March it skips an hour."""

    def __init__(self, day: str) -> None:
        self.day = day

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse a time that does not come; of a day that is refused itself nothing more is said."""
        day = form[self.day]
        if day.errors or day.data is None or field.data is None:
            return
        if not clock.exists_on(day.data, field.data):
            raise ValidationError(
                _l(
                    "Deze tijd bestaat niet op deze dag: dan gaat de zomertijd in "
                    "en slaat de klok een uur over."
                )
            )


class Between(NumberRange):
    """A number in a range; something that is no number was refused already."""

    def __call__(self, form: Any, field: Any) -> None:
        """Look at the range of a number only."""
        if field.process_errors:
            raise StopValidation
        super().__call__(form, field)


def between(least: int, most: int) -> NumberRange:
    """The number lies between two others."""
    return Between(least, most, message=_l("Kies een getal van %(min)s tot en met %(max)s."))


def web_address() -> Regexp:
    """An address of a page that is read over a safe line."""
    return Regexp(
        r"https://[^\s/]+\.[^\s]+$", message=_l("Een link begint met https:// en bevat geen spaties.")
    )
