"""What authors do with the rest of a draft: facts, aims, requirements and the rubric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from lms.core.authorisation import Actor
from lms.core.events import publish
from lms.programmes import rules
from lms.programmes.events import (
    RequirementAdded,
    RequirementDeleted,
    RequirementEdited,
    RequirementEvent,
    RequirementMoved,
    RubricEdited,
    VersionEdited,
)
from lms.programmes.facts import CriterionFacts, Keyed, RequirementFacts, VersionFacts
from lms.programmes.models import (
    Aim,
    Criterion,
    EntryCondition,
    ProgrammeVersion,
    Requirement,
)
from lms.programmes.operations.drafts import (
    must_be_draft,
    must_be_unchanged,
    next_position,
    number_positions,
)
from lms.programmes.publication import WeightsError
from lms.programmes.rules import Direction


def edit_version(
    session: Session,
    *,
    actor: Actor,
    edition: ProgrammeVersion,
    facts: VersionFacts,
    aims: Sequence[Keyed],
    version: int,
) -> None:
    """Change the facts and aims of a draft; modules forget the aims that are gone."""
    must_be_draft(session, version=edition)
    must_be_unchanged(edition, version)
    for name, value in asdict(facts).items():
        setattr(edition, name, value)
    known = {aim.key: aim for aim in edition.aims}
    taken = set(known)
    kept = []
    for place, given in enumerate(aims, 1):
        key = given.key if given.key in known else rules.new_key(given.title, taken)
        taken.add(key)
        aim = known.get(key) or Aim(key=key)
        aim.position, aim.title, aim.text = place, given.title, given.text
        kept.append(aim)
    edition.aims = kept
    for module in edition.modules:
        module.aim_keys = [key for key in module.aim_keys if key in {aim.key for aim in kept}]
    flag_modified(edition, "summary")
    publish(session, VersionEdited(actor=actor, **_names(edition)))


def edit_rubric(
    session: Session,
    *,
    actor: Actor,
    edition: ProgrammeVersion,
    title: str,
    criteria: Sequence[CriterionFacts],
    conditions: Sequence[Keyed],
    version: int,
) -> None:
    """Write the rubric and the entry conditions of a draft anew; the weights make a hundred."""
    must_be_draft(session, version=edition)
    must_be_unchanged(edition, version)
    together = sum(criterion.weight for criterion in criteria)
    if criteria and together != rules.WEIGHTS_TOGETHER:
        raise WeightsError(together)
    edition.rubric_title = title
    edition.criteria = [Criterion(position=n, **asdict(given)) for n, given in enumerate(criteria, 1)]
    taken = {given.key for given in conditions if given.key}
    written = []
    for place, given in enumerate(conditions, 1):
        key = given.key or rules.new_key(given.title, taken)
        taken.add(key)
        written.append(EntryCondition(position=place, key=key, text=given.title))
    edition.conditions = written
    flag_modified(edition, "rubric_title")
    publish(session, RubricEdited(actor=actor, **_names(edition)))


def add_requirement(
    session: Session, *, actor: Actor, edition: ProgrammeVersion, facts: RequirementFacts
) -> Requirement:
    """Add a requirement for the certificate at the end."""
    must_be_draft(session, version=edition)
    requirement = Requirement(
        key=rules.new_key(facts.short_title, {other.key for other in edition.requirements}),
        position=next_position(edition.requirements),
        **asdict(facts),
    )
    edition.requirements.append(requirement)
    session.flush()
    _announce(session, RequirementAdded, actor, requirement, edition)
    return requirement


def edit_requirement(
    session: Session, *, actor: Actor, requirement: Requirement, facts: RequirementFacts, version: int
) -> None:
    """Change a requirement; its place stays."""
    must_be_draft(session, version=requirement.programme_version)
    must_be_unchanged(requirement, version)
    for name, value in asdict(facts).items():
        setattr(requirement, name, value)
    _announce(session, RequirementEdited, actor, requirement, requirement.programme_version)


def move_requirement(
    session: Session, *, actor: Actor, requirement: Requirement, direction: Direction
) -> None:
    """Let a requirement change places with its neighbour."""
    edition = requirement.programme_version
    must_be_draft(session, version=edition)
    number_positions(rules.moved(edition.requirements, requirement, direction))
    _announce(session, RequirementMoved, actor, requirement, edition)


def delete_requirement(session: Session, *, actor: Actor, requirement: Requirement) -> None:
    """Take a requirement out of a draft."""
    edition = requirement.programme_version
    must_be_draft(session, version=edition)
    edition.requirements.remove(requirement)
    _announce(session, RequirementDeleted, actor, requirement, edition)


def _announce(
    session: Session,
    kind: type[RequirementEvent],
    actor: Actor,
    requirement: Requirement,
    edition: ProgrammeVersion,
) -> None:
    publish(
        session,
        kind(
            actor=actor,
            version_id=edition.public_id,
            requirement_id=requirement.public_id,
            kind=requirement.kind,
        ),
    )


def _names(edition: ProgrammeVersion) -> dict[str, Any]:
    return {
        "programme_id": edition.programme.public_id,
        "version_id": edition.public_id,
        "number": edition.number,
    }
