"""People, roles and organisations, as coordinators and administrators keep them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts import operations, queries
from lms.accounts.models import Hat, HatAssignment, Membership, Organisation, Person
from lms.core.authorisation import SYSTEM, Actor
from lms.core.outbox import Intent
from tests.accounts.test_sign_in_views import without_tokens
from tests.conftest import NOW
from tests.factories.accounts import make_administrator, make_hat, make_organisation, make_person

SignIn = Callable[[Person], FlaskClient]
Outbox = Callable[[], list[Intent]]


def make_coordinator(**values: object) -> Person:
    person = make_person(**values)
    make_hat(person, Hat.COORDINATOR, scope=uuid4())
    return person


def new_person(workplace: Organisation, **values: object) -> dict[str, object]:
    return {
        "given_name": "Mila",
        "prefix": "de",
        "family_name": "Groot",
        "email": "mila@test.example",
        "organisation": str(workplace.public_id),
        "starts_on": "2026-09-01",
        "invite": "y",
        **values,
    }


def version_in(page: str) -> str:
    """The version on which the form of a page builds."""
    return page.partition('name="version" value="')[2].partition('"')[0]


class TestPeopleList:
    def test_search_finds_parts_of_names_whatever_their_case(self, sign_in: SignIn) -> None:
        make_person(given_name="Wilhelmina", family_name="Zwart")
        make_person(given_name="Karel", family_name="Wit")
        page = sign_in(make_administrator(family_name="Kok")).get("/personen?zoek=HELM+zwa").text
        assert "Wilhelmina" in page
        assert "Karel" not in page

    @pytest.mark.parametrize("sign", ["%25", "_", "%5C", "%27"])
    def test_signs_of_the_database_are_only_signs(self, sign_in: SignIn, sign: str) -> None:
        make_person(given_name="Karel")
        answer = sign_in(make_administrator()).get(f"/personen?zoek=x{sign}x")
        assert answer.status_code == 200
        assert "Karel" not in answer.text

    def test_filter_shows_who_works_there_today(self, sign_in: SignIn, session: Session) -> None:
        here, there = make_organisation(), make_organisation()
        make_person(given_name="Karel", organisation=here)
        make_person(given_name="Willem", organisation=there)
        page = sign_in(make_administrator()).get(f"/personen?organisatie={here.public_id}").text
        assert "Karel" in page
        assert "Willem" not in page

    @pytest.mark.parametrize(
        "query", ["organisatie=nonsense", "pagina=x", "pagina=-3", "pagina=999999", "x=y"]
    )
    def test_unreadable_filter_is_ignored(self, sign_in: SignIn, query: str) -> None:
        assert sign_in(make_administrator()).get(f"/personen?{query}").status_code == 200

    def test_erased_person_is_not_listed(self, sign_in: SignIn) -> None:
        make_person(given_name="Karel", erased_at=NOW)
        assert "Karel" not in sign_in(make_administrator()).get("/personen").text

    def test_number_of_queries_does_not_grow_with_the_list(
        self,
        session: Session,
        count_queries: Callable[[Callable[[], object]], int],
        actor_of: Callable[[Person], Actor],
    ) -> None:
        actor = actor_of(make_administrator())

        def read() -> object:
            page = queries.list_people(session, actor=actor)
            return [[m.organisation.name for m in person.memberships] for person in page.people]

        make_person()
        few = count_queries(read)
        for _ in range(20):
            make_person()
        session.expire_all()
        assert count_queries(read) == few


class TestPersonNew:
    def test_coordinator_adds_and_invites(self, sign_in: SignIn, session: Session, outbox: Outbox) -> None:
        organisation = make_organisation(name="Huis van de Wijk")
        client = sign_in(make_coordinator())
        answer = client.post("/personen/nieuw", data=new_person(organisation))
        assert answer.status_code == 303
        page = client.get(answer.location).text
        assert "Mila de Groot" in page
        assert "Huis van de Wijk" in page
        assert "Uitgenodigd" in page
        assert outbox()[-1].payload["to"] == "mila@test.example"

    def test_without_invitation_nothing_is_mailed(self, sign_in: SignIn, outbox: Outbox) -> None:
        data = new_person(make_organisation())
        del data["invite"]
        assert sign_in(make_coordinator()).post("/personen/nieuw", data=data).status_code == 303
        assert outbox() == []

    def test_known_address_is_refused_with_all_values_kept(self, sign_in: SignIn, session: Session) -> None:
        make_person(email="MILA@test.example")
        answer = sign_in(make_coordinator()).post("/personen/nieuw", data=new_person(make_organisation()))
        assert answer.status_code == 422
        assert "hoort al bij iemand anders" in answer.text
        assert 'value="Groot"' in answer.text

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("email", "no address"),
            ("starts_on", "31-02-2026"),
            ("starts_on", "2026-02-31"),
            ("organisation", "00000000-0000-4000-8000-000000000000"),
            ("organisation", "nonsense"),
            ("given_name", ""),
            ("given_name", "x" * 81),
        ],
    )
    def test_wrong_field_is_refused_and_nothing_is_saved(
        self, sign_in: SignIn, session: Session, field: str, value: str
    ) -> None:
        client = sign_in(make_coordinator())
        before = session.scalar(sa.select(sa.func.count()).select_from(Person))
        answer = client.post("/personen/nieuw", data=new_person(make_organisation(), **{field: value}))
        assert answer.status_code == 422
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == before

    def test_form_cannot_give_a_hat(self, sign_in: SignIn, session: Session) -> None:
        data = new_person(make_organisation(), hat="administrator", hats="administrator", password_hash="x")
        client = sign_in(make_coordinator())
        before = session.scalar(sa.select(sa.func.count()).select_from(HatAssignment))
        client.post("/personen/nieuw", data=data)
        assert session.scalar(sa.select(sa.func.count()).select_from(HatAssignment)) == before


class TestPersonEdit:
    def data(self, person: Person, **values: object) -> dict[str, object]:
        return {
            "given_name": person.given_name,
            "prefix": person.prefix,
            "family_name": person.family_name,
            "email": person.email,
            "version": person.version,
            **values,
        }

    def test_address_in_use_waits_for_its_owner(
        self, sign_in: SignIn, session: Session, outbox: Outbox
    ) -> None:
        person = make_person(password_hash="some hash", email="old@test.example")
        data = self.data(person, email="new@test.example")
        path = f"/personen/{person.public_id}/bewerken"
        assert sign_in(make_administrator()).post(path, data=data).status_code == 303
        session.refresh(person)
        assert person.email == "old@test.example"
        assert outbox()[-1].payload["to"] == "new@test.example"

    def test_a_coordinator_leaves_the_address_with_which_somebody_signs_in(
        self, sign_in: SignIn, session: Session, outbox: Outbox
    ) -> None:
        """Whoever reads the mail of an account can open it, and read what is confidential in it."""
        person = make_person(password_hash="some hash", email="old@test.example")
        path, client = f"/personen/{person.public_id}/bewerken", sign_in(make_coordinator())
        assert 'name="email"' not in client.get(path).text
        data = self.data(person, email="mine@test.example", family_name="Anders")
        assert client.post(path, data=data).status_code == 303
        session.refresh(person)
        assert (person.email, person.family_name) == ("old@test.example", "Anders")
        assert "mine@test.example" not in {letter.payload.get("to") for letter in outbox()}

    def test_address_of_who_never_came_in_is_corrected_at_once(
        self, sign_in: SignIn, session: Session
    ) -> None:
        person = make_person(email="wrnog@test.example")
        data = self.data(person, email="wrong@test.example")
        sign_in(make_coordinator()).post(f"/personen/{person.public_id}/bewerken", data=data)
        session.refresh(person)
        assert person.email_key == "wrong@test.example"

    def test_stale_form_is_a_conflict(self, sign_in: SignIn, session: Session) -> None:
        person = make_person(family_name="Oud")
        data = self.data(person, family_name="Mijn")
        path = f"/personen/{person.public_id}/bewerken"
        operations.rename_person(session, actor=SYSTEM, person=person, given_name="A", family_name="Ander")
        client = sign_in(make_coordinator())
        answer = client.post(path, data=data)
        assert answer.status_code == 409
        assert 'value="Mijn"' in answer.text
        assert "Ander" in answer.text
        assert client.post(path, data={**data, "version": version_in(answer.text)}).status_code == 303
        session.refresh(person)
        assert person.family_name == "Mijn"

    def test_invitation_is_sent_again(self, sign_in: SignIn, outbox: Outbox) -> None:
        person = make_person()
        client = sign_in(make_coordinator())
        assert client.post(f"/personen/{person.public_id}/uitnodigen").status_code == 303
        assert outbox()[-1].payload["to"] == person.email

    def test_work_begins_and_ends(self, sign_in: SignIn, session: Session) -> None:
        person, organisation = make_person(), make_organisation()
        client = sign_in(make_coordinator())
        path = f"/personen/{person.public_id}/organisaties"
        data = {"organisation": str(organisation.public_id), "starts_on": "2026-09-01"}
        assert client.post(path, data=data).status_code == 303
        work = session.scalars(
            sa.select(Membership).where(Membership.organisation_id == organisation.id)
        ).one()
        end = f"{path}/{work.public_id}/beeindigen"
        assert client.get(end).status_code == 200
        assert client.post(end, data={"ends_on": "2026-08-31"}).status_code == 422
        assert client.post(end, data={"ends_on": "2026-10-31"}).status_code == 303
        session.refresh(work)
        assert work.ends_on == date(2026, 10, 31)

    def test_work_of_one_person_is_not_reached_through_another(
        self, sign_in: SignIn, session: Session
    ) -> None:
        mine, other = make_person(), make_person()
        work = session.scalars(sa.select(Membership).where(Membership.person_id == other.id)).one()
        path = f"/personen/{mine.public_id}/organisaties/{work.public_id}/beeindigen"
        assert sign_in(make_coordinator()).post(path, data={"ends_on": "2026-10-31"}).status_code == 404


class TestAccess:
    def test_administrator_makes_a_director(self, sign_in: SignIn, session: Session) -> None:
        person, organisation = make_person(), make_organisation()
        client = sign_in(make_administrator())
        path = f"/personen/{person.public_id}/petten"
        assert client.post(path, data={"hat": "director"}).status_code == 422
        data = {"hat": "director", "organisation": str(organisation.public_id)}
        assert client.post(path, data=data).status_code == 303
        actor = queries.actor_for(session, person=person)
        assert actor.wears(Hat.DIRECTOR, organisation_id=organisation.id)

    def test_coordinator_is_made_for_a_programme(
        self, sign_in: SignIn, session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        programme, person = uuid4(), make_person()
        monkeypatch.setitem(app.extensions, "hat_scopes", lambda _session: [(programme, "Een opleiding")])
        client = sign_in(make_administrator())
        path = f"/personen/{person.public_id}/petten"
        answer = client.post(path, data={"hat": "coordinator"})
        assert answer.status_code == 422
        assert "Kies de opleiding waarvoor deze rol geldt." in answer.text
        assert client.post(path, data={"hat": "coordinator", "scope": str(programme)}).status_code == 303
        assert queries.actor_for(session, person=person).scopes(Hat.COORDINATOR) == {programme}
        assert "Een opleiding" in client.get(f"/personen/{person.public_id}").text

    def test_administrator_cannot_make_another_one(self, sign_in: SignIn, session: Session) -> None:
        person = make_person()
        client = sign_in(make_administrator())
        answer = client.post(f"/personen/{person.public_id}/petten", data={"hat": "administrator"})
        assert answer.status_code == 422
        assert not queries.actor_for(session, person=person).wears(Hat.ADMINISTRATOR)

    @pytest.mark.parametrize("act", ["petten", "blokkeren", "wissen", "tweede-factor-verwijderen"])
    def test_administrator_does_none_of_it_to_themselves(self, sign_in: SignIn, act: str) -> None:
        person = make_administrator()
        client = sign_in(person)
        assert client.post(f"/personen/{person.public_id}/{act}", data={"hat": "trainer"}).status_code == 404

    @pytest.mark.parametrize("act", ["petten", "blokkeren", "wissen", "vrijgeven"])
    def test_coordinator_has_no_such_door(self, sign_in: SignIn, act: str) -> None:
        person = make_person()
        client = sign_in(make_coordinator())
        assert client.post(f"/personen/{person.public_id}/{act}", data={"hat": "trainer"}).status_code == 404

    def test_hat_is_withdrawn(self, sign_in: SignIn, session: Session) -> None:
        person = make_person()
        hat = make_hat(person, Hat.TRAINER)
        path = f"/personen/{person.public_id}/petten/{hat.public_id}/intrekken"
        assert sign_in(make_administrator()).post(path).status_code == 303
        assert not queries.actor_for(session, person=person).wears(Hat.TRAINER)

    def test_suspension_and_release(self, sign_in: SignIn, session: Session) -> None:
        person = make_person()
        client = sign_in(make_administrator())
        client.post(f"/personen/{person.public_id}/blokkeren")
        assert "Geblokkeerd" in client.get(f"/personen/{person.public_id}").text
        client.post(f"/personen/{person.public_id}/vrijgeven")
        assert "Geblokkeerd" not in client.get(f"/personen/{person.public_id}").text

    def test_erased_person_is_gone_everywhere(self, sign_in: SignIn) -> None:
        person = make_person(given_name="Wilhelmina")
        client = sign_in(make_administrator())
        path = f"/personen/{person.public_id}"
        assert client.post(f"{path}/wissen").status_code == 303
        assert client.get(path).status_code == 404
        assert "Wilhelmina" not in client.get("/personen").text


PATHS = (
    "/personen",
    "/personen/nieuw",
    "/organisaties",
    "/organisaties/nieuw",
    "/organisaties/functies",
    "/logboek",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("hat", [None, Hat.TRAINER, Hat.DIRECTOR])
def test_others_find_these_doors_closed(sign_in: SignIn, path: str, hat: Hat | None) -> None:
    person = make_person()
    if hat is not None:
        make_hat(person, hat)
    assert sign_in(person).get(path).status_code == 403


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("hat", [Hat.COORDINATOR, Hat.ADMINISTRATOR])
def test_coordinator_and_administrator_find_them_open(sign_in: SignIn, path: str, hat: Hat) -> None:
    person = make_person()
    make_hat(person, hat)
    assert sign_in(person).get(path).status_code == 200


@pytest.mark.parametrize("hat", [None, Hat.TRAINER, Hat.DIRECTOR])
def test_person_of_others_does_not_exist(sign_in: SignIn, hat: Hat | None) -> None:
    person, other = make_person(), make_person()
    if hat is not None:
        make_hat(person, hat)
    client = sign_in(person)
    hidden, missing = client.get(f"/personen/{other.public_id}"), client.get(f"/personen/{uuid4()}")
    assert hidden.status_code == missing.status_code == 404
    assert without_tokens(hidden.text) == without_tokens(missing.text)


@pytest.mark.parametrize("number", ["1", "nonsense", "-1", "0" * 36])
def test_malformed_number_is_not_found(sign_in: SignIn, number: str) -> None:
    assert sign_in(make_administrator()).get(f"/personen/{number}").status_code == 404
