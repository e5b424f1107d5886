"""Links and redirects stay on our own address, whatever a request says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import BuildError

from lms.core.http import absolute_url, same_site_path


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "x y", "'"]
)
def test_an_unknown_host_is_refused(visitor: FlaskClient, host: str) -> None:
    answer = visitor.get("/proef/open", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Forwarded-Server"]
)
def test_a_link_is_on_our_own_address_whatever_a_request_says(kernel: Flask, name: str) -> None:
    with kernel.test_request_context(headers={name: "evil.example"}):
        assert absolute_url("site.help") == "http://localhost/hulp"
    with kernel.app_context():
        reset = absolute_url("accounts.password_reset", token="ab")
        assert reset == "http://localhost/wachtwoord-herstellen/ab"


@pytest.mark.parametrize(
    "target", ["/", "/paper", "/paper?a=1&b=%2F%2Fx", "/a#b", "/é", "/%2f%2fevil.example"]
)
def test_a_path_of_this_site_is_followed(target: str) -> None:
    assert same_site_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None, "", " ", "paper", "//evil.example", "///evil.example", "////evil.example",
        "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example",
        "https://evil.example", "http:evil.example", "https:/evil.example", "javascript:alert(1)",
        "JavaScript:alert(1)", "data:text/html,x", "mailto:a@b", "/\t/evil.example", "/\n/evil.example",
        "/\r/evil.example", "\t//evil.example", "\n/x", " /x", "/ /x", "/a\x00b", "/\x1b",
        "//evil.example/..", "//localhost", "//localhost@evil.example", "@evil.example", "/x\\..\\..",
        "?next=//evil", "#//evil.example", "..//evil.example", ".evil.example", "ftp://x", "//",
    ],
)  # fmt: skip
def test_no_other_target_is_followed(target: str | None) -> None:
    assert same_site_path(target) is None


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_choosing_a_language_never_leaves_the_site(visitor: FlaskClient, target: str) -> None:
    answer = visitor.post("/taal", data={"locale": "en", "next": target})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


ONE = UUID("6f1c4c1e-0000-4000-8000-000000000001")
DOORS: list[tuple[str, dict[str, Any]]] = [
    ("site.start", {}),
    ("site.help", {"a": "b c&d", "e": ["1", "2"]}),
    ("site.help", {"_anchor": "één"}),
    ("site.help", {"_external": True}),
    ("cohorts.cohort_show", {"cohort_id": ONE}),
    ("cohorts.cohort_show", {"cohort_id": str(ONE)}),
    ("cohorts.cohort_show", {"cohort_id": ONE, "page": 2, "empty": None}),
    ("accounts.password_reset", {"token": "a/b é?"}),
    ("static", {"filename": "app.css"}),
    ("static", {"filename": "img/icons.svg", "_anchor": "x"}),
    ("static", {"filename": "no-such-file.css"}),
]


@pytest.mark.parametrize(("endpoint", "values"), DOORS)
@pytest.mark.parametrize("root", ["", "/onder"])
def test_an_address_is_the_one_that_flask_makes(
    app: Flask, endpoint: str, values: dict[str, Any], root: str
) -> None:
    with app.test_request_context(environ_overrides={"SCRIPT_NAME": root}):
        assert app.url_for(endpoint, **values) == Flask.url_for(app, endpoint, **values)


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [("no.such_door", {}), ("cohorts.cohort_show", {}), ("cohorts.cohort_show", {"cohort_id": None})],
)
def test_an_address_that_cannot_be_made_is_an_error(
    app: Flask, endpoint: str, values: dict[str, Any]
) -> None:
    with app.test_request_context(), pytest.raises(BuildError):
        app.url_for(endpoint, **values)


def test_the_address_of_a_file_changes_with_its_content_for_who_works_on_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "a.css"
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    monkeypatch.setattr(app, "debug", True)
    addresses = []
    with app.test_request_context():
        for moment in (1, 2):
            file.write_text(str(moment))
            os.utime(file, (moment, moment))
            addresses.append(app.url_for("static", filename="a.css"))
    assert len(set(addresses)) == 2
    assert all(address.startswith("/static/a.css?v=") for address in addresses)
