"""The blueprint of agreements, and how its forms tell a refusal."""

from __future__ import annotations

from flask import Blueprint
from wtforms import Field

from lms.core.errors import DomainError
from lms.core.forms import BaseForm
from lms.core.rendering import sentence_for

bp = Blueprint("agreements", __name__)


def refuse(form: BaseForm, error: DomainError, field: Field | None = None) -> int:
    """Put the sentence of a refusal beside its field, or above the form; gives the status of the answer."""
    if field is None:
        form.form_errors.append(sentence_for(error))
    else:
        field.errors = [*field.errors, sentence_for(error)]
    return error.status
