"""The pairs of a cohort follow what the matcher's round says; whoever has a go keeps the partner (DR-08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Enrolment
from lms.core.authorisation import Actor
from lms.trainings import queries, rules
from lms.trainings.models import TrainingPair
from lms.trainings.operations.pairs import add_member, leave_pair, make_pair

Group = Sequence[Enrolment]


def follow_round(
    session: Session, *, actor: Actor, cohort: Cohort, groups: Sequence[Group], round_id: UUID
) -> None:
    """Bring the pairs of a cohort in line with a published or repaired round.

    A pair with a go is not taken apart; who is new in its group joins it, unless its training has ended.
    """
    pairs = queries.list_pairs(session, cohort=cohort)
    held = {m.enrolment_id: pair for pair in pairs if rules.has_begun(pair) for m in pair.current_members}
    loose = [pair for pair in pairs if not rules.has_begun(pair)]
    targets = _targets(loose, held, groups)
    placed = {member.id for group in groups for member in group} - set(held)
    for pair in loose:
        number = next((n for n, target in enumerate(targets) if target is pair), None)
        stays = {member.id for member in groups[number]} if number is not None else set()
        for member in pair.current_members:
            if member.enrolment_id in placed - stays:
                leave_pair(session, actor=actor, pair=pair, member=member, is_moved=True)
    for group, target in zip(groups, targets, strict=True):
        free = [member for member in group if member.id not in held]
        if target is not None:
            target.round_id = round_id
            there = {member.enrolment_id for member in target.current_members}
            room = rules.LARGEST - len(there)
            for enrolment in [member for member in free if member.id not in there][:room]:
                add_member(session, actor=actor, pair=target, enrolment=enrolment)
        elif len(free) >= rules.SMALLEST:
            make_pair(session, actor=actor, cohort=cohort, members=free, round_id=round_id)


def _targets(
    loose: Sequence[TrainingPair], held: Mapping[int, TrainingPair], groups: Sequence[Group]
) -> Sequence[TrainingPair | None]:
    """By group the pair that becomes it: one that runs, or the one that shares most; None for a new one."""
    running: list[TrainingPair | None] = []
    for group in groups:
        here = (held[m.id] for m in group if m.id in held and held[m.id].ended_on is None)
        running.append(next((pair for pair in here if pair not in running), None))
    kept = rules.same_pairs(
        [{member.enrolment_id for member in pair.current_members} for pair in loose],
        [
            set() if target else {member.id for member in group}
            for group, target in zip(groups, running, strict=True)
        ],
    )
    for place, number in kept.items():
        running[number] = loose[place]
    return running
