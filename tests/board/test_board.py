from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.audit.models import AuditEntry
from lms.board import operations, queries
from lms.board.models import Post, PostKind
from lms.board.rules import EDITABLE_FOR, EditTooLateError, PostRemovedError, is_editable
from lms.cohorts.models import Cohort, EnrolmentState
from lms.cohorts.queries import get_cohort
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.messages.models import Mailing, Notice
from tests.conftest import NOW
from tests.factories.accounts import make_hat, make_person
from tests.factories.board import make_post
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_trainer
from tests.factories.programmes import make_version
from tests.papers.documents import make_pdf
from tests.support.rollback import read_anew, standing

SignIn = Callable[[Person], FlaskClient]
CANARY = "geheim-8fk2"


@dataclass
class House:
    """A cohort with two participants, one who left, a trainer and a coordinator."""

    cohort: Cohort
    noor: Person
    mila: Person
    gone: Person
    trainer: Person
    coordinator: Person

    @property
    def board(self) -> str:
        return f"/leergroepen/{self.cohort.public_id}/prikbord"


@pytest.fixture(scope="module")
def everybody(app: Flask) -> Iterator[House]:
    yield from standing(app, NOW, make_house)


@pytest.fixture
def house(session: Session, everybody: House) -> House:
    found: House = read_anew(session, everybody)
    return replace(found, cohort=get_cohort(session, cohort_id=found.cohort.public_id))


def make_house() -> House:
    cohort = make_cohort(version=make_version())
    noor, mila, gone = make_person(given_name="Noor"), make_person(given_name="Mila"), make_person()
    for person in (noor, mila):
        make_enrolment(cohort, person)
    make_enrolment(cohort, gone, state=EnrolmentState.STOPPED)
    return House(cohort, noor, mila, gone, make_trainer(cohort), make_coordinator(cohort))


def place(session: Session, house: House, actor: Actor, kind: PostKind = PostKind.QUESTION) -> Post:
    post = operations.open_topic(
        session, actor=actor, cohort=house.cohort, kind=kind, title=f"Titel {CANARY}", body=f"Tekst {CANARY}"
    )
    session.commit()
    return queries.get_post(session, post_id=post.public_id)


def told(session: Session) -> dict[int, str]:
    return {notice.person_id: notice.kind for notice in session.scalars(sa.select(Notice))}


ActorOf = Callable[[Person], Actor]


class TestWhoHears:
    def test_an_announcement_is_for_who_takes_part_and_mailed_at_once(
        self, session: Session, house: House, actor_of: ActorOf
    ) -> None:
        place(session, house, actor_of(house.trainer), PostKind.ANNOUNCEMENT)
        assert told(session) == {house.noor.id: "board.announcement", house.mila.id: "board.announcement"}
        assert {n.mailing for n in session.scalars(sa.select(Notice))} == {Mailing.PROMISED}

    def test_a_question_is_for_the_trainers_and_waits_for_the_daily_mail(
        self, session: Session, house: House, actor_of: ActorOf
    ) -> None:
        place(session, house, actor_of(house.noor))
        assert told(session) == {house.trainer.id: "board.question"}
        assert session.scalars(sa.select(Notice)).one().mailing is Mailing.AWAITS_DIGEST

    def test_an_answer_is_for_who_spoke_before_and_is_still_there(
        self, session: Session, house: House, actor_of: ActorOf
    ) -> None:
        topic = make_post(house.cohort, house.noor)
        for author in (house.gone, house.trainer):
            make_post(house.cohort, author, kind=PostKind.ANSWER, topic_id=topic.id)
        found = queries.get_post(session, post_id=topic.public_id)
        operations.answer(session, actor=actor_of(house.mila), topic=found, body=CANARY)
        assert told(session) == {house.noor.id: "board.answer", house.trainer.id: "board.answer"}

    def test_no_notice_mail_or_entry_of_the_trail_holds_what_was_said(
        self, session: Session, house: House, actor_of: ActorOf, outbox: Callable[[], list[Any]]
    ) -> None:
        topic = place(session, house, actor_of(house.trainer), PostKind.ANNOUNCEMENT)
        operations.answer(session, actor=actor_of(house.noor), topic=topic, body=CANARY)
        operations.remove_post(session, actor=actor_of(house.trainer), post=topic)
        said = [n.title + n.line + n.path for n in session.scalars(sa.select(Notice))]
        said += [str(intent.payload) for intent in outbox()]
        said += [str(entry.facts) for entry in session.scalars(sa.select(AuditEntry))]
        assert len(said) > 5
        assert not [words for words in said if CANARY in words]


class TestChanging:
    @pytest.mark.parametrize(("after", "editable"), [(EDITABLE_FOR, True), (EDITABLE_FOR * 1.001, False)])
    def test_a_post_can_be_changed_for_a_day(
        self, session: Session, house: House, after: timedelta, editable: bool
    ) -> None:
        post = make_post(house.cohort, house.noor)
        assert is_editable(post, moment=NOW + after) is editable

    def test_after_a_day_it_stays_as_it_is(self, session: Session, house: House, actor_of: ActorOf) -> None:
        post = place(session, house, actor_of(house.noor))
        with clock.moved_to(NOW + timedelta(days=2)), pytest.raises(EditTooLateError):
            operations.edit_post(
                session,
                actor=actor_of(house.noor),
                post=post,
                title="x",
                body="y",
                module_key="",
                version=post.version,
            )

    def test_another_tab_was_first(self, session: Session, house: House, actor_of: ActorOf) -> None:
        post = place(session, house, actor_of(house.noor))
        with pytest.raises(ConflictError):
            operations.edit_post(
                session,
                actor=actor_of(house.noor),
                post=post,
                title="x",
                body="y",
                module_key="",
                version=post.version - 1,
            )

    def test_what_is_taken_away_leaves_who_and_when_and_nothing_else(
        self, session: Session, house: House, actor_of: ActorOf
    ) -> None:
        post = place(session, house, actor_of(house.noor))
        operations.remove_post(session, actor=actor_of(house.trainer), post=post)
        assert (post.title, post.body, post.file_id) == ("", "", None)
        assert (post.removed_at, post.removed_by_id) == (NOW, house.trainer.id)
        for again in (
            lambda: operations.remove_post(session, actor=actor_of(house.noor), post=post),
            lambda: operations.answer(session, actor=actor_of(house.mila), topic=post, body="x"),
        ):
            with pytest.raises(PostRemovedError):
                again()


class TestBoardShow:
    def test_the_newest_stands_on_top_and_an_answer_lifts_its_topic(
        self, session: Session, house: House, sign_in: SignIn, actor_of: ActorOf
    ) -> None:
        old = make_post(house.cohort, house.noor, title="Oudste vraag", latest_at=NOW - timedelta(days=3))
        make_post(house.cohort, house.mila, title="Nieuwere vraag", latest_at=NOW - timedelta(days=1))
        client = sign_in(house.mila)
        page = client.get(house.board).text
        assert page.index("Nieuwere vraag") < page.index("Oudste vraag")
        answer = client.post(f"/prikbord/{old.public_id}/antwoorden", data={"body": "Ik weet het."})
        assert answer.status_code == 303
        page = client.get(house.board).text
        assert page.index("Oudste vraag") < page.index("Nieuwere vraag")
        assert "1 antwoord" in page

    def test_it_filters_and_pages(self, house: House, sign_in: SignIn) -> None:
        for number in range(queries.PAGE_SIZE + 1):
            make_post(house.cohort, house.noor, title=f"Vraag nummer {number}.")
        make_post(house.cohort, house.trainer, title="Over dinsdag", kind=PostKind.ANNOUNCEMENT)
        make_post(house.cohort, house.noor, title="Over kennismaken", module_key="kennismaken")
        client = sign_in(house.mila)
        assert "Vraag nummer 0." not in client.get(house.board).text
        assert "Vraag nummer 0." in client.get(f"{house.board}?pagina=2").text
        shown = client.get(f"{house.board}?soort=aankondigingen").text
        assert "Over dinsdag" in shown
        assert "Vraag nummer" not in shown
        shown = client.get(f"{house.board}?module=kennismaken").text
        assert "Over kennismaken" in shown
        assert "Over dinsdag" not in shown
        assert client.get(f"{house.board}?soort=x&module=y&pagina=-1").status_code == 200

    def test_who_left_has_no_board_any_more(self, house: House, sign_in: SignIn) -> None:
        own = make_post(house.cohort, house.gone)
        client = sign_in(house.gone)
        assert client.get(house.board).status_code == 404
        assert client.get(f"/prikbord/{own.public_id}").status_code == 404
        assert client.get(f"/prikbord/{own.public_id}/bewerken").status_code == 404

    def test_a_director_has_no_board(self, house: House, sign_in: SignIn) -> None:
        director = make_person()
        make_hat(director, Hat.DIRECTOR)
        assert sign_in(director).get(house.board).status_code == 404


class TestQuestionNew:
    def test_a_question_with_a_file_stands_on_the_board(
        self, session: Session, house: House, sign_in: SignIn
    ) -> None:
        client = sign_in(house.noor)
        form = {
            "title": "Hoe zit dat?",
            "module_key": "kennismaken",
            "body": "*Twijfel* <script>x</script>",
        }
        answer = client.post(
            f"{house.board}/vraag", data={**form, "file": (BytesIO(make_pdf("Een")), "plan.pdf")}
        )
        assert answer.status_code == 303
        page = client.get(answer.headers["Location"]).text
        assert "<em>Twijfel</em>" in page
        assert "<script>x" not in page
        post = session.scalars(sa.select(Post)).one()
        assert (
            client.get(f"/prikbord/{post.public_id}/bestand")
            .headers["Content-Disposition"]
            .startswith("attachment")
        )

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", ""),
            ("title", "x" * 121),
            ("body", " "),
            ("body", "x" * 10_001),
            ("module_key", "x"),
        ],
    )
    def test_what_does_not_fit_is_refused_with_all_words_kept(
        self, session: Session, house: House, sign_in: SignIn, field: str, value: str
    ) -> None:
        form = {"title": "Mijn titel", "module_key": "", "body": "Mijn tekst", field: value}
        answer = sign_in(house.noor).post(f"{house.board}/vraag", data=form)
        assert answer.status_code == 422
        assert "Kijk dit nog even na" in answer.text
        assert ("Mijn titel" if field != "title" else "Mijn tekst") in answer.text
        assert session.scalars(sa.select(Post)).all() == []

    def test_a_file_that_is_none_is_refused_beside_its_field(
        self, session: Session, house: House, sign_in: SignIn
    ) -> None:
        form = {"title": "T", "module_key": "", "body": "B", "file": (BytesIO(b"MZ\x90"), "virus.exe")}
        answer = sign_in(house.noor).post(f"{house.board}/vraag", data=form)
        assert answer.status_code == 422
        assert "Kies een bestand van het type PDF" in answer.text
        assert session.scalars(sa.select(Post)).all() == []


class TestPostEdit:
    def test_own_words_are_changed_and_others_see_that(
        self, session: Session, house: House, sign_in: SignIn
    ) -> None:
        post = make_post(house.cohort, house.noor)
        client = sign_in(house.noor)
        form = {"title": "Beter", "module_key": "", "body": "Duidelijker", "version": str(post.version)}
        answer = client.post(f"/prikbord/{post.public_id}/bewerken", data=form)
        assert answer.status_code == 303
        page = client.get(f"/prikbord/{post.public_id}").text
        assert "Duidelijker" in page
        assert "gewijzigd op" in page

    @pytest.mark.parametrize("version", ["", "x", "²", "9" * 30])
    def test_a_version_that_is_none_changes_nothing(
        self, session: Session, house: House, sign_in: SignIn, version: str
    ) -> None:
        post = make_post(house.cohort, house.noor, body="Blijft")
        form = {"title": "T", "module_key": "", "body": "Anders", "version": version}
        answer = sign_in(house.noor).post(f"/prikbord/{post.public_id}/bewerken", data=form)
        assert answer.status_code == 409
        assert session.get_one(Post, post.id, populate_existing=True).body == "Blijft"

    def test_a_form_with_nothing_in_it_changes_nothing(
        self, session: Session, house: House, sign_in: SignIn
    ) -> None:
        post = make_post(house.cohort, house.noor, body="Blijft")
        assert sign_in(house.noor).post(f"/prikbord/{post.public_id}/bewerken").status_code < 500
        assert session.get_one(Post, post.id, populate_existing=True).body == "Blijft"

    def test_two_tabs_give_both_texts(self, house: House, sign_in: SignIn) -> None:
        post = make_post(house.cohort, house.noor, body="Wat er staat")
        form = {"title": "T", "module_key": "", "body": "Wat ik typ", "version": "99"}
        answer = sign_in(house.noor).post(f"/prikbord/{post.public_id}/bewerken", data=form)
        assert answer.status_code == 409
        assert "Wat er staat" in answer.text
        assert "Wat ik typ" in answer.text

    def test_too_late_says_so(self, house: House, sign_in: SignIn) -> None:
        post = make_post(house.cohort, house.noor, created_at=NOW - timedelta(days=2))
        answer = sign_in(house.noor).get(f"/prikbord/{post.public_id}/bewerken")
        assert answer.status_code == 409
        assert "tot een dag later" in answer.text

    def test_an_answer_is_changed_without_title_or_module(
        self, session: Session, house: House, sign_in: SignIn
    ) -> None:
        topic = make_post(house.cohort, house.mila)
        post = make_post(house.cohort, house.noor, kind=PostKind.ANSWER, topic_id=topic.id)
        form = {"body": "Anders", "version": str(post.version)}
        answer = sign_in(house.noor).post(f"/prikbord/{post.public_id}/bewerken", data=form)
        assert answer.headers["Location"].startswith(f"/prikbord/{topic.public_id}")
        assert session.get_one(Post, post.id, populate_existing=True).body == "Anders"

    def test_an_answer_has_no_page_of_its_own(self, house: House, sign_in: SignIn) -> None:
        topic = make_post(house.cohort, house.mila)
        post = make_post(house.cohort, house.noor, kind=PostKind.ANSWER, topic_id=topic.id)
        assert sign_in(house.noor).get(f"/prikbord/{post.public_id}").status_code == 404


class TestPostRemove:
    def test_staff_take_a_post_away_and_its_place_says_who(self, house: House, sign_in: SignIn) -> None:
        post = make_post(house.cohort, house.noor, title="Te veel", body=CANARY)
        client = sign_in(house.trainer)
        assert client.post(f"/prikbord/{post.public_id}/verwijderen").status_code == 303
        for path in (house.board, f"/prikbord/{post.public_id}"):
            page = client.get(path).text
            assert f"Weggehaald door {house.trainer.display_name}" in page
            assert CANARY not in page
        assert client.post(f"/prikbord/{post.public_id}/verwijderen").status_code == 409
        answer = client.post(f"/prikbord/{post.public_id}/antwoorden", data={"body": "Toch nog"})
        assert answer.status_code == 409

    def test_participants_take_away_their_own_alone(
        self, session: Session, house: House, sign_in: SignIn
    ) -> None:
        post = make_post(house.cohort, house.mila)
        assert sign_in(house.noor).post(f"/prikbord/{post.public_id}/verwijderen").status_code == 404
        assert sign_in(house.mila).post(f"/prikbord/{post.public_id}/verwijderen").status_code == 303
