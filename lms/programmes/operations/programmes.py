"""How programmes come to be, empty or from a template, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.accounts.operations import grant_hat
from lms.core.authorisation import SYSTEM, Actor
from lms.core.events import publish
from lms.programmes import queries, rules
from lms.programmes.events import ProgrammeBegun, ProgrammeRenamed
from lms.programmes.facts import ModuleFacts, VersionFacts
from lms.programmes.models import Aim, Module, Programme, ProgrammeVersion
from lms.programmes.operations.drafts import must_be_unchanged
from lms.programmes.operations.versions import draft_from_template
from lms.programmes.publication import TitleTakenError


def begin_programme(
    session: Session,
    *,
    actor: Actor,
    title: str,
    short_title: str,
    facts: VersionFacts,
    aims: Sequence[str],
    module: ModuleFacts,
) -> ProgrammeVersion:
    """Begin a programme from nothing: its aims and a first module; whoever begins it coordinates it."""
    programme = _new_programme(session, title=title, short_title=short_title)
    keys: list[str] = []
    for aim in aims:
        keys.append(rules.new_key(aim, set(keys)))
    draft = ProgrammeVersion(
        programme_id=programme.id,
        number=1,
        aims=[
            Aim(key=key, title=aim, position=place)
            for place, (key, aim) in enumerate(zip(keys, aims, strict=True), 1)
        ],
        modules=[Module(key=rules.new_key(module.short_title, set()), position=1, **asdict(module))],
        **asdict(facts),
    )
    session.add(draft)
    session.flush()
    return _begun(session, actor, programme, draft)


def begin_from_template(
    session: Session, *, actor: Actor, key: str, title: str, short_title: str
) -> ProgrammeVersion:
    """Begin a programme with the content of a template under a name of its own."""
    programme = _new_programme(session, title=title, short_title=short_title)
    draft = draft_from_template(session, programme=programme, key=key)
    return _begun(session, actor, programme, draft)


def rename_programme(
    session: Session, *, actor: Actor, programme: Programme, title: str, short_title: str, version: int
) -> None:
    """Call a programme otherwise; certificates that were issued keep the old name."""
    must_be_unchanged(programme, version)
    _title_must_be_free(session, title, programme)
    programme.title, programme.short_title = title, short_title
    publish(session, ProgrammeRenamed(actor=actor, programme_id=programme.public_id))


def _new_programme(session: Session, *, title: str, short_title: str) -> Programme:
    _title_must_be_free(session, title)
    programme = Programme(title=title, short_title=short_title)
    session.add(programme)
    session.flush()
    return programme


def _title_must_be_free(session: Session, title: str, programme: Programme | None = None) -> None:
    known = queries.find_programme_by_title(session, title=title)
    if known is not None and known is not programme:
        raise TitleTakenError


def _begun(session: Session, actor: Actor, programme: Programme, draft: ProgrammeVersion) -> ProgrammeVersion:
    person = session.get(Person, actor.person_id) if actor.person_id else None
    if person is not None:
        # Nobody gives a hat of the own level; that the maker coordinates follows from the making.
        grant_hat(session, actor=SYSTEM, person=person, hat=Hat.COORDINATOR, scope=programme.public_id)
    publish(
        session,
        ProgrammeBegun(
            actor=actor,
            programme_id=programme.public_id,
            version_id=draft.public_id,
            number=draft.number,
        ),
    )
    return draft
