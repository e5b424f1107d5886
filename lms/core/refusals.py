"""How a form tells that a rule refused, or that somebody else was first."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from wtforms import Field

from lms.core.conflict import NOTHING
from lms.core.errors import ConflictError, DomainError
from lms.core.forms import BaseForm
from lms.core.rendering import sentence_for


def refuse(
    form: BaseForm, error: DomainError, field: Field | None = None, *, version: int | None = None
) -> int:
    """Put the sentence of a refusal beside its field, or above the form; gives the status of the answer.

    After a conflict the form shows what is saved now, and builds on it when that version is given.
    """
    if isinstance(error, ConflictError):
        if version is not None:
            form["version"].data = str(version)
        form.saved_meanwhile = [
            (form[name].label.text, _told(text)) for name, text in error.theirs if name in form
        ]
        form.form_errors.append(
            _("Een ander was je net voor. Wat jij invulde staat hier nog. Kijk het na en bewaar het opnieuw.")
        )
    elif field is None:
        form.form_errors.append(sentence_for(error))
    else:
        field.errors = [*field.errors, sentence_for(error)]
    return error.status


def _told(text: str) -> str:
    """A day as people read it; other words as they are."""
    try:
        return date.fromisoformat(text).strftime("%d-%m-%Y")
    except ValueError:
        return text or NOTHING


def keep_typed(error: DomainError, *fields: Field) -> None:
    """Show what was typed on the page of a conflict, when the form itself is no longer on its own page."""
    typed = [(str(field.label.text), field.data) for field in fields if field.data]
    if typed:
        raise ConflictError(yours=typed) from error
