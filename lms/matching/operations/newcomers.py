"""A round of visits hears of somebody who came later: when, where, which wishes, and whom never."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.accounts.queries import organisation_tops
from lms.cohorts.models import Enrolment
from lms.matching.models import Round, RoundState
from lms.matching.operations.proposals import judge_again
from lms.matching.operations.rounds import VisitFacts, facts_of_visitor, wish_facts


def know_visitor(session: Session, *, round_: Round, enrolment: Enrolment, visits: VisitFacts) -> None:
    """Add what the opener of a round knows of one member; of the others nothing changes."""
    who, facts, tops = enrolment.id, round_.facts, organisation_tops(session)
    round_.facts = {
        **facts,
        "members": [
            {**row, **facts_of_visitor(who, visits, tops)} if row["key"] == who else row
            for row in facts["members"]
        ],
        "wishes": {**facts["wishes"], str(who): wish_facts(visits.wishes.get(who, ()))},
        "visited": sorted(map(list, {*map(tuple, facts["visited"]), *visits.visited})),
        "barred": sorted(map(list, {*map(tuple, facts.get("barred", ())), *visits.barred})),
    }
    session.flush()
    if round_.state is RoundState.DRAFT:
        judge_again(session, round_=round_)
