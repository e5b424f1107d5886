"""The blueprint of programmes, and how its forms answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FieldList, FileField, FormField, HiddenField

from lms.core.errors import ConflictError
from lms.programmes.models import ProgrammeVersion
from lms.programmes.publication import AlreadyPublishedError, RefusedMediaError
from lms.programmes.rules import Direction

bp = Blueprint("programmes", __name__)


def refuse_published(version: ProgrammeVersion) -> None:
    """Nobody gets a form for what cannot change."""
    if version.is_published:
        raise AlreadyPublishedError


def asked_direction() -> Direction:
    """Where the pressed button moves something."""
    return Direction.UP if request.form.get("direction") == Direction.UP else Direction.DOWN


def conflict_between(mine: FlaskForm, theirs: FlaskForm) -> ConflictError:
    """Both texts of the fields in which two authors differ."""
    written, kept = dict(_texts(mine)), dict(_texts(theirs))
    names = [name for name in {**written, **kept} if written.get(name) != kept.get(name)]
    return ConflictError(
        yours=[(name, written[name]) for name in names if written.get(name)],
        theirs=[(name, kept[name]) for name in names if kept.get(name)],
    )


def _texts(fields: Iterable[Field], place: str = "") -> Iterator[tuple[str, str]]:
    for number, field in enumerate(fields, 1):
        if isinstance(field, HiddenField | FileField):
            continue
        if isinstance(field, FieldList):
            yield from _texts(field, f"{field.label.text} ")
        elif isinstance(field, FormField):
            yield from _texts(field.form, f"{place}{number}: ")
        else:
            yield f"{place}{field.label.text}", _words(field)


def _words(field: Field) -> str:
    if isinstance(field, BooleanField):
        return str(_("ja")) if field.data else str(_("nee"))
    if isinstance(field.data, list):
        return ", ".join(str(value) for value in field.data)
    return "" if field.data is None else str(field.data)


def show_refused_file(form: FlaskForm, refusal: RefusedMediaError) -> None:
    """Put the reason of a refusal beside the field of the file."""
    reasons = {
        "too_large": _("Dit bestand is te groot. Kies een bestand van hooguit 20 MB."),
        "empty": _("Dit bestand is leeg. Kies een ander bestand."),
        "wrong_type": _("Dit soort bestand kan hier niet. Kies een bestand van de genoemde soort."),
        "encrypted_or_old": _("Dit bestand is beveiligd of te oud. Sla het opnieuw op zonder wachtwoord."),
        "macros": _("In dit bestand zitten macro's. Sla het op zonder macro's."),
        "infected": _("In dit bestand zit een virus. We bewaren het niet."),
        "not_scanned": _("We kunnen nu geen bestanden controleren. Probeer het later nog eens."),
    }
    text = reasons.get(refusal.reason, _("Dit bestand is beschadigd. Kies een ander bestand."))
    form[refusal.place].errors = [*form[refusal.place].errors, text]
