"""The blueprint of trainings, and how its forms tell a refusal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from wtforms import Field

from lms.core.authorisation import current_actor
from lms.core.errors import DomainError
from lms.core.forms import BaseForm
from lms.core.rendering import sentence_for
from lms.trainings.forms import labels
from lms.trainings.models import PairMember, TrainingPair

bp = Blueprint("trainings", "lms.trainings")


def refuse(form: BaseForm, error: DomainError, field: Field | None = None, words: Any = None) -> int:
    """Put the words of a refusal beside its field, or above the form; gives the status of the answer."""
    told = words or sentence_for(error)
    if field is None:
        form.form_errors.append(told)
    else:
        field.errors = [*field.errors, told]
    return error.status


def page(template: str, **values: Any) -> str:
    """A page with the words of this room at hand."""
    return render_template(template, words=labels, **values)


def own_place(pair: TrainingPair) -> PairMember:
    """The reader's own place in a pair."""
    actor = current_actor()
    own = [member for member in pair.current_members if member.enrolment.person_id == actor.person_id]
    return own[0] if own else abort(404)


def pair_url(pair_id: UUID, anchor: str | None = None) -> str:
    """The page of a pair."""
    return url_for("trainings.pair_show", pair_id=pair_id, _anchor=anchor)


def asked_to(action: str) -> bool:
    """Whether the button that was pressed asks for this."""
    return request.method == "POST" and request.form.get("action") == action
