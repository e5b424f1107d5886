"""Writing, sharing and answering in an activity, as people meet them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.learning.models import Answer, Reflection
from lms.programmes.models import ActivityKind, Option
from tests.factories.learning import activity_of, make_progress, make_reflection, module_of, question_of
from tests.factories.programmes import make_activity
from tests.learning.conftest import Cast, address, text_of

SignIn = Callable[[Person], FlaskClient]
Status = Callable[[str, str], int]


class TestReflectionSave:
    @pytest.fixture(autouse=True)
    def opened(self, cast: Cast) -> None:
        make_progress(cast.enrolment, activity_of(cast.cohort, "welkom"))

    def test_a_text_is_kept_and_shown_again(self, cast: Cast, as_participant: FlaskClient) -> None:
        data = {"situation": "Een huisbezoek met de wijkverpleegkundige.", "version": "0"}
        assert as_participant.post(address(cast, "terugblik", "/reflectie"), data=data).status_code == 303
        page = text_of(as_participant, address(cast, "terugblik"))
        assert "Een huisbezoek met de wijkverpleegkundige." in page
        assert "Opgeslagen op" in page

    def test_a_script_gets_the_new_version(self, cast: Cast, as_participant: FlaskClient) -> None:
        answer = autosave(as_participant, cast, {"situation": "Kort", "version": "0"})
        assert answer.status_code == 200
        assert answer.json == {"fields": {"version": "1"}}
        again = autosave(as_participant, cast, {"situation": "Langer", "version": "1"})
        assert again.json == {"fields": {"version": "2"}}

    def test_two_tabs_get_both_texts(self, session: Session, cast: Cast, as_participant: FlaskClient) -> None:
        path = address(cast, "terugblik", "/reflectie")
        as_participant.post(path, data={"situation": "Uit de eerste tab", "version": "0"})
        answer = as_participant.post(path, data={"situation": "Uit de tweede tab", "version": "0"})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert "Uit de eerste tab" in page
        assert "Uit de tweede tab" in page
        assert "Opgeslagen op" not in page
        assert session.scalars(sa.select(Reflection)).one().fields["situation"] == "Uit de eerste tab"

    def test_after_a_conflict_saving_again_keeps_what_stands_in_the_boxes(
        self, session: Session, cast: Cast, as_participant: FlaskClient
    ) -> None:
        path = address(cast, "terugblik", "/reflectie")
        as_participant.post(path, data={"situation": "Uit de eerste tab", "version": "0"})
        refused = as_participant.post(path, data={"situation": "Samengevoegd", "version": "0"})
        assert 'name="version" value="1"' in refused.get_data(as_text=True)
        as_participant.post(path, data={"situation": "Samengevoegd", "version": "1"})
        assert session.scalars(sa.select(Reflection)).one().fields["situation"] == "Samengevoegd"

    def test_a_script_in_an_old_tab_saves_nothing(self, cast: Cast, as_participant: FlaskClient) -> None:
        autosave(as_participant, cast, {"situation": "Eerst", "version": "0"})
        assert autosave(as_participant, cast, {"situation": "Oud", "version": "0"}).status_code == 409

    def test_a_text_that_is_too_long_comes_back_whole(
        self, session: Session, cast: Cast, as_participant: FlaskClient
    ) -> None:
        long = "w" * 10_001
        path = address(cast, "terugblik", "/reflectie")
        answer = as_participant.post(path, data={"situation": long, "version": "0"})
        assert answer.status_code == 422
        assert long in answer.get_data(as_text=True)
        assert session.scalar(sa.select(sa.func.count()).select_from(Reflection)) == 0

    @pytest.mark.parametrize("version", ["", "-1", "abc", "99999999999999", "²"])
    def test_a_strange_version_is_no_error(
        self, cast: Cast, as_participant: FlaskClient, version: str
    ) -> None:
        path = address(cast, "terugblik", "/reflectie")
        answer = as_participant.post(path, data={"situation": "Ja", "version": version})
        assert answer.status_code == 303

    def test_an_activity_without_boxes_takes_no_text(self, cast: Cast, as_participant: FlaskClient) -> None:
        answer = as_participant.post(address(cast, "welkom", "/reflectie"), data={"situation": "Ja"})
        assert answer.status_code == 404

    def test_a_classmate_writes_only_for_herself(
        self, session: Session, cast: Cast, as_participant: FlaskClient, sign_in: SignIn
    ) -> None:
        path = address(cast, "terugblik", "/reflectie")
        as_participant.post(path, data={"situation": "Alleen mijn verhaal", "version": "0"})
        page = text_of(sign_in(cast.classmate), address(cast, "terugblik"))
        assert "Alleen mijn verhaal" not in page


def autosave(client: FlaskClient, cast: Cast, data: dict[str, str]) -> Any:
    path = address(cast, "terugblik", "/reflectie")
    return client.post(path, data=data, headers={"Accept": "application/json"})


class TestReflectionShare:
    @pytest.fixture(autouse=True)
    def opened(self, cast: Cast) -> None:
        make_progress(cast.enrolment, activity_of(cast.cohort, "welkom"))

    def test_sharing_opens_and_withdrawing_closes_the_page(
        self, cast: Cast, as_participant: FlaskClient, status: Status, sign_in: SignIn
    ) -> None:
        reflection = make_reflection(cast.enrolment, activity_of(cast.cohort, "terugblik"))
        share, page = address(cast, "terugblik", "/reflectie/delen"), f"/reflecties/{reflection.public_id}"
        as_participant.post(share, data={"shared": "yes"})
        assert status("trainer", page) == 200
        sign_in(cast.participant).post(share, data={"shared": "no"})
        assert status("trainer", page) == 404

    def test_a_preparation_is_never_shared(
        self, session: Session, cast: Cast, as_participant: FlaskClient
    ) -> None:
        module = module_of(cast.cohort, "kennismaken")
        activity = make_activity(module, kind=ActivityKind.PREPARATION)
        make_reflection(cast.enrolment, activity, fields={"notes": "Voor mezelf"})
        path = f"/activiteiten/{activity.public_id}/reflectie/delen"
        assert as_participant.post(path, data={"shared": "yes"}).status_code == 404

    @pytest.mark.parametrize("role", ["classmate", "trainer", "other_trainer", "director", "coordinator"])
    def test_a_private_reflection_does_not_exist_for_others(
        self, cast: Cast, status: Status, role: str
    ) -> None:
        reflection = make_reflection(cast.enrolment, activity_of(cast.cohort, "terugblik"))
        assert status(role, f"/reflecties/{reflection.public_id}") == 404

    def test_an_administrator_finds_no_reflection(self, cast: Cast, status: Status) -> None:
        reflection = make_reflection(cast.enrolment, activity_of(cast.cohort, "terugblik"), shared=True)
        assert status("administrator", f"/reflecties/{reflection.public_id}") == 404

    def test_trainers_find_what_is_shared_in_a_list(self, cast: Cast, sign_in: SignIn) -> None:
        make_reflection(cast.enrolment, activity_of(cast.cohort, "terugblik"), shared=True)
        path = f"/leergroepen/{cast.cohort.public_id}/gedeelde-reflecties"
        assert "Kijk terug op je eerste dag" in text_of(sign_in(cast.trainer), path)

    def test_nothing_private_stands_in_the_list(self, cast: Cast, sign_in: SignIn) -> None:
        make_reflection(cast.enrolment, activity_of(cast.cohort, "terugblik"))
        path = f"/leergroepen/{cast.cohort.public_id}/gedeelde-reflecties"
        page = text_of(sign_in(cast.trainer), path)
        assert "Kijk terug op je eerste dag" not in page
        assert "Nog niets gedeeld" in page


class TestSelfCheckAnswer:
    @pytest.fixture(autouse=True)
    def opened(self, cast: Cast) -> None:
        for key in ("welkom", "terugblik"):
            make_progress(cast.enrolment, activity_of(cast.cohort, key))

    def test_feedback_comes_after_answering_and_one_may_try_again(
        self, session: Session, cast: Cast, as_participant: FlaskClient
    ) -> None:
        wrong, right = options(session, cast)
        assert "Dat kan later." not in text_of(as_participant, address(cast, "toets"))
        answer(as_participant, cast, str(wrong.public_id))
        assert "Dat kan later." in text_of(as_participant, address(cast, "toets"))
        answer(as_participant, cast, str(right.public_id))
        page = text_of(as_participant, address(cast, "toets"))
        assert "Precies." in page
        assert "De zorg van de inwoner is het begin." in page

    @pytest.mark.parametrize("chosen", ["", "onzin", "00000000-0000-0000-0000-000000000000"])
    def test_without_a_known_answer_nothing_is_kept(
        self, session: Session, cast: Cast, as_participant: FlaskClient, chosen: str
    ) -> None:
        refused = answer(as_participant, cast, chosen)
        assert refused.status_code == 422
        assert "Kies eerst een antwoord." in refused.get_data(as_text=True)
        assert session.scalar(sa.select(sa.func.count()).select_from(Answer)) == 0

    def test_an_unknown_question_does_not_exist(self, cast: Cast, as_participant: FlaskClient) -> None:
        path = address(cast, "toets", "/antwoorden")
        assert as_participant.post(path, data={"question": "x"}).status_code == 404


def options(session: Session, cast: Cast) -> list[Option]:
    question = question_of(activity_of(cast.cohort, "toets"))
    statement = sa.select(Option).where(Option.question_id == question.id).order_by(Option.position)
    return list(session.scalars(statement))


def answer(client: FlaskClient, cast: Cast, chosen: str) -> Any:
    question = question_of(activity_of(cast.cohort, "toets"))
    data = {"question": str(question.public_id), "option": chosen}
    return client.post(address(cast, "toets", "/antwoorden"), data=data)
