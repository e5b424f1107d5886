"""The blueprint of programmes, and how its forms answer."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

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


def back_to_order(version: ProgrammeVersion, *, what: str, place: str) -> ResponseReturnValue:
    """After a move: the same list again, with its buttons, for one move is seldom the last."""
    target = url_for("programmes.version_show", version_id=version.public_id, volgorde=what, _anchor=place)
    return redirect(target, 303)


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
