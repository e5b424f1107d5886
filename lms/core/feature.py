"""The manifest: all that the application knows of a feature."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import click
from flask import Blueprint, Flask

from lms.core import notices, outbox, rendering
from lms.core.errors import DomainError
from lms.core.events import Event, Handler, bus
from lms.core.jobs import Job, Jobs, Nightly
from lms.core.notices import NoticeKind
from lms.core.outbox import BounceHandler
from lms.core.slots import JobKind, PersonalData


@dataclass(frozen=True, kw_only=True)
class Feature:
    """Doors, commands, reactions and contributions of one feature."""

    name: str
    models: ModuleType | None = None
    blueprints: Sequence[Blueprint] = ()
    commands: Sequence[click.Command] = ()
    subscriptions: Sequence[tuple[type[Event], Handler]] = ()
    jobs: Mapping[str, Job] = field(default_factory=dict)
    nightly: Sequence[Nightly] = ()
    every_minute: Sequence[Nightly] = ()
    job_kinds: Sequence[JobKind] = ()
    hourly: Sequence[Nightly] = ()
    bounces: Sequence[BounceHandler] = ()
    notice_kinds: Sequence[NoticeKind] = ()
    sentences: Mapping[type[DomainError], Any] = field(default_factory=dict)
    audit_sentences: Mapping[type[Event], Any] = field(default_factory=dict)
    personal_data: Sequence[PersonalData] = ()
    template_globals: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    set_up: Callable[[Flask], None] | None = None


def register(app: Flask, features: Sequence[Feature], jobs: Jobs) -> None:
    """Open every feature's doors and let it listen, in the given order."""
    bus.clear()
    notices.kinds.clear()
    outbox.forget_listeners()
    app.extensions["features"] = tuple(features)
    for feature in features:
        if feature.set_up is not None:
            feature.set_up(app)
        for blueprint in feature.blueprints:
            app.register_blueprint(blueprint)
        for command in feature.commands:
            app.cli.add_command(command)
        for event_type, handler in feature.subscriptions:
            bus.subscribe(event_type, handler)
        jobs.handlers.update(feature.jobs)
        jobs.nightly.extend(feature.nightly)
        jobs.every_minute.extend(feature.every_minute)
        jobs.hourly.extend(feature.hourly)
        notices.declare(feature.notice_kinds)
        for listener in feature.bounces:
            outbox.on_bounce(listener)
        app.jinja_env.globals.update(feature.template_globals)
        rendering.sentences.update(feature.sentences)
