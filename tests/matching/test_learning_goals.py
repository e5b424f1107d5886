"""About which fields of work somebody wants to learn more, and what a round does with it."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.operations import erase_person
from lms.accounts.queries import actor_for
from lms.matching import queries
from lms.matching.models import LearningGoals, Round, RoundKind
from tests.factories.accounts import make_administrator, make_discipline
from tests.matching.conftest import Cast, fresh

Opened = Callable[..., Round]
SignIn = Callable[[Person], FlaskClient]


def url_of(cast: Cast) -> str:
    return f"/leergroepen/{cast.cohort.public_id}/mijn-leerdoelen"


def person_of(session: Session, cast: Cast, place: int) -> Person:
    return session.get_one(Person, cast.enrolments[place].person_id)


def choose(client: FlaskClient, cast: Cast, *disciplines: int, version: int = 0) -> tuple[int, str]:
    form = {"disciplines": [str(one) for one in disciplines], "version": str(version)}
    answer = client.post(url_of(cast), data=form)
    return answer.status_code, answer.text


def test_what_was_chosen_is_weighed_in_the_next_round(
    session: Session, cast: Cast, sign_in: SignIn, open_round: Opened
) -> None:
    wanted = make_discipline().id
    first, second, third = (cast.enrolments[place].id for place in range(3))
    before = open_round(RoundKind.TRAINING_PAIRS, proposals=0)
    for place in (0, 1):
        assert choose(sign_in(person_of(session, cast, place)), cast, wanted)[0] == 303
    after = open_round(proposals=0)
    goals = {row["key"]: row["goals"] for row in after.facts["members"]}
    assert (goals[first], goals[second], goals[third]) == ([wanted], [wanted], [])
    assert not any(row["goals"] for row in fresh(session, before.public_id).facts["members"])
    page = sign_in(cast.coordinator).get(f"/indelingen/{after.public_id}")
    assert "Leerdoelen die bij elkaar passen" in page.text


def test_at_most_three_and_only_what_is_on_the_list(session: Session, cast: Cast, sign_in: SignIn) -> None:
    four = [make_discipline().id for _time in "1234"]
    client = sign_in(person_of(session, cast, 0))
    status, page = choose(client, cast, *four)
    assert (status, page.count("checked")) == (422, 4)
    assert "Kies hooguit drie vakgebieden." in page
    assert choose(client, cast, 999_999)[0] == 422
    assert session.query(LearningGoals).count() == 0


def test_of_two_windows_the_second_is_told(session: Session, cast: Cast, sign_in: SignIn) -> None:
    one, other = make_discipline().id, make_discipline().id
    client = sign_in(person_of(session, cast, 0))
    assert choose(client, cast, one)[0] == 303
    assert choose(client, cast, other)[0] == 409
    assert choose(client, cast, other, version=1)[0] == 303
    kept = queries.find_learning_goals(session, enrolment=cast.enrolments[0])
    assert kept is not None
    assert kept.disciplines == [other]


def test_they_go_when_somebody_is_erased(session: Session, cast: Cast, sign_in: SignIn) -> None:
    person = person_of(session, cast, 0)
    choose(sign_in(person), cast, make_discipline().id)
    erase_person(session, actor=actor_for(session, person=make_administrator()), person=person)
    assert session.query(LearningGoals).count() == 0
