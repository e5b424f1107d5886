"""Fields and validators that the forms of admissions share."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import Email, StopValidation


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


def is_address() -> Email:
    """The text looks like an e-mail address."""
    return Email(message=_l("Dit lijkt geen e-mailadres. Controleer het op typefouten."))
