from __future__ import annotations

import io
import re
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs
from werkzeug.exceptions import TooManyRequests
from werkzeug.test import Client
from wtforms import PasswordField

from config import MEGABYTE
from lms.core import http
from lms.core.extensions import db
from lms.core.forms import BaseForm
from lms.core.http import SECURITY_HEADERS
from tests.core.probe import CONFIDENTIAL, FAULTS
from tests.support.house import ROOT

PAGES = [
    ("GET", "/proef/open", 200),
    ("GET", "/proef/kamer", 302),
    ("GET", "/livez", 200),
    ("GET", "/static/app.css", 200),
    ("GET", "/static/bestaat-niet.css", 404),
    ("GET", "/proef/afgewezen/403", 403),
    ("PUT", "/proef/open", 405),
    ("GET", "/proef/fout/value", 500),
    ("GET", "/proef/fout/locked", 503),
    ("GET", "/proef/fout/full", 507),
    ("OPTIONS", "/proef/open", 200),
    ("HEAD", "/proef/open", 200),
]


@pytest.mark.parametrize(("method", "path", "status"), PAGES)
def test_every_answer_carries_the_security_headers(
    visitor: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = visitor.open(path, method=method)
    assert answer.status_code == status
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    answer.close()


def test_the_content_policy_lets_no_inline_code_run() -> None:
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert {"object-src 'none'", "base-uri 'none'", "form-action 'self'"} <= set(policy.split("; "))


@pytest.mark.parametrize("path", ["/proef/open", "/proef/fout/value", "/livez", "/hulp", "/bestaat-niet"])
def test_no_page_is_kept_by_a_browser_or_a_proxy(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_only_an_encrypted_answer_asks_for_encryption(visitor: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/proef/open").headers
    secure = visitor.get("/proef/open", base_url="https://localhost")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"


def token_page(client: FlaskClient, data: dict[str, str], **headers: str) -> str:
    answer = client.post("/proef/lezen?a=1", data=data, headers=headers)
    assert answer.status_code == 400
    return answer.text


TYPED = {"text": "Mijn lange reflectie\r\nmet <b>twee</b> regels", "mark": "7,5", "csrf_token": "verlopen"}


@pytest.mark.parametrize("token", [None, "", "verlopen", "a" * 5000])
def test_a_form_with_a_stale_token_keeps_what_was_typed(with_tokens: Flask, token: str | None) -> None:
    client = with_tokens.test_client()
    data = {"text": TYPED["text"], "mark": "7,5"} | ({} if token is None else {"csrf_token": token})
    page = token_page(client, data)
    assert "Mijn lange reflectie" in page
    assert "&lt;b&gt;twee&lt;/b&gt;" in page
    assert 'value="7,5"' in page
    assert "verlopen" not in page


def test_sending_it_again_works_and_loses_nothing(with_tokens: Flask) -> None:
    client = with_tokens.test_client()
    page = token_page(client, TYPED)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    assert 'action="/proef/lezen?a=1"' in page
    again = client.post("/proef/lezen", data={**TYPED, "csrf_token": token.group(1)})
    assert again.status_code == 200
    assert again.text == str(len(TYPED["text"]))


def test_who_lost_the_cookie_hears_it_before_sending_again(with_tokens: Flask) -> None:
    answer = with_tokens.test_client().post("/profiel", data=TYPED)
    assert answer.status_code == 400
    assert "Je bent intussen uitgelogd" in answer.text
    assert "Mijn lange reflectie" in answer.text


@pytest.mark.parametrize("token", ["query", "header-of-another"])
def test_a_token_in_the_address_does_not_count(with_tokens: Flask, token: str) -> None:
    client = with_tokens.test_client()
    page = token_page(client, TYPED)
    fresh = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert fresh
    assert client.post(f"/proef/lezen?csrf_token={fresh.group(1)}", data={"text": "x"}).status_code == 400
    assert (
        with_tokens.test_client().post("/proef/lezen", data={"csrf_token": fresh.group(1)}).status_code == 400
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
    ],
)
def test_what_another_site_sent_is_never_shown(with_tokens: Flask, headers: dict[str, str]) -> None:
    page = token_page(with_tokens.test_client(), TYPED, **headers)
    assert "reflectie" not in page
    assert "7,5" not in page


def all_forms(form: type[BaseForm]) -> list[type[BaseForm]]:
    return [form, *(below for child in form.__subclasses__() for below in all_forms(child))]


def test_no_password_or_code_is_ever_shown_back(with_tokens: Flask) -> None:
    secret = [
        name
        for form in all_forms(BaseForm)
        for name in dir(form)
        if getattr(getattr(form, name, None), "field_class", None) is PasswordField
    ]
    assert {"password", "current"} <= set(secret)
    page = token_page(
        with_tokens.test_client(),
        {name: f"geheim-{name}" for name in [*secret, "code", "token", "Password2"]},
    )
    assert "geheim" not in page


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("value", 500), ("stale", 409), ("conflict", 409), ("domain", 409), ("gone", 410), ("missing", 404),
        ("locked", 503), ("full", 507), ("pool", 503), ("data", 400), ("disk", 507), ("other-disk", 500),
    ],
)  # fmt: skip
def test_every_kind_of_failure_has_its_status(visitor: FlaskClient, kind: str, status: int) -> None:
    assert kind in FAULTS
    assert visitor.get(f"/proef/fout/{kind}").status_code == status


@pytest.mark.parametrize("kind", ["locked", "pool"])
def test_a_busy_database_says_when_to_come_back(visitor: FlaskClient, kind: str) -> None:
    answer = visitor.get(f"/proef/fout/{kind}")
    assert answer.headers["Retry-After"] == "30"
    assert "We zijn zo terug" in answer.text


def test_a_full_disk_of_postgresql_is_known_by_its_code(kernel: Flask) -> None:
    words = type("DiskFull", (Exception,), {"sqlstate": "53100"})("could not extend file")
    assert http.no_room_left(OperationalError("INSERT", {}, words))
    assert not http.no_room_left(OperationalError("INSERT", {}, Exception("password authentication failed")))


@pytest.mark.parametrize("kind", ["value", "other-disk", "stale", "data", "locked"])
def test_neither_page_nor_log_quotes_what_people_typed(
    visitor: FlaskClient, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    with capture_logs() as lines:
        page = visitor.get(f"/proef/fout/{kind}").text
    logged = str(lines) + caplog.text
    for text in (CONFIDENTIAL, "Traceback", "SELECT", "UPDATE", "sqlite"):
        assert text not in page
    assert CONFIDENTIAL not in logged
    assert "exc_info" not in logged


def test_a_500_shows_the_number_under_which_it_was_logged(visitor: FlaskClient) -> None:
    with capture_logs() as lines:
        page = visitor.get("/proef/fout/value").text
    (line,) = lines
    assert line["number"] in page
    assert line["error"] == "ValueError"
    assert any("probe.py" in place for place in line["stack"])


def test_parameters_of_statements_are_hidden_from_errors(kernel: Flask) -> None:
    with kernel.app_context():
        assert db.engine.hide_parameters is True


def test_an_error_page_that_fails_still_answers_once(
    visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_names: object, **_values: object) -> str:
        raise RuntimeError(CONFIDENTIAL)

    monkeypatch.setattr(http, "render_template", broken)
    answer = visitor.get("/proef/fout/value")
    assert answer.status_code == 500
    assert "Er ging iets mis" in answer.text
    assert CONFIDENTIAL not in answer.text


@pytest.mark.parametrize("path", ["/", "/proef/kamer", "/hulp", "/bestaat-niet", "/proef/open"])
def test_error_pages_need_no_database(
    signed_in: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    client = signed_in("Ans")

    def away(*_arguments: object, **_options: object) -> None:
        raise OperationalError("connect", {}, Exception("connection refused"))

    with client.application.app_context():
        engine = db.engine
    with monkeypatch.context() as patch:
        patch.setattr(engine, "connect", away)
        patch.setattr(engine.pool, "connect", away)
        answer = client.get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "We zijn zo terug" in answer.text


def test_a_wrong_method_names_the_right_ones(visitor: FlaskClient) -> None:
    answer = visitor.delete("/proef/open")
    assert answer.status_code == 405
    assert {"GET", "HEAD", "OPTIONS"} == set(answer.headers["Allow"].replace(" ", "").split(","))


def test_too_many_requests_say_when_to_come_back(visitor: FlaskClient, kernel: Flask) -> None:
    with kernel.test_request_context():
        answer = kernel.make_response(http._http_error(TooManyRequests(retry_after=90)))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "90")


@pytest.mark.parametrize(
    "status", [400, 401, 403, 404, 408, 410, 413, 414, 415, 418, 422, 429, 500, 501, 503]
)
def test_every_refusal_is_a_page_with_its_own_status(
    signed_in: Callable[[str], FlaskClient], status: int
) -> None:
    answer = signed_in("Ans").get(f"/proef/afgewezen/{status}")
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert "<h1" in answer.text


class Endless(io.RawIOBase):
    """A body without an end, which counts what was read of it."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        assert isinstance(buffer, memoryview | bytearray)
        self.taken += len(buffer)
        buffer[:] = b"a" * len(buffer)
        return len(buffer)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_that_is_too_large_is_dropped_so_that_its_sender_reads_the_answer(
    visitor: FlaskClient, kind: str
) -> None:
    body = Endless()
    environ = {"wsgi.input": body, "CONTENT_LENGTH": str(40 * MEGABYTE)}
    answer = visitor.post("/proef/lezen", content_type=kind, environ_overrides=environ)
    assert answer.status_code == 413
    assert body.taken == 40 * MEGABYTE


def test_a_body_without_end_is_cut_off(visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "LARGEST_DROPPED", MEGABYTE)
    body = Endless()
    environ = {"wsgi.input": body, "CONTENT_LENGTH": str(2**40)}
    answer = visitor.post("/proef/lezen", content_type="text/plain", environ_overrides=environ)
    assert answer.status_code == 413
    assert body.taken == MEGABYTE


def test_a_body_that_waits_for_leave_is_refused_unread(visitor: FlaskClient) -> None:
    body = Endless()
    environ = {"wsgi.input": body, "CONTENT_LENGTH": str(2**30), "HTTP_EXPECT": "100-continue"}
    answer = visitor.post("/proef/lezen", content_type="text/plain", environ_overrides=environ)
    assert answer.status_code == 413
    assert body.taken == 0


def test_a_body_of_unknown_length_is_refused_unread(visitor: FlaskClient) -> None:
    body = Endless()
    environ = {
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "HTTP_TRANSFER_ENCODING": "chunked",
        "CONTENT_LENGTH": "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
    }
    answer = visitor.post("/proef/lezen", environ_overrides=environ)
    assert answer.status_code == 411
    assert body.taken == 0


def test_too_many_parts_are_refused(visitor: FlaskClient) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
    answer = visitor.post(
        "/proef/lezen", data=part * 2500 + b"--x--\r\n", content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 413


def test_a_hundred_thousand_small_fields_are_no_error(visitor: FlaskClient) -> None:
    body = "a=1&" * 100_000
    answer = visitor.post("/proef/lezen", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200


def test_a_plain_form_of_more_than_a_megabyte_is_refused(visitor: FlaskClient) -> None:
    body = "a&" * 600_000
    answer = visitor.post("/proef/lezen", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "path", ["/proef/open?q=%ff%fe", "/proef/dingen/%ff", "/proef/open?%80=1", "/%c3%28"]
)
def test_letters_that_are_no_unicode_are_no_error(visitor: FlaskClient, path: str) -> None:
    assert visitor.get(path).status_code in (200, 302, 400)


def test_a_form_that_is_no_unicode_is_no_error(visitor: FlaskClient) -> None:
    answer = visitor.post(
        "/proef/lezen", data=b"text=%ff%fe\xff", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/proef/open?q=a%00b", "/proef/dingen/a%00b", "/verificatie/a%00b"])
def test_a_nul_in_an_address_is_refused(visitor: FlaskClient, path: str) -> None:
    assert visitor.get(path).status_code == 400


def test_static_files_carry_the_headers_from_the_server_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LMS_ENV", "local")
    monkeypatch.setenv("LMS_DATA_DIR", str(tmp_path))
    app = runpy.run_path(str(ROOT / "lms" / "wsgi.py"))["app"]
    answer = Client(app).get("/static/app.css")
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    answer.close()
    with app.app_context():
        db.engine.dispose()
