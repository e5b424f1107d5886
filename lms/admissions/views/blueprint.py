"""The blueprint of admissions, and how its forms tell a refusal."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field

from lms.admissions.forms import AdmissionsForm
from lms.admissions.rules import LinkGoneError
from lms.core.errors import ConflictError, DomainError
from lms.core.rendering import sentence_for

bp = Blueprint("admissions", __name__)


@bp.errorhandler(LinkGoneError)
def link_gone(error: LinkGoneError) -> ResponseReturnValue:
    """Why the link does not work and what to do next; never whose it was."""
    return render_template("admissions/_link_gone.html", fault=error.fault), 410


def refuse(
    form: AdmissionsForm, error: DomainError, field: Field | None = None, *, version: int | None = None
) -> int:
    """Put the sentence of a refusal beside its field, or above the form; gives the status of the answer.

    After a conflict the form builds on what is saved now, which is shown beside it.
    """
    if isinstance(error, ConflictError):
        if version is not None:
            form["version"].data = str(version)
        form.theirs = [(form[name].label.text, text) for name, text in error.theirs if name in form]
        form.form_errors.append(
            _("Een ander was je net voor. Wat jij invulde staat hier nog. Kijk het na en bewaar het opnieuw.")
        )
    elif field is None:
        form.form_errors.append(sentence_for(error))
    else:
        field.errors = [*field.errors, sentence_for(error)]
    return error.status
