"""Who gives a training together: formed by hand or by a published round, joined, left, dissolved."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.events import publish
from lms.matching.queries import line_managers, partners_apart
from lms.trainings import queries, rules
from lms.trainings.events import (
    GroupDeclaredUnknown,
    PairDissolved,
    PairFormed,
    PartnerJoined,
    PartnerLeft,
)
from lms.trainings.models import PairMember, PlanState, TrainingPair
from lms.trainings.operations.refusals import (
    AlreadyPairedError,
    NotEndedError,
    PairDissolvedError,
    PairUnfitError,
    TrainingBegunError,
)


def form_pair(
    session: Session, *, actor: Actor, cohort: Cohort, members: Sequence[Enrolment]
) -> TrainingPair:
    """Let these participants give a training together; checked by hand-made pair (DR-02, DR-03, DR-05)."""
    _refuse_unfit(session, cohort=cohort, members=members)
    free = {enrolment.id for enrolment in queries.list_unpaired(session, cohort=cohort)}
    if any(member.id not in free for member in members):
        raise AlreadyPairedError
    return make_pair(session, actor=actor, cohort=cohort, members=members)


def make_pair(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    members: Sequence[Enrolment],
    round_id: UUID | None = None,
) -> TrainingPair:
    """Write a pair down whose members were judged already."""
    pair = TrainingPair(
        cohort=cohort,
        round_id=round_id,
        members=[PairMember(enrolment=member) for member in members],
        plans=[],
        measurements=[],
    )
    session.add(pair)
    session.flush()
    event = PairFormed(actor=actor, cohort_id=cohort.public_id, pair_id=pair.public_id, size=len(members))
    publish(session, event)
    return pair


def join_pair(session: Session, *, actor: Actor, pair: TrainingPair, enrolment: Enrolment) -> PairMember:
    """Let one more participant join a pair that lost one, or make it the trio of an odd cohort."""
    if pair.dissolved_at is not None:
        raise PairDissolvedError
    if pair.ended_on is not None:
        raise TrainingBegunError
    members = [*(member.enrolment for member in pair.current_members), enrolment]
    _refuse_unfit(session, cohort=pair.cohort, members=members, but=pair)
    if enrolment.id not in {free.id for free in queries.list_unpaired(session, cohort=pair.cohort)}:
        raise AlreadyPairedError
    return add_member(session, actor=actor, pair=pair, enrolment=enrolment)


def add_member(session: Session, *, actor: Actor, pair: TrainingPair, enrolment: Enrolment) -> PairMember:
    """Write down that somebody joined a pair."""
    member = PairMember(enrolment=enrolment)
    pair.members.append(member)
    _reopen_plan(pair)
    session.flush()
    event = PartnerJoined(actor=actor, pair_id=pair.public_id, enrolment_id=enrolment.public_id)
    publish(session, event)
    return member


def dissolve_pair(session: Session, *, actor: Actor, pair: TrainingPair) -> None:
    """Take a pair apart that has no go yet; its members can be put together anew."""
    if pair.dissolved_at is not None:
        raise PairDissolvedError
    if rules.has_begun(pair):
        raise TrainingBegunError
    for member in pair.current_members:
        member.left_at = clock.now()
    _close(session, actor=actor, pair=pair)


def leave_pair(
    session: Session, *, actor: Actor, pair: TrainingPair, member: PairMember, is_moved: bool = False
) -> None:
    """Somebody is no longer in a pair; before a go its plan is open again, after it the training goes on.

    What was written and handed in stays, for who left and for who stays.
    """
    if member.left_at is not None:
        return
    has_begun = rules.has_begun(pair)
    member.left_at = clock.now()
    if not has_begun:
        _reopen_plan(pair)
    session.flush()
    publish(
        session,
        PartnerLeft(
            actor=actor,
            pair_id=pair.public_id,
            enrolment_id=member.enrolment.public_id,
            has_begun=has_begun,
            is_moved=is_moved,
        ),
    )
    if not pair.current_members and not has_begun:
        _close(session, actor=actor, pair=pair, is_empty=True)


def take_out(session: Session, *, actor: Actor, enrolment_id: int) -> None:
    """Somebody no longer takes part in the cohort, and so in no pair of it."""
    member = queries.find_member(session, enrolment_id=enrolment_id)
    if member is not None:
        leave_pair(session, actor=actor, pair=member.pair, member=member)


def declare_unknown(session: Session, *, actor: Actor, pair: TrainingPair, member: PairMember) -> None:
    """A partner declares that no group member is in the own caseload (DR-45)."""
    if pair.dissolved_at is not None:
        raise PairDissolvedError
    if member.declared_at is not None:
        return
    member.declared_at = clock.now()
    event = GroupDeclaredUnknown(actor=actor, pair_id=pair.public_id, enrolment_id=member.enrolment.public_id)
    publish(session, event)


def refuse_unended(pair: TrainingPair) -> None:
    """What is looked back on has ended."""
    if pair.ended_on is None:
        raise NotEndedError


def _close(session: Session, *, actor: Actor, pair: TrainingPair, is_empty: bool = False) -> None:
    pair.dissolved_at = clock.now()
    session.flush()
    publish(
        session,
        PairDissolved(
            actor=actor, cohort_id=pair.cohort.public_id, pair_id=pair.public_id, is_empty=is_empty
        ),
    )


def _refuse_unfit(
    session: Session, *, cohort: Cohort, members: Sequence[Enrolment], but: TrainingPair | None = None
) -> None:
    already = {member.enrolment_id for member in but.current_members} if but else set[int]()
    fault = rules.pair_fault(
        members,
        taking_part=queries.count_taking_part(session, cohort=cohort),
        other_trios=queries.count_trios(session, cohort=cohort, but=but),
        managers=line_managers(session, enrolments=members),
        apart=[two for two in partners_apart(session, cohort=cohort) if not set(two) <= already],
    )
    if fault is not None:
        raise PairUnfitError(fault)


def _reopen_plan(pair: TrainingPair) -> None:
    """A plan that waits was made by others than those who will give it now."""
    plan = pair.current_plan
    if plan is not None and plan.state is PlanState.SUBMITTED:
        plan.state, plan.submitted_at = PlanState.DRAFT, None
