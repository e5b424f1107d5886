"""What authors do with the modules of a draft."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.orm import Session

from lms.core.authorisation import Actor
from lms.core.events import publish
from lms.programmes import rules
from lms.programmes.events import ModuleAdded, ModuleDeleted, ModuleEdited, ModuleEvent, ModuleMoved
from lms.programmes.facts import ModuleFacts
from lms.programmes.models import Module, ProgrammeVersion
from lms.programmes.operations.drafts import (
    must_be_draft,
    must_be_unchanged,
    next_position,
    number_positions,
)
from lms.programmes.publication import NeededElsewhereError
from lms.programmes.rules import Direction


def add_module(session: Session, *, actor: Actor, version: ProgrammeVersion, facts: ModuleFacts) -> Module:
    """Add a module at the end of a draft."""
    must_be_draft(session, version=version)
    module = Module(
        key=rules.new_key(facts.short_title, {module.key for module in version.modules}),
        position=next_position(version.modules),
        activities=[],
        **asdict(facts),
    )
    version.modules.append(module)
    session.flush()
    _announce(session, ModuleAdded, actor, module, version)
    return module


def edit_module(session: Session, *, actor: Actor, module: Module, facts: ModuleFacts, version: int) -> None:
    """Change what is said of a module; its place and its activities stay."""
    must_be_draft(session, version=module.programme_version)
    must_be_unchanged(module, version)
    for name, value in asdict(facts).items():
        setattr(module, name, value)
    _announce(session, ModuleEdited, actor, module, module.programme_version)


def move_module(session: Session, *, actor: Actor, module: Module, direction: Direction) -> None:
    """Let a module change places with its neighbour."""
    version = module.programme_version
    must_be_draft(session, version=version)
    number_positions(rules.moved(version.modules, module, direction))
    _announce(session, ModuleMoved, actor, module, version)


def delete_module(session: Session, *, actor: Actor, module: Module) -> None:
    """Take a module and its activities out of a draft, unless something else needs them."""
    version = module.programme_version
    must_be_draft(session, version=version)
    own = {activity.key for activity in module.activities}
    others = [other for other in version.modules if other is not module]
    if any(module.key in other.requires_keys for other in others):
        raise NeededElsewhereError
    if any(own & set(activity.requires_keys) for other in others for activity in other.activities):
        raise NeededElsewhereError
    if any(requirement.module_key == module.key for requirement in version.requirements):
        raise NeededElsewhereError
    version.modules.remove(module)
    _announce(session, ModuleDeleted, actor, module, version)


def _announce(
    session: Session, kind: type[ModuleEvent], actor: Actor, module: Module, version: ProgrammeVersion
) -> None:
    publish(session, kind(actor=actor, version_id=version.public_id, module_id=module.public_id))
