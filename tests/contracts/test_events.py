"""Laws over every event: it reads in the audit trail, and carries facts only."""

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_type_hints
from uuid import UUID

from flask import Flask

from lms.core.authorisation import Actor
from lms.core.events import Event
from tests.support.house import listed

FACTS = (int, str, bool, float, Decimal, date, datetime, UUID, Enum, Actor, type(None))


def events(kind: type[Event] = Event) -> list[type[Event]]:
    found = [below for direct in kind.__subclasses__() for below in [direct, *events(direct)]]
    return sorted(
        {event for event in found if event.__module__.startswith("lms.")}, key=lambda event: event.__name__
    )


def test_every_event_has_an_audit_sentence(app: Flask) -> None:
    told = {event for feature in app.extensions["features"] for event in feature.audit_sentences}
    happening = [event for event in events() if not event.__subclasses__()]
    silent = [f"{event.__module__}.{event.__name__}" for event in happening if event not in told]
    assert not silent, f"no manifest says how it reads:{listed(silent)}"


def test_events_carry_ids_and_facts_never_objects(app: Flask) -> None:
    heavy = [
        f"{event.__name__}.{name}: {kind}"
        for event in events()
        for name, kind in get_type_hints(event).items()
        if not all(is_fact(part) for part in parts_of(kind))
    ]
    assert not heavy, listed(heavy)


def test_events_cannot_be_changed(app: Flask) -> None:
    loose = [event.__name__ for event in events() if not event.__dataclass_params__.frozen]
    assert not loose, f"not a frozen dataclass:{listed(loose)}"


def test_events_carry_no_prose(app: Flask) -> None:
    words = {
        "text",
        "body",
        "comment",
        "feedback",
        "motivation",
        "title",
        "subject",
        "message",
        "email",
        "reason_text",
    }
    prose = [
        f"{event.__name__}.{field.name}"
        for event in events()
        for field in dataclasses.fields(event)
        if words & set(field.name.split("_"))
    ]
    assert not prose, f"confidential content does not travel in events:{listed(prose)}"


def parts_of(kind: Any) -> list[Any]:
    inner = [part for part in get_args(kind) if part is not Ellipsis]
    return [one for part in inner for one in parts_of(part)] if inner else [kind]


def is_fact(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, FACTS)
