"""A session that ends while somebody types costs no text."""

import sqlalchemy as sa

from lms.accounts.models import SignInSession
from tests.factories.accounts import make_person

TEXT = "Een lange gedachte die ik net had opgeschreven en niet kwijt wil zijn."


def signed_out_client(sign_in, session):
    client = sign_in(make_person())
    session.execute(sa.delete(SignInSession))
    session.commit()
    return client


def test_typed_text_is_shown_again_with_a_way_to_sign_in(sign_in, session):
    answer = signed_out_client(sign_in, session).post("/profiel", data={"given_name": TEXT})
    assert answer.status_code == 401
    assert TEXT in answer.text
    assert "Je bent intussen uitgelogd" in answer.text
    assert "/inloggen" in answer.text


def test_passwords_are_not_shown_again(sign_in, session):
    data = {"given_name": TEXT, "current_password": "een heel geheim wachtwoord"}
    assert "heel geheim" not in signed_out_client(sign_in, session).post("/profiel", data=data).text


def test_without_text_the_sign_in_page_is_enough(sign_in, session):
    answer = signed_out_client(sign_in, session).post("/profiel", data={"csrf_token": "x", "form_key": "y"})
    assert answer.status_code == 302
    assert answer.location.startswith("/inloggen")


def test_a_stranger_gets_the_sign_in_page(client, session):
    answer = client.post("/profiel", data={"given_name": TEXT})
    assert answer.status_code == 302
    assert TEXT not in answer.text


def test_another_sites_form_is_not_shown(sign_in, session):
    client = signed_out_client(sign_in, session)
    answer = client.post("/profiel", data={"given_name": TEXT}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 401
    assert TEXT not in answer.text
