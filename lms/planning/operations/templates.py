"""Write the plan by weeks of a version."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from lms.cohorts.rules import are_possible
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish
from lms.planning import queries, rules
from lms.planning.events import PlanTemplateChanged
from lms.planning.models import PlanItem
from lms.planning.plan_files import PlanItemFacts, read_plan_template
from lms.programmes.models import ProgrammeVersion


class ImpossibleTimesError(DomainError):
    """The times of a planned meeting end before they start, overlap, or hold too few minutes."""

    status = 422


class PlanExistsError(DomainError):
    """The version has a plan by weeks already."""


def adopt_plan(session: Session, *, actor: Actor, version: ProgrammeVersion, key: str) -> None:
    """Begin the plan of a version with one that comes with Samenloop; no such plan is no change."""
    if queries.list_plan_items(session, version_id=version.id):
        raise PlanExistsError
    _add_all(session, actor, version, read_plan_template(key))


def inherit_plan(
    session: Session, *, actor: Actor, version: ProgrammeVersion, source: ProgrammeVersion
) -> None:
    """Begin the plan of a new version with that of an earlier one."""
    facts = [
        PlanItemFacts(
            row.kind, row.title, row.module_key, row.week, row.weekday, rules.plans_of(row.day_parts)
        )
        for row in queries.list_plan_items(session, version_id=source.id)
    ]
    _add_all(session, actor, version, facts)


def add_plan_item(
    session: Session, *, actor: Actor, version: ProgrammeVersion, facts: PlanItemFacts
) -> PlanItem:
    """Add a meeting to the plan."""
    _check(facts)
    item = PlanItem(programme_version_id=version.id)
    _fill(item, facts)
    session.add(item)
    _announce(session, actor, version, 1)
    return item


def change_plan_item(
    session: Session, *, actor: Actor, item: PlanItem, facts: PlanItemFacts, version: int
) -> None:
    """Change what a meeting of the plan is, or when it comes."""
    if item.version != version:
        raise ConflictError(
            yours=[("title", facts.title), ("week", str(facts.week))],
            theirs=[("title", item.title), ("week", str(item.week))],
        )
    _check(facts)
    _fill(item, facts)
    _announce(session, actor, item.programme_version, 1)


def remove_plan_item(session: Session, *, actor: Actor, item: PlanItem) -> None:
    """Take a meeting out of the plan; cohorts that were planned before keep theirs."""
    session.delete(item)
    _announce(session, actor, item.programme_version, 1)


def _add_all(
    session: Session, actor: Actor, version: ProgrammeVersion, facts: Sequence[PlanItemFacts]
) -> None:
    for row in facts:
        item = PlanItem(programme_version_id=version.id)
        _fill(item, row)
        session.add(item)
    if facts:
        _announce(session, actor, version, len(facts))


def _check(facts: PlanItemFacts) -> None:
    if not are_possible(facts.day_parts):
        raise ImpossibleTimesError


def _fill(item: PlanItem, facts: PlanItemFacts) -> None:
    item.kind, item.title, item.module_key = facts.kind, facts.title, facts.module_key
    item.week, item.weekday = facts.week, facts.weekday
    item.day_parts = rules.written(facts.day_parts)


def _announce(session: Session, actor: Actor, version: ProgrammeVersion, items: int) -> None:
    publish(session, PlanTemplateChanged(actor=actor, version_id=version.public_id, items=items))
