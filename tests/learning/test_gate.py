"""No casework before the privacy module and the promise of confidentiality."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.agreements.operations import sign_statement
from lms.cohorts.models import Enrolment
from lms.core.authorisation import Actor
from lms.learning import operations, queries
from lms.programmes.models import Activity, Option
from tests.factories.learning import activity_of, make_progress, module_of, question_of
from tests.learning.conftest import Cast, address, text_of

BOTH = "Dit opent als je ‘Kennismaken en elkaars taal’ hebt afgerond en de geheimhoudingsverklaring hebt"


@pytest.fixture
def casework(session: Session, cast: Cast) -> Activity:
    """The second module holds casework, the first is about privacy; an earlier one no longer counts."""
    module_of(cast.cohort, "kennismaken").is_privacy = True
    module = module_of(cast.cohort, "methodisch")
    module.is_casework, module.requires_keys = True, []
    session.commit()
    return activity_of(cast.cohort, "toets")


def finish_privacy(cast: Cast) -> None:
    for key in ("welkom", "terugblik"):
        make_progress(cast.enrolment, activity_of(cast.cohort, key))


def promise(session: Session, cast: Cast) -> None:
    actor = Actor(person_id=cast.participant.id)
    sign_statement(session, actor=actor, enrolment=cast.enrolment, number=1)
    session.commit()


def is_open(session: Session, enrolment: Enrolment, activity: Activity) -> bool:
    return queries.find_lock(session, enrolment=enrolment, activity=activity) is None


def test_it_says_what_is_missing_with_doors_to_both(
    cast: Cast, casework: Activity, as_participant: FlaskClient
) -> None:
    page = as_participant.get(address(cast, "toets")).text
    assert BOTH in page
    assert f"/modules/{module_of(cast.cohort, 'kennismaken').public_id}" in page
    assert "/geheimhoudingsverklaring" in page


def test_the_course_says_so_too(casework: Activity, as_participant: FlaskClient) -> None:
    assert BOTH in text_of(as_participant, "/opleiding")


def test_neither_alone_opens_it(session: Session, cast: Cast, casework: Activity) -> None:
    finish_privacy(cast)
    assert not is_open(session, cast.enrolment, casework)


def test_the_promise_alone_does_not_open_it(session: Session, cast: Cast, casework: Activity) -> None:
    promise(session, cast)
    assert not is_open(session, cast.enrolment, casework)


def test_both_open_it(session: Session, cast: Cast, casework: Activity) -> None:
    finish_privacy(cast)
    promise(session, cast)
    assert is_open(session, cast.enrolment, casework)


def test_only_the_marked_activity_waits(session: Session, cast: Cast, casework: Activity) -> None:
    finish_privacy(cast)
    module_of(cast.cohort, "methodisch").is_casework, casework.is_casework = False, True
    session.commit()
    assert not is_open(session, cast.enrolment, casework)
    casework.is_casework = False
    session.commit()
    assert is_open(session, cast.enrolment, casework)


def test_ticking_and_answering_are_refused(session: Session, cast: Cast, casework: Activity) -> None:
    actor, question = Actor(person_id=cast.participant.id), question_of(casework)
    option = session.scalars(sa.select(Option).where(Option.question_id == question.id)).first()
    assert option is not None
    with pytest.raises(operations.ActivityLockedError):
        operations.mark_done(session, actor=actor, enrolment=cast.enrolment, activity=casework)
    with pytest.raises(operations.ActivityLockedError):
        operations.answer_question(
            session,
            actor=actor,
            enrolment=cast.enrolment,
            question=question,
            option=option,
        )


def test_the_door_answers_409(cast: Cast, casework: Activity, as_participant: FlaskClient) -> None:
    assert as_participant.post(f"{address(cast, 'toets')}/klaar", data={"done": "yes"}).status_code == 409


def test_the_next_activities_wait_too(session: Session, cast: Cast, casework: Activity) -> None:
    finish_privacy(cast)
    actor = Actor(person_id=cast.participant.id)
    assert queries.next_activities(session, actor=actor) == []
    promise(session, cast)
    assert queries.next_activities(session, actor=actor)
