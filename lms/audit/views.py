"""The trail on a page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.audit import policies, queries
from lms.audit.rules import name_of
from lms.core.authorisation import Actor, current_actor, guarded_by
from lms.core.events import Event
from lms.core.forms import EARLIEST_DAY, LATEST_DAY
from lms.core.unit_of_work import current_session

bp = Blueprint("audit", "lms.audit")
Subjects = Callable[..., Mapping[str, Collection[str]]]


def told_events() -> dict[str, tuple[type[Event], Any]]:
    """Every kind of event by its name in the trail, with the sentence of its feature."""
    features = current_app.extensions["features"]
    return {
        name_of(kind): (kind, sentence)
        for feature in features
        for kind, sentence in feature.audit_sentences.items()
    }


def begun(sentence: str) -> str:
    """A sentence with a capital."""
    return sentence[:1].upper() + sentence[1:]


def wanted_day(name: str) -> date | None:
    """A day to filter by; one that is unreadable or lies outside every calendar counts as none."""
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if EARLIEST_DAY <= day <= LATEST_DAY else None


def own_subjects(actor: Actor) -> Mapping[str, Collection[str]]:
    """What a coordinator may read about; a higher feature knows which objects belong to a programme."""
    if policies.may_read_technical_events(actor):
        return {}
    subjects: Subjects | None = current_app.extensions.get("trail_subjects")
    return subjects(current_session(), actor=actor) if subjects else {}


def page_address(number: int) -> str:
    """The same filter, another page."""
    names = ("gebeurtenis", "van", "tot")
    kept: dict[str, Any] = {name: value for name in names if (value := request.args.get(name))}
    return url_for("audit.entries_list", pagina=number, **kept)


@bp.get("/logboek")
@guarded_by(policies.may_read_trail)
def entries_list() -> ResponseReturnValue:
    """What happened, newest first, by event and period."""
    actor, told = current_actor(), told_events()
    technical = {name for name, (kind, _sentence) in told.items() if kind.technical}
    hidden = set() if policies.may_read_technical_events(actor) else technical
    sentences = {name: begun(str(text)) for name, (_kind, text) in told.items() if name not in hidden}
    wanted = request.args.get("gebeurtenis", "")
    first_day, last_day = wanted_day("van"), wanted_day("tot")
    result = queries.list_entries(
        current_session(),
        actor=actor,
        technical=technical,
        subjects=own_subjects(actor),
        event=wanted if wanted in sentences else None,
        first_day=first_day,
        last_day=last_day,
        page=request.args.get("pagina", 1, type=int),
    )
    return render_template(
        "audit/entries_list.html",
        result=result,
        sentences=dict(sorted(sentences.items(), key=lambda item: item[1])),
        wanted=wanted,
        first_day=first_day,
        last_day=last_day,
        page_address=page_address,
    )
