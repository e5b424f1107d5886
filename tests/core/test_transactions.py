from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.core import outbox
from lms.core.extensions import db
from lms.core.form_keys import FormKey, prune
from lms.core.unit_of_work import apart, unit_of_work
from tests.core.probe import effects


@pytest.mark.parametrize("status", [200, 204, 303])
def test_an_answer_below_400_commits(visitor: FlaskClient, store: Session, status: int) -> None:
    assert visitor.post(f"/proef/status/{status}").status_code == status
    assert effects(store) == 1


@pytest.mark.parametrize("status", [400, 409, 422, 500])
def test_an_answer_from_400_on_leaves_nothing(visitor: FlaskClient, store: Session, status: int) -> None:
    assert visitor.post(f"/proef/status/{status}").status_code == status
    assert effects(store) == 0


@pytest.mark.parametrize("kind", ["value", "conflict", "stale", "integrity", "gone", "locked", "missing"])
def test_an_exception_leaves_nothing(visitor: FlaskClient, store: Session, kind: str) -> None:
    assert visitor.post(f"/proef/fout/{kind}").status_code >= 400
    assert effects(store) == 0


@pytest.mark.parametrize("kind", ["integrity", "stale"])
def test_a_lost_race_is_a_conflict_page(visitor: FlaskClient, kind: str) -> None:
    answer = visitor.post(f"/proef/fout/{kind}")
    assert answer.status_code == 409
    assert "Iemand was je net voor" in answer.text


def test_who_loses_a_race_keeps_what_was_typed_to_send_it_again(visitor: FlaskClient) -> None:
    typed = {"text": "Mijn zin.", "form_key": "sleutel", "password": "geheim"}
    answer = visitor.post("/proef/fout/stale", data=typed)
    assert answer.status_code == 409
    assert '<form class="form form--wide" method="post" action="/proef/fout/stale">' in answer.text
    assert 'name="text" value="Mijn zin."' in answer.text
    assert "geheim" not in answer.text
    assert "sleutel" not in answer.text


def test_who_only_pressed_a_button_has_nothing_to_send_again(visitor: FlaskClient) -> None:
    answer = visitor.post("/proef/fout/stale", data={"form_key": "sleutel", "version": "3"})
    assert "/proef/fout/stale" not in answer.text


def test_a_conflict_shows_both_texts(visitor: FlaskClient) -> None:
    answer = visitor.post("/proef/fout/conflict")
    assert answer.status_code == 409
    assert "mijn tekst" in answer.text
    assert "haar tekst" in answer.text


def test_a_form_sent_twice_has_one_effect_and_the_same_answer(visitor: FlaskClient, store: Session) -> None:
    first = visitor.post("/proef/effect?n=7", data={"form_key": "sleutel"})
    second = visitor.post("/proef/effect?n=8", data={"form_key": "sleutel"})
    assert (first.status_code, second.status_code) == (303, 303)
    assert second.headers["Location"] == first.headers["Location"] == "/proef/gedaan/7"
    assert effects(store) == 1


def test_two_forms_have_two_effects(visitor: FlaskClient, store: Session) -> None:
    for key in ("een", "twee"):
        assert visitor.post("/proef/effect", data={"form_key": key}).status_code == 303
    assert effects(store) == 2


def test_a_form_that_was_refused_may_be_sent_again(visitor: FlaskClient, store: Session) -> None:
    assert visitor.post("/proef/status/422", data={"form_key": "sleutel"}).status_code == 422
    assert visitor.post("/proef/effect", data={"form_key": "sleutel"}).status_code == 303
    assert effects(store) == 1


def test_another_address_is_another_form(visitor: FlaskClient, store: Session) -> None:
    visitor.post("/proef/effect?n=7", data={"form_key": "sleutel"})
    other = visitor.post("/proef/ander-effect", data={"form_key": "sleutel"})
    assert (other.status_code, other.headers["Location"]) == (303, "/proef/anders")
    assert effects(store) == 2


def test_another_persons_key_has_no_effect_and_tells_nothing(
    store: Session, signed_in: Callable[[str], FlaskClient]
) -> None:
    ans, bo = signed_in("Ans"), signed_in("Bo")
    assert (
        ans.post("/proef/effect?n=7", data={"form_key": "sleutel"}).headers["Location"] == "/proef/gedaan/7"
    )
    answer = bo.post("/proef/effect?n=8", data={"form_key": "sleutel"})
    assert answer.status_code == 409
    assert "Location" not in answer.headers
    assert effects(store) == 1


def test_what_was_changed_after_going_back_is_not_lost(visitor: FlaskClient, store: Session) -> None:
    files = [("naam.txt", b"een"), ("naam.txt", b"langer")]
    filled_in = [{"title": "Een"}, {"title": "Twee"}, {"title": "Twee", "more": ["a", "b"]}]
    sent = [*filled_in, *({"file": (io.BytesIO(content), name)} for name, content in files)]
    for values in sent:
        answer = visitor.post("/proef/effect", data={"form_key": "sleutel", "csrf_token": "x", **values})
        assert answer.status_code == 303
    assert effects(store) == len(sent)
    again = {"form_key": "sleutel", "csrf_token": "y", **filled_in[0]}
    assert visitor.post("/proef/effect", data=again).status_code == 303
    assert effects(store) == len(sent)


@pytest.mark.parametrize("key", ["", "a\x00b", "x" * 65, "x" * 4000, "é\u202e", "' OR 1=1 --"])
def test_an_odd_key_is_no_error(visitor: FlaskClient, key: str) -> None:
    assert visitor.post("/proef/effect", data={"form_key": key}).status_code == 303


def test_keys_are_forgotten_after_days(kernel: Flask, visitor: FlaskClient, store: Session) -> None:
    visitor.post("/proef/effect?n=1", data={"form_key": "sleutel"})
    store.execute(sa.update(FormKey).values(handled_at=sa.text("'2026-11-24 09:59:00'")))
    store.commit()
    visitor.post("/proef/effect?n=2", data={"form_key": "vers"})
    prune(store)
    assert list(store.scalars(sa.select(FormKey.location))) == ["/proef/gedaan/2"]


def test_a_command_commits_at_its_end_or_not_at_all(kernel: Flask, store: Session) -> None:
    with kernel.app_context():
        with unit_of_work() as session:
            outbox.queue_job(session, kind="probe", payload={})
        with pytest.raises(ZeroDivisionError):
            fail_half_way()
    assert effects(store) == 1


def fail_half_way() -> None:
    with unit_of_work() as session:
        outbox.queue_job(session, kind="probe", payload={})
        session.flush()
        _ = 1 // 0


def test_a_part_of_its_own_stays_when_the_rest_is_undone(kernel: Flask, store: Session) -> None:
    with kernel.app_context():
        with apart() as session:
            outbox.queue_job(session, kind="probe", payload={})
        db.session.rollback()
    assert effects(store) == 1


def test_a_worker_that_cannot_be_woken_does_not_undo_what_was_said(
    visitor: FlaskClient, store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_order() -> None:
        raise ConnectionError("the queue is away")

    monkeypatch.setattr(outbox, "_nudges", [out_of_order])
    assert visitor.post("/proef/effect").status_code == 303
    assert effects(store) == 1
