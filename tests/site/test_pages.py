from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.core import clock
from lms.site import health
from lms.site.standpoint import WornHat
from lms.site.start.pieces import Waiting, with_waiting
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.support.rollback import standing
from tests.support.scene import Scene, build_scene

SignIn = Callable[[Person], FlaskClient]
PUBLIC = ("/hulp", "/toegankelijkheid", "/privacy", "/livez", "/.well-known/security.txt")
HATS = {
    "participant": WornHat.PARTICIPANT,
    "trainer": WornHat.TRAINER,
    "coordinator": WornHat.COORDINATOR,
    "director": WornHat.DIRECTOR,
    "administrator": WornHat.ADMINISTRATOR,
}


@pytest.fixture(scope="module")
def everybody(app: Flask) -> Iterator[Scene]:
    yield from standing(app, NOW, lambda: build_scene(app))


@pytest.fixture
def scene(session: Session, everybody: Scene) -> Scene:
    return everybody


def links(page: str, where: str) -> list[str]:
    return [str(link.attrs["href"]) for link in JustHTML(page, sanitize=False).query(where)]


@pytest.mark.parametrize("persona", HATS)
def test_every_door_in_the_navigation_opens(scene: Scene, persona: str) -> None:
    start = scene.ask(persona, "/")
    assert start.status_code == 200
    offered = links(start.text, "a.nav__link")
    assert len(offered) >= 3
    answers = {url: scene.ask(persona, url) for url in offered}
    onward = {url: answer.location or url for url, answer in answers.items()}
    assert {url: scene.ask(persona, onward[url]).status_code for url in offered} == dict.fromkeys(
        offered, 200
    )


@pytest.mark.parametrize("persona", HATS)
def test_every_link_on_the_start_page_opens(scene: Scene, persona: str) -> None:
    offered = links(scene.ask(persona, "/").text, "main a[href]")
    answers = {url: scene.ask(persona, url).status_code for url in offered if url.startswith("/")}
    assert all(status in (200, 302, 303) for status in answers.values()), answers


@pytest.mark.parametrize("persona", HATS)
def test_a_hat_that_is_not_worn_cannot_be_put_on(scene: Scene, persona: str) -> None:
    own = links(scene.ask(persona, "/").text, "a.nav__link")
    for hat in [*WornHat, "koning", ""]:
        assert links(scene.ask(persona, f"/?pet={hat}").text, "a.nav__link") == own


def test_who_wears_nothing_gets_a_start_page(sign_in: SignIn, session: Session) -> None:
    answer = sign_in(make_person()).get("/")
    assert answer.status_code == 200
    assert links(answer.text, "a.nav__link") == ["/"]


def test_at_most_three_things_wait_the_earliest_first_and_the_rest_is_counted() -> None:
    days = [clock.today() + timedelta(days=n) for n in (9, 2, 30, 1, 5)]
    page = with_waiting([Waiting("", str(day), "", "", due_on=day) for day in days])
    assert [item.due_on for item in page.waiting] == sorted(days)[:3]
    assert page.more_waiting == 2


def test_nothing_more_waits_than_three_when_three_wait() -> None:
    page = with_waiting([Waiting("", "", "", "")] * 3)
    assert (len(page.waiting), page.more_waiting) == (3, 0)


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_ask_the_database_nothing(
    client: FlaskClient, count_queries: Callable[[Callable[[], object]], int], path: str
) -> None:
    assert count_queries(lambda: client.get(path)) == 0
    assert client.get(path).status_code == 200


def test_a_bare_page_for_somebody_signed_in_is_cheap(
    sign_in: SignIn, session: Session, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client = sign_in(make_person())
    client.get("/wie-ziet-wat")
    assert count_queries(lambda: client.get("/wie-ziet-wat")) <= 6


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_language_is_kept(client: FlaskClient, language: str) -> None:
    answer = client.post("/taal", data={"locale": language, "next": "/hulp"})
    assert answer.headers["Location"] == "/hulp"
    assert f'<html lang="{language}">' in client.get("/privacy").text


@pytest.mark.parametrize("language", ["fr", "", "nl-BE", "../nl"])
def test_an_unknown_language_changes_nothing(client: FlaskClient, language: str) -> None:
    assert client.post("/taal", data={"locale": language}).status_code == 400
    assert '<html lang="nl">' in client.get("/hulp").text


def test_security_txt_is_valid_for_less_than_a_year(client: FlaskClient) -> None:
    answer = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.text.strip().splitlines())
    assert answer.mimetype == "text/plain"
    assert fields["Contact"] == "mailto:samenloop@example.org"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", fields["Expires"])
    expires = datetime.fromisoformat(fields["Expires"])
    assert clock.now() + timedelta(days=30) < expires < clock.now() + timedelta(days=365)


@pytest.fixture
def revised(session: Session) -> Session:
    """A database that knows its revision."""
    session.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
    head = health.ScriptDirectory.from_config(health.alembic_config()).get_current_head()
    session.execute(sa.text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})
    session.commit()
    return session


def test_an_installation_that_can_work_is_ready(client: FlaskClient, revised: Session) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ready\n")


def test_what_is_missing_is_named_without_secrets(
    client: FlaskClient, revised: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    revised.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    revised.commit()
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 10**18)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready: schema\nnot ready: disk\n")


def test_a_database_without_tables_is_named(client: FlaskClient) -> None:
    assert client.get("/readyz").text == "not ready: database\n"


def test_a_data_folder_that_is_gone_is_named(session: Session, tmp_path: Path) -> None:
    assert "disk" in health.missing_parts(session, data_dir=tmp_path / "gone")


@pytest.fixture
def letters(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A demo with one mail in its mailbox."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], demo=True, data_dir=tmp_path))
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "1.samenloop.eml").write_bytes(
        b"To: noor@voorbeeld.example\r\nSubject: =?utf-8?q?H=C3=A9?= <b>\r\n"
        b"Date: Thu, 26 Nov 2026 10:00:00 +0000\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n\r\nEr wacht iets. <script>\r\n"
    )
    (tmp_path / "geheim.eml").write_text("To: x\n\ngeheim")
    return folder


def test_the_demo_shows_its_mails(letters: Path, sign_in: SignIn, session: Session) -> None:
    client = sign_in(make_person())
    assert 'href="/postvak"' in client.get("/hulp").text
    assert "Hé &lt;b&gt;" in client.get("/postvak").text
    letter = client.get("/postvak/1.samenloop").text
    assert "Er wacht iets. &lt;script&gt;" in letter


@pytest.mark.parametrize(
    "name",
    ["..%2Fgeheim", "../geheim", "%2e%2e%2fgeheim", "..", ".", "geheim", "1.samenloop.eml", "a%5Cb", "%00"],
)
def test_no_name_leads_out_of_the_mailbox(
    letters: Path, sign_in: SignIn, session: Session, name: str
) -> None:
    answer = sign_in(make_person()).get(f"/postvak/{name}")
    assert answer.status_code in (400, 404)
    assert "geheim</" not in answer.text


@pytest.mark.parametrize("change", [{"demo": False}, {"smtp_url": "smtp://localhost"}])
def test_there_is_no_mailbox_outside_a_demo_without_mail(
    app: Flask, letters: Path, sign_in: SignIn, session: Session, monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object],
) -> None:  # fmt: skip
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **change))
    client = sign_in(make_person())
    assert client.get("/postvak").status_code == 404
    assert "/postvak" not in client.get("/hulp").text
    assert client.get("/postvak/1.samenloop").status_code == 404
    assert list(letters.iterdir())
