"""Organisations, as coordinators, administrators and their directors keep them."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts import queries
from lms.accounts.models import Hat, Organisation, Person
from tests.accounts.test_people_views import make_coordinator, version_in
from tests.factories.accounts import make_hat, make_organisation, make_person

SignIn = Callable[[Person], FlaskClient]


class TestOrganisations:
    def data(self, **values: object) -> dict[str, object]:
        return {"name": "Zorghuis De Linde", "short_name": "De Linde", "kind": "care", "parent": "", **values}

    def test_organisation_is_added_and_corrected(self, sign_in: SignIn, session: Session) -> None:
        client = sign_in(make_coordinator())
        assert client.post("/organisaties/nieuw", data=self.data()).status_code == 303
        page = client.get("/organisaties").text
        assert "Zorghuis De Linde" in page
        row = session.scalars(sa.select(Organisation).where(Organisation.name == "Zorghuis De Linde")).one()
        path = f"/organisaties/{row.public_id}/bewerken"
        assert "Zorghuis De Linde" in client.get(path).text
        assert client.post(path, data=self.data(name="De Linde Zorg", version="1")).status_code == 303
        assert "De Linde Zorg" in client.get("/organisaties").text

    def test_two_tabs_give_both_texts_and_a_form_to_send_again(self, sign_in: SignIn) -> None:
        row = make_organisation(name="Oud")
        client, path = sign_in(make_coordinator()), f"/organisaties/{row.public_id}/bewerken"
        client.post(path, data=self.data(name="Van haar", kind="housing", version="1"))
        mine = self.data(name="Van mij", version="1")
        answer = client.post(path, data=mine)
        assert answer.status_code == 409
        assert "Van haar" in answer.text
        assert "Woningcorporatie" in answer.text.partition("error-summary")[2].partition("<form")[0]
        assert 'value="Van mij"' in answer.text
        assert client.post(path, data={**mine, "version": version_in(answer.text)}).status_code == 303
        assert "Van mij" in client.get("/organisaties").text

    def test_name_in_use_is_refused(self, sign_in: SignIn) -> None:
        make_organisation(name="Zorghuis De Linde")
        answer = sign_in(make_coordinator()).post("/organisaties/nieuw", data=self.data())
        assert answer.status_code == 422
        assert "Er is al een organisatie met deze naam." in answer.text

    def test_organisation_below_cannot_be_the_one_above(self, sign_in: SignIn) -> None:
        top = make_organisation()
        below = make_organisation(parent_id=top.id)
        path = f"/organisaties/{top.public_id}/bewerken"
        data = self.data(parent=str(below.public_id), version="1")
        answer = sign_in(make_coordinator()).post(path, data=data)
        assert answer.status_code == 422
        assert "geen onderdeel van zichzelf" in answer.text


class TestStandingApart:
    def test_department_counts_as_its_top_until_it_stands_apart(
        self, sign_in: SignIn, session: Session
    ) -> None:
        top = make_organisation()
        below = make_organisation(parent_id=top.id, name="Wijkteam", short_name="Wijkteam")
        assert queries.organisation_tops(session)[below.id] == top.id
        answer = sign_in(make_coordinator()).post(
            f"/organisaties/{below.public_id}/bewerken",
            data={
                "name": "Wijkteam", "short_name": "Wijkteam", "kind": below.kind.value,
                "parent": str(top.public_id), "is_apart": "y", "version": below.version,
            },
        )  # fmt: skip
        assert answer.status_code == 303
        assert queries.organisation_tops(session)[below.id] == below.id

    def test_what_stands_apart_still_shares_the_line(self, session: Session) -> None:
        top = make_organisation()
        below = make_organisation(parent_id=top.id, is_apart=True)
        assert queries.organisation_family(session, organisation_ids=[below.id]) == {top.id, below.id}

    def test_what_is_below_counts_as_what_stands_apart(self, session: Session) -> None:
        top = make_organisation()
        apart = make_organisation(parent_id=top.id, is_apart=True)
        lowest = make_organisation(parent_id=apart.id)
        assert queries.organisation_tops(session)[lowest.id] == apart.id


class TestOwnOrganisation:
    def make_director(self, organisation: Organisation) -> Person:
        person = make_person()
        make_hat(person, Hat.DIRECTOR, organisation_id=organisation.id)
        return person

    def test_director_corrects_the_names_and_nothing_else(self, sign_in: SignIn, session: Session) -> None:
        home = make_organisation(name="Zorghuis De Linde")
        client = sign_in(self.make_director(home))
        assert "Zorghuis De Linde" in client.get("/mijn-organisatie").text
        data = {"name": "De Linde Zorg", "short_name": "Linde", "version": home.version}
        path = f"/mijn-organisatie/{home.public_id}/namen"
        kind, parent_id = home.kind, home.parent_id
        answer = client.post(
            path, data={**data, "kind": "school", "parent": str(make_organisation().public_id)}
        )
        assert answer.status_code == 303
        session.refresh(home)
        assert (home.name, home.short_name) == ("De Linde Zorg", "Linde")
        assert (home.kind, home.parent_id) == (kind, parent_id)

    def test_director_does_not_see_another_organisation(self, sign_in: SignIn) -> None:
        home, away = make_organisation(), make_organisation(name="Ver weg")
        client = sign_in(self.make_director(home))
        assert "Ver weg" not in client.get("/mijn-organisatie").text
        assert client.get(f"/mijn-organisatie/{away.public_id}/namen").status_code == 404

    def test_name_in_use_is_told_beside_the_field(self, sign_in: SignIn) -> None:
        home = make_organisation()
        make_organisation(name="Zorghuis De Linde")
        answer = sign_in(self.make_director(home)).post(
            f"/mijn-organisatie/{home.public_id}/namen",
            data={"name": "Zorghuis De Linde", "short_name": "Linde", "version": home.version},
        )
        assert answer.status_code == 422
        assert "Er is al een organisatie met deze naam." in answer.text

    def test_two_tabs_give_both_texts(self, sign_in: SignIn) -> None:
        home = make_organisation(name="Oud")
        client, path = sign_in(self.make_director(home)), f"/mijn-organisatie/{home.public_id}/namen"
        client.post(path, data={"name": "Van haar", "short_name": "Haar", "version": "1"})
        answer = client.post(path, data={"name": "Van mij", "short_name": "Mij", "version": "1"})
        assert answer.status_code == 409
        assert "Van haar" in answer.text
        assert 'value="Van mij"' in answer.text
