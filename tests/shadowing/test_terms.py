"""A word for the Begrippenwijzer: proposed, accepted or given back, read by the cohort."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.messages.models import Notice
from lms.shadowing.models import ProposedTerm, TermState
from lms.shadowing.subscribers.post import TERM, TERM_WAITS
from tests.factories.shadowing import make_done_visit, make_host, make_term
from tests.shadowing.conftest import Cast

SignIn = Callable[[Person], FlaskClient]
TEXT = "Een telefoontje van een buur."
PROPOSED = {"term": "melding", "meaning": TEXT, "version": "0"}


def words_of(cast: Cast) -> str:
    return f"/leergroepen/{cast.cohort.public_id}/meelopen/begrippenwijzer"


def propose(cast: Cast, sign_in: SignIn, **values: str) -> str:
    visit = make_done_visit(cast.enrolment, cast.guest)
    page = f"/meelopen/dagen/{visit.public_id}/begrip"
    assert sign_in(cast.visitor).post(page, data={**PROPOSED, **values}).status_code == 303
    return page


def the_term(session: Session) -> ProposedTerm:
    session.expire_all()
    return session.scalars(sa.select(ProposedTerm)).one()


def decide(session: Session, client: FlaskClient, **values: str) -> int:
    term = the_term(session)
    data = {"version": str(term.version), **values}
    return client.post(f"/meelopen/begrippen/{term.public_id}", data=data).status_code


def kinds_for(session: Session, person: Person) -> list[str]:
    return list(session.scalars(sa.select(Notice.kind).where(Notice.person_id == person.id)))


def test_a_word_is_read_by_the_cohort_once_staff_accepted_it(
    session: Session, cast: Cast, sign_in: SignIn
) -> None:
    propose(cast, sign_in)
    assert kinds_for(session, cast.trainer) == [TERM_WAITS]
    assert "<b>melding</b>" not in sign_in(cast.host_person).get(words_of(cast)).text
    trainer = sign_in(cast.trainer)
    assert "<b>melding</b>" in trainer.get(words_of(cast)).text
    assert decide(session, trainer, accept="1") == 303
    page = sign_in(cast.host_person).get(words_of(cast)).text
    assert TEXT in page
    assert cast.visitor.family_name not in page
    assert kinds_for(session, cast.visitor) == [TERM]


def test_the_name_is_shown_to_whom_it_was_promised(session: Session, cast: Cast, sign_in: SignIn) -> None:
    propose(cast, sign_in, is_named="y")
    decide(session, sign_in(cast.coordinator), accept="1")
    assert cast.visitor.display_name in sign_in(cast.host_person).get(words_of(cast)).text


def test_a_word_that_is_given_back_is_read_anew(session: Session, cast: Cast, sign_in: SignIn) -> None:
    page = propose(cast, sign_in)
    trainer = sign_in(cast.trainer)
    assert decide(session, trainer, give_back="1", remark="") == 422
    assert decide(session, trainer, give_back="1", remark="Noem ook wie er belt.") == 303
    visitor = sign_in(cast.visitor)
    assert "Noem ook wie er belt." in visitor.get(page).text
    again = {
        "term": "melding",
        "meaning": f"{TEXT} Of van de huisarts.",
        "version": the_term(session).version,
    }
    assert visitor.post(page, data=again).status_code == 303
    assert the_term(session).state is TermState.PROPOSED
    assert kinds_for(session, cast.trainer) == [TERM_WAITS, TERM_WAITS]
    assert decide(session, sign_in(cast.trainer), accept="1") == 303
    assert the_term(session).remark == "", "what was remarked on an older text is kept no longer"


def test_another_text_leaves_the_list_until_it_was_read_and_the_name_alone_does_not(
    session: Session, cast: Cast, sign_in: SignIn
) -> None:
    page = propose(cast, sign_in)
    decide(session, sign_in(cast.trainer), accept="1")
    visitor = sign_in(cast.visitor)
    visitor.post(page, data={**PROPOSED, "is_named": "y", "version": the_term(session).version})
    assert the_term(session).state is TermState.ACCEPTED
    visitor.post(page, data={**PROPOSED, "term": "signaal", "version": the_term(session).version})
    assert the_term(session).state is TermState.PROPOSED


def test_a_text_that_nobody_read_is_not_accepted(session: Session, cast: Cast, sign_in: SignIn) -> None:
    page = propose(cast, sign_in)
    term = the_term(session)
    old = {"accept": "1", "version": str(term.version)}
    sign_in(cast.visitor).post(page, data={**PROPOSED, "term": "signaal", "version": term.version})
    answer = sign_in(cast.trainer).post(f"/meelopen/begrippen/{term.public_id}", data=old)
    assert answer.status_code == 409
    assert "signaal" in answer.text
    assert the_term(session).state is TermState.PROPOSED


def test_participants_decide_on_no_word(session: Session, cast: Cast, sign_in: SignIn) -> None:
    term = make_term(make_done_visit(cast.enrolment, make_host(cast.cohort)))
    for person in (cast.visitor, cast.host_person, cast.director):
        assert sign_in(person).get(f"/meelopen/begrippen/{term.public_id}").status_code == 404
    assert sign_in(cast.director).get(words_of(cast)).status_code == 404
