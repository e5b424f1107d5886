"""Looking back: the evaluation, the outcomes in counts, and each partner's own part as evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish
from lms.learning.operations import hand_in_evidence
from lms.trainings import queries, rules
from lms.trainings.events import OutcomesCounted, OwnPartHandedIn, TrainingEvaluated
from lms.trainings.models import (
    Evaluation,
    Moment,
    OutcomeCount,
    OutcomeMeasurement,
    PairMember,
    TrainingPair,
)
from lms.trainings.operations.pairs import refuse_unended
from lms.trainings.operations.refusals import (
    DenominatorFixedError,
    EvaluatedAlreadyError,
    EvaluationTooEarlyError,
    MeasuredOnError,
    NoEndCountError,
    NoRequirementError,
    NotEvaluatedError,
    OutcomesWrongError,
)
from lms.trainings.rules import OutcomeFacts


def save_evaluation(
    session: Session,
    *,
    actor: Actor,
    pair: TrainingPair,
    surprise: str,
    next_time: str,
    version: int,
    is_finished: bool = False,
) -> Evaluation:
    """Keep what a pair makes of it; finished, it is what the trainer reads."""
    refuse_unended(pair)
    evaluation = pair.evaluation
    if evaluation is not None and evaluation.finished_at is not None:
        raise EvaluatedAlreadyError
    if (evaluation.version if evaluation else 0) != version:
        raise ConflictError
    if is_finished and (
        pair.feedback is None or not pair.feedback.closed_at or not surprise or not next_time
    ):
        raise EvaluationTooEarlyError
    if evaluation is None:
        evaluation = pair.evaluation = Evaluation()
    evaluation.surprise, evaluation.next_time = surprise, next_time
    evaluation.finished_at = clock.now() if is_finished else None
    session.flush()
    if is_finished:
        publish(session, TrainingEvaluated(actor=actor, pair_id=pair.public_id))
    return evaluation


def count_outcomes(
    session: Session, *, actor: Actor, pair: TrainingPair, moment: Moment, facts: OutcomeFacts, version: int
) -> OutcomeMeasurement:
    """Write down what came of a training at one moment, by the definitions of its own edition."""
    refuse_unended(pair)
    found = pair.measured(moment)
    if (found.version if found else 0) != version:
        raise ConflictError
    _check_day(pair, moment, facts.measured_on)
    _check_denominator(pair, moment, facts.denominator)
    assert pair.edition is not None
    categories = {category.id for category in pair.edition.categories}
    counts = {category: count for category, count in facts.counts.items() if category in categories}
    fault = rules.outcome_fault(
        counts,
        unknown=facts.unknown_count,
        denominator=facts.denominator,
        counts_once=pair.edition.counts_once,
    )
    if fault is not None:
        raise OutcomesWrongError(fault)
    is_correction = found is not None
    if found is None:
        found = OutcomeMeasurement(moment=moment, counts=[])
        pair.measurements.append(found)
    _write(session, found, facts, counts)
    event = OutcomesCounted(actor=actor, pair_id=pair.public_id, moment=moment, is_correction=is_correction)
    publish(session, event)
    return found


def _write(
    session: Session, found: OutcomeMeasurement, facts: OutcomeFacts, counts: Mapping[int, int]
) -> None:
    found.measured_on, found.denominator = facts.measured_on, facts.denominator
    found.unknown_count = facts.unknown_count
    known = {row.category_id: row for row in found.counts}
    for category, count in counts.items():
        if category in known:
            known[category].count = count
        else:
            found.counts.append(OutcomeCount(category_id=category, count=count))
    # Every save counts up the version, also when only a count changed.
    flag_modified(found, "measured_on")
    session.flush()


def _check_day(pair: TrainingPair, moment: Moment, day: date) -> None:
    assert pair.ended_on is not None
    if day > clock.today() or not rules.is_countable(moment, ended_on=pair.ended_on, day=day):
        raise MeasuredOnError


def _check_denominator(pair: TrainingPair, moment: Moment, denominator: int) -> None:
    end = pair.measured(Moment.END)
    if moment is Moment.END:
        later = [row for row in pair.measurements if row.moment is not Moment.END]
        if any(row.denominator != denominator for row in later):
            raise DenominatorFixedError
    elif end is None:
        raise NoEndCountError
    elif end.denominator != denominator:
        raise DenominatorFixedError


def write_part(
    session: Session, *, actor: Actor, member: PairMember, own_part: str, learned: str, version: int
) -> None:
    """Keep what a partner writes of the own part; the other partner does not read it."""
    if member.version != version:
        raise ConflictError
    member.own_part, member.learned = own_part, learned
    session.flush()


def hand_in_part(
    session: Session, *, actor: Actor, pair: TrainingPair, member: PairMember, facts: str
) -> None:
    """Hand the own part in as evidence, with the training's facts beneath; a trainer confirms (DR-21)."""
    if not rules.is_evaluated(pair) or pair.edition is None:
        raise NotEvaluatedError
    requirement = queries.find_requirement(session, cohort=pair.cohort, key=pair.edition.requirement_key)
    if requirement is None:
        raise NoRequirementError
    member.evidence = hand_in_evidence(
        session,
        actor=actor,
        enrolment=member.enrolment,
        requirement=requirement,
        text="\n\n".join([member.own_part, member.learned, facts]),
    )
    session.flush()
    event = OwnPartHandedIn(actor=actor, pair_id=pair.public_id, enrolment_id=member.enrolment.public_id)
    publish(session, event)
