from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.cohorts.models import Cohort, Enrolment, EnrolmentState
from lms.core.authorisation import ANONYMOUS, Actor
from lms.papers import policies, queries
from lms.papers.models import Seat, Submission
from lms.papers.rules import PaperPage
from tests.factories.accounts import make_administrator, make_hat, make_person
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_trainer
from tests.factories.papers import make_assessor, make_paper_version
from tests.papers.steps import reread

ActorOf = Callable[[Person], Actor]
ROLES = (
    "author", "classmate", "stranger", "assessor", "second", "trainer", "other_trainer", "coordinator",
    "other_coordinator", "director", "administrator", "anonymous",
)  # fmt: skip


@dataclass
class Scene:
    """A paper, and everybody who might want to see it."""

    paper: Submission
    actors: dict[str, Actor]


@pytest.fixture
def scene(
    session: Session, paper: Submission, cohort: Cohort, enrolment: Enrolment, actor_of: ActorOf
) -> Scene:
    author = session.get_one(Person, enrolment.person_id)
    assessor = session.get_one(Person, paper.assessors[0].person_id)
    second = make_trainer(cohort)
    make_assessor(paper, second, seat=Seat.SECOND)
    director = make_person()
    make_hat(director, Hat.DIRECTOR, organisation_id=enrolment.organisation_id)
    classmate = session.get_one(Person, make_enrolment(cohort).person_id)
    people = {
        "author": author,
        "classmate": classmate,
        "stranger": session.get_one(Person, make_enrolment().person_id),
        "assessor": assessor,
        "second": second,
        "trainer": make_trainer(cohort),
        "other_trainer": make_trainer(make_cohort()),
        "coordinator": make_coordinator(cohort),
        "other_coordinator": make_coordinator(make_cohort()),
        "director": director,
        "administrator": make_administrator(),
    }
    actors = {role: actor_of(person) for role, person in people.items()}
    return Scene(reread(session, paper), {**actors, "anonymous": ANONYMOUS})


def permitted(scene: Scene, policy: Callable[..., bool], subject: object) -> set[str]:
    return {role for role in ROLES if policy(scene.actors[role], subject)}


def test_only_the_author_sees_the_own_paper_and_hands_it_in(scene: Scene) -> None:
    assert permitted(scene, policies.may_see_own_paper, scene.paper.enrolment) == {"author"}
    assert permitted(scene, policies.may_hand_in_paper, scene.paper.enrolment) == {"author"}


def test_who_stopped_no_longer_hands_in(scene: Scene) -> None:
    scene.paper.enrolment.state = EnrolmentState.STOPPED
    assert permitted(scene, policies.may_hand_in_paper, scene.paper.enrolment) == set()


def test_only_the_author_sees_a_receipt(session: Session, scene: Scene) -> None:
    version = queries.get_version(session, version_id=scene.paper.versions[0].public_id)
    assert permitted(scene, policies.may_see_receipt, version) == {"author"}


def test_the_file_is_for_the_author_and_the_trainers_of_the_cohort(session: Session, scene: Scene) -> None:
    version = queries.get_version(session, version_id=scene.paper.versions[0].public_id)
    expected = {"author", "assessor", "second", "trainer"}
    assert permitted(scene, policies.may_read_version, version) == expected
    assert permitted(scene, policies.may_see_page, PaperPage(version, 1)) == expected


def test_the_paper_page_is_for_trainers_of_the_cohort(scene: Scene) -> None:
    assert permitted(scene, policies.may_read_paper, scene.paper) == {"assessor", "second", "trainer"}


def test_only_the_first_assessor_grades(scene: Scene) -> None:
    assert permitted(scene, policies.may_grade_submission, scene.paper) == {"assessor"}


def test_who_no_longer_teaches_the_cohort_no_longer_grades(
    session: Session, paper: Submission, actor_of: ActorOf
) -> None:
    guest = make_person()
    reread(session, paper).assessors[0].person_id = guest.id
    session.commit()
    assert not policies.may_grade_submission(actor_of(guest), reread(session, paper))


def test_trainers_and_the_coordinator_see_how_papers_stand(scene: Scene) -> None:
    staff = {"assessor", "second", "trainer", "coordinator"}
    assert permitted(scene, policies.may_see_assignment, scene.paper.assignment) == staff
    assert permitted(scene, policies.may_assign_assessor, scene.paper) == staff
    assert permitted(scene, policies.may_list_assignments, scene.paper.assignment.cohort) == staff


def test_trainers_release_and_reopen(scene: Scene) -> None:
    trainers = {"assessor", "second", "trainer"}
    assert permitted(scene, policies.may_release_grades, scene.paper.assignment) == trainers
    assert permitted(scene, policies.may_release_grade, scene.paper) == trainers
    assert permitted(scene, policies.may_reopen_grade, scene.paper) == trainers


def test_only_the_coordinator_sets_the_window(scene: Scene) -> None:
    assert permitted(scene, policies.may_open_assignment, scene.paper.assignment.cohort) == {"coordinator"}
    assert permitted(scene, policies.may_change_assignment, scene.paper.assignment) == {"coordinator"}


def test_trainers_have_a_list(scene: Scene) -> None:
    lists = {role for role in ROLES if policies.may_list_submissions(scene.actors[role])}
    assert lists == {"assessor", "second", "trainer", "other_trainer"}


@pytest.mark.parametrize("hat", [Hat.TRAINER, Hat.COORDINATOR])
def test_an_author_with_another_hat_stays_out_of_the_own_judgement(
    session: Session, paper: Submission, cohort: Cohort, enrolment: Enrolment, actor_of: ActorOf, hat: Hat
) -> None:
    person = session.get_one(Person, enrolment.person_id)
    make_hat(person, hat, scope=cohort.public_id)
    make_hat(
        person, hat, scope=reread(session, paper).assignment.cohort.programme_version.programme.public_id
    )
    make_assessor(paper, person, seat=Seat.THIRD)
    author, paper = actor_of(person), reread(session, paper)
    for policy in (
        policies.may_read_paper,
        policies.may_grade_submission,
        policies.may_assign_assessor,
        policies.may_release_grade,
        policies.may_reopen_grade,
    ):
        assert not policy(author, paper)


def test_a_version_of_a_paper_without_assessors_is_closed_to_strangers(session: Session) -> None:
    version = make_paper_version()
    loaded = queries.get_version(session, version_id=version.public_id)
    assert not policies.may_read_version(ANONYMOUS, loaded)
