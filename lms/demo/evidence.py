"""The ledger of requirements: who hands in which evidence, and what a trainer says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.demo import people
from lms.demo.cohorts import STOPS_IN_WEEK
from lms.demo.content import read
from lms.demo.people import COORDINATOR
from lms.demo.story import Cast, CohortStory, Story
from lms.demo.timeline import at_work
from lms.learning import operations
from lms.learning.models import EvidenceState
from lms.learning.rules import Deviation
from lms.programmes.models import ProgrammeVersion, Requirement, RequirementKind
from lms.programmes.queries import get_version_with_questions

DAYS_BEFORE = {"ahead": 8, "on_plan": 2, "behind": -26}
DAYS_TO_JUDGE = 4
DAYS_TO_MEND = 9
INTERVISION = "intervisie"
CLOSING = "slotdag"
BY_TRAININGS = "vaktraining"
"""Partners hand in this evidence on the page of their training."""

LATE_TO_CLOSE = "gerda"
"""She missed the closing day and presented in her own team; her certificate is still to be issued."""

CLOSED_DAYS_AGO = 9


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: when it is handed in, what it says, and what comes of it."""

    moment: datetime
    text: str
    remark: str = ""
    outcome: EvidenceState = EvidenceState.CONFIRMED


def tell_ledger(story: Story, cast: Cast, cohort: CohortStory, *, version: str) -> None:
    """From the first day on, everybody collects evidence, and the trainers look at it."""

    def begin(session: Session) -> None:
        public_id = cast.versions[version].public_id
        programme = get_version_with_questions(session, version_id=public_id)
        for place, member in enumerate(cohort.members):
            _tell_member(story, cast, cohort, programme, member, place)

    story.tell(cohort.timeline.at(0, hour=8), begin)


def tell_decisions(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """In the running cohort a rule did not fit two people: one decision is taken, one proposal waits."""
    for facts in read("ledger")["decisions"] if cohort.key == "running" else ():
        _tell_decision(story, cast, facts, trainer=cohort.trainers[0])


def _tell_decision(story: Story, cast: Cast, facts: Mapping[str, Any], *, trainer: str) -> None:
    def propose(session: Session) -> None:
        enrolment = cast.enrolments[facts["person"]]
        requirement = session.scalars(
            sa.select(Requirement).where(
                Requirement.programme_version_id == enrolment.cohort.programme_version_id,
                Requirement.key == facts["requirement"],
            )
        ).one()
        decision = operations.propose_tailored_decision(
            session,
            actor=cast.actor(session, COORDINATOR),
            deviation=Deviation(requirement, enrolment),
            reason=facts["reason"],
        )
        if "decided_after" in facts:
            story.tell(
                story.days_ago(facts["days_ago"] - facts["decided_after"], hour=16),
                lambda session: operations.decide_tailored_decision(
                    session, actor=cast.actor(session, trainer), decision=decision, approved=True
                ),
            )

    story.tell(story.days_ago(facts["days_ago"], hour=11), propose)


def _tell_member(
    story: Story,
    cast: Cast,
    cohort: CohortStory,
    programme: ProgrammeVersion,
    member: Mapping[str, Any],
    place: int,
) -> None:
    for order, requirement in enumerate(programme.requirements):
        if requirement.kind is not RequirementKind.EVIDENCE or requirement.key == BY_TRAININGS:
            continue
        if requirement.key == INTERVISION:
            pieces = _intervisions(cohort, member, place, target=requirement.target)
        else:
            pieces = _pieces(story, cohort, member, place, requirement)
        trainer = cohort.trainers[(place + order) % len(cohort.trainers)]
        for piece in pieces:
            if member["state"] == "withdrawn" and piece.moment >= cohort.timeline.at(STOPS_IN_WEEK - 1):
                continue
            _tell_piece(story, cast, member["person"], requirement, piece, trainer)


def _tell_piece(
    story: Story, cast: Cast, name: str, requirement: Requirement, piece: Piece, trainer: str
) -> None:
    def hand_in(session: Session) -> None:
        evidence = operations.hand_in_evidence(
            session,
            actor=cast.actor(session, name),
            enrolment=cast.enrolments[name],
            requirement=requirement,
            text=piece.text,
        )
        if piece.outcome is EvidenceState.WAITING:
            return

        def judge(session: Session) -> None:
            operations.judge_evidence(
                session,
                actor=cast.actor(session, trainer),
                evidence=evidence,
                confirmed=piece.outcome is EvidenceState.CONFIRMED,
                remark=piece.remark,
            )

        story.tell(at_work(piece.moment + timedelta(days=DAYS_TO_JUDGE, hours=-6)), judge)

    story.tell(piece.moment, hand_in)


def _pieces(
    story: Story, cohort: CohortStory, member: Mapping[str, Any], place: int, requirement: Requirement
) -> Sequence[Piece]:
    """The usual course of one requirement; the running cohort has exceptions that the content names."""
    name, key = member["person"], requirement.key
    days = requirement.planned_week * 7 - DAYS_BEFORE[member["pace"]] - place % 3
    if key == CLOSING:
        days = requirement.planned_week * 7
    moment = cohort.timeline.at(0, days=days, hour=19, minute=3 * place)
    if cohort.key == "running":
        return _exceptional(story, cohort, name, key, place, moment)
    if name == LATE_TO_CLOSE and key == CLOSING:
        moment = story.days_ago(CLOSED_DAYS_AGO, hour=16)
    text, remark = _written(name, key, place)
    returned = [row for row in _texts(key) if row["state"] == "returned"]
    if returned and place == len(key) % len(cohort.members):
        first = Piece(moment, returned[0]["text"], returned[0]["remark"], EvidenceState.RETURNED)
        return [first, Piece(moment + timedelta(days=DAYS_TO_MEND), text, remark)]
    return [Piece(moment, text, remark)]


def _exceptional(
    story: Story, cohort: CohortStory, name: str, key: str, place: int, moment: datetime
) -> Sequence[Piece]:
    told = (row for row in read("ledger")["running"] if (row["person"], row["requirement"]) == (name, key))
    exception: Mapping[str, Any] = next(told, {"outcome": "confirmed"})
    if exception["outcome"] == "none":
        return []
    if "days_ago" in exception:
        moment = story.days_ago(exception["days_ago"], hour=16 + place % 5, minute=3 * place)
    if "week" in exception:
        moment = cohort.timeline.at(exception["week"], days=2)
    text, remark = _written(name, key, place)
    return [Piece(moment, text, remark, EvidenceState(exception["outcome"]))]


def _intervisions(
    cohort: CohortStory, member: Mapping[str, Any], place: int, *, target: int
) -> Sequence[Piece]:
    """One piece after each intervision; five of the six are asked, so everybody misses one."""
    missed = read("ledger")["missed_intervisions"].get(member["person"], [6])
    pieces: list[Piece] = []
    for number, facts in enumerate(read("meetings")["intervisions"], 1):
        if number in missed or len(pieces) == target:
            continue
        values = {"number": number, "method": facts["method"].lower()}
        moment = cohort.timeline.at(facts["week"], days=2 + (place + number) % 3, minute=4 * place)
        text = _composed(INTERVISION, member["person"], 7 * place + number, values)
        pieces.append(Piece(moment, text, _remark(place + 2 * number)))
    return pieces


def _texts(key: str) -> Sequence[Mapping[str, Any]]:
    return [row for row in read("evidence")["evidence"] if row["requirement"] == key]


def _written(name: str, key: str, place: int) -> tuple[str, str]:
    """What somebody wrote, and what a trainer answers: a text of their own, or one made of sentences."""
    texts, ledger = _texts(key), read("ledger")
    own = ledger["texts"].get(key, {})
    confirmed = [row for row in texts if row["state"] == "confirmed"]
    is_running = name in _running_names()
    if is_running and name in own:
        row = texts[own[name]]
    elif key not in ledger["parts"] or (not is_running and place < len(confirmed)):
        row = confirmed[place % len(confirmed)]
    else:
        return _composed(key, name, place, {}), _remark(place + 3 + 2 * list(ledger["parts"]).index(key))
    return row["text"], row["remark"] or _remark(place)


def _running_names() -> frozenset[str]:
    running = next(row for row in read("people")["cohorts"] if row["state"] == "running")
    return frozenset(member["person"] for member in running["members"])


def _composed(key: str, name: str, turn: int, values: Mapping[str, object]) -> str:
    """One sentence out of each row; the rows differ in length, so that it takes long before two agree."""
    facts = people.facts_of(name)
    hosts = [
        row["name"]
        for row in read("people")["organisations"]
        if row["key"] not in (facts["organisation"], "gemeente")
    ]
    known = {"question": facts.get("practice_question", ""), "host": hosts[turn % len(hosts)], **values}
    rows = read("ledger")["parts"][key]
    chosen = (row[(turn + step) % len(row)] for step, row in enumerate(rows))
    return " ".join(sentence.format(**known) for sentence in chosen)


def _remark(turn: int) -> str:
    remarks = read("ledger")["remarks"]["confirmed"]
    return str(remarks[turn % len(remarks)])
