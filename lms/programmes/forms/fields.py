"""Fields and rows that the forms of authors share."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, HiddenField, IntegerField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from lms.core.forms import BaseForm

LONGEST_YEAR = 104


class WholeNumberField(IntegerField):
    """A whole number, refused in plain words when it is not one; what was typed stays to be seen."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; an empty field is no number."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Vul een heel getal in.")) from None


class CheckboxesField(SelectMultipleField):
    """Any number of choices, each a checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, [Optional()], **kwargs)


def choice(value: str, label: Any) -> Any:
    """A choice in a list, with the words that people see."""
    return SelectChoice(value, label)


class StampedForm(BaseForm):
    """A form that knows which version of the row its author was looking at."""

    version = HiddenField(default="0")

    @property
    def stamp(self) -> int:
        """That version; something that is no number matches nothing."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else -1


class Row(Form):
    """One row of a list in a form; a row that is empty or taken away does not count."""

    class Meta(BaseForm.Meta):
        """The cleaning rule of every form; the token stands in the form itself."""

        csrf = False

    def is_kept(self) -> bool:
        """Whether somebody wrote something here and did not take the row away."""
        texts = [field.data for field in self if isinstance(field.data, str) and field.type != "HiddenField"]
        removed = "remove" in self and bool(self["remove"].data)
        return any(texts) and not removed


def needed_in_row(form: Form, field: Field) -> None:
    """A row that counts has this field filled in; in another row nothing is checked."""
    if isinstance(form, Row) and not form.is_kept():
        field.errors = []
        raise StopValidation
    if field.data in (None, "") and not field.errors:
        raise StopValidation(_l("Vul hier iets in, of maak de hele rij leeg."))


def rows_of(entries: Any) -> list[Row]:
    """The rows that count."""
    return [entry.form for entry in entries if entry.form.is_kept()]
