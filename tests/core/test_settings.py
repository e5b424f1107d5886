"""An installation that is not fit for production says why, and does not start."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config import Environment, Settings, UnusableSettingError, load_settings
from lms.__main__ import main
from lms.core.safety import problems
from tests.support.house import ROOT

SECRET = "Zq8-wV4_k2Lr9Tn5Xc7Bd1Gf6Hj3Mp0Sy"


@pytest.fixture
def fit(tmp_path: Path) -> Settings:
    return load_settings(
        {
            "LMS_SECRET_KEY": SECRET,
            "LMS_BASE_URL": "https://leren.voorbeeld.example",
            "LMS_SMTP_URL": "smtp://post.voorbeeld.example",
            "LMS_MAIL_FROM": "Samenloop <leren@voorbeeld.example>",
            "LMS_DATA_DIR": str(tmp_path),
        }
    )


def test_a_fit_installation_has_no_problems(fit: Settings) -> None:
    assert list(problems(fit, demo_accounts=0)) == []
    assert fit.production
    assert not fit.demo


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"secret_key": ""}, "LMS_SECRET_KEY"),
        ({"secret_key": "short"}, "LMS_SECRET_KEY"),
        ({"secret_key": "a" * 64}, "too simple"),
        ({"secret_is_own": False}, "LMS_SECRET_KEY"),
        ({"debug": True}, "FLASK_DEBUG"),
        ({"base_url": ""}, "LMS_BASE_URL is missing"),
        ({"base_url": "http://leren.voorbeeld.example"}, "https://"),
        ({"base_url": "https://leren.voorbeeld.example/pad"}, "a scheme and a host"),
        ({"demo": True}, "LMS_DEMO"),
        ({"smtp_url": ""}, "LMS_SMTP_URL"),
        ({"mail_from": "Samenloop <samenloop@localhost>"}, "LMS_MAIL_FROM"),
        ({"data_dir": Path("/bestaat/niet")}, "LMS_DATA_DIR"),
    ],
)
def test_a_bad_setting_is_told_in_a_sentence(fit: Settings, change: dict[str, Any], word: str) -> None:
    found = list(problems(replace(fit, **change), demo_accounts=0))
    assert any(word in sentence for sentence in found)
    assert all(sentence.endswith(".") for sentence in found)


def test_demo_accounts_are_a_problem(fit: Settings) -> None:
    assert "3 demo accounts" in problems(fit, demo_accounts=3)[0]


def run(tmp_path: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "LMS_DATA_DIR": str(tmp_path), **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def test_the_commands_migrate_check_and_refuse_with_their_exit_codes(tmp_path: Path) -> None:
    # One process: what does not succeed is the last, so that only the check can have ended it.
    there_and_back = ["db", "upgrade", "then", "db", "downgrade", "--", "-1", "then", "db", "upgrade"]
    checked = run(tmp_path, "-m", "lms", *there_and_back, "then", "check")
    assert checked.returncode == 1
    assert "LMS_BASE_URL is missing" in checked.stdout
    refused = run(tmp_path, "-c", "import lms.wsgi")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Samenloop does not start:\n- LMS_SECRET_KEY")
    assert "Traceback" not in refused.stderr


def test_a_local_installation_makes_its_secret_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    environ = {"LMS_ENV": "local", "LMS_DATA_DIR": str(tmp_path / "new")}
    first, second = load_settings(environ), load_settings(environ)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 43
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert first.environment is Environment.LOCAL


def test_a_secret_that_another_process_is_making_is_never_read_half(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("made by the other process, which was first")
    kept = load_settings({"LMS_ENV": "local", "LMS_DATA_DIR": str(tmp_path)})
    assert kept.secret_key == "made by the other process, which was first"
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


@pytest.mark.parametrize(
    "given", ["postgres://u:p@h/d", "postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"]
)
def test_every_spelling_of_postgresql_gets_our_driver(given: str) -> None:
    assert load_settings({"LMS_DATABASE_URL": given}).database_url == "postgresql+psycopg://u:p@h/d"


def test_a_secure_address_gets_a_cookie_that_only_this_host_may_set(fit: Settings) -> None:
    cookie = fit.flask()
    assert cookie["SESSION_COOKIE_NAME"] == "__Host-samenloop"
    assert cookie["SESSION_COOKIE_SECURE"] is True
    assert cookie["SESSION_COOKIE_HTTPONLY"] is True
    assert cookie["TRUSTED_HOSTS"] == ["leren.voorbeeld.example"]


@pytest.mark.parametrize(
    "environ",
    [
        {"LMS_ENV": "nonsense"},
        {"LMS_TRUSTED_PROXIES": "x"},
        {"LMS_TRUSTED_PROXIES": "²"},
        {"LMS_TRUSTED_PROXIES": "-1"},
        {"LMS_ENV": "local", "LMS_DATA_DIR": "/dev/null/data"},
    ],
)
def test_an_unusable_setting_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(UnusableSettingError) as refusal:
        load_settings(environ)
    assert list(environ)[-1].removesuffix("_DIR") in str(refusal.value).replace("data folder", "LMS_DATA")


@pytest.mark.parametrize(
    ("arguments", "environ", "sentence"),
    [
        (["check"], {}, "the database lacks tables of this version; run: lms db upgrade"),
        (["serve"], {}, "the database lacks tables of this version; run: lms db upgrade"),
        (["serve"], {"LMS_DATABASE_URL": "postgresql://u:p@127.0.0.1:1/d"}, "the database cannot be used"),
        (["check"], {"LMS_ENV": "nonsense"}, "LMS_ENV is one of"),
        (["db", "downgrade", "zzz"], {}, "Can't locate revision"),
    ],
)
def test_a_command_that_cannot_work_says_so_in_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environ: dict[str, str],
    sentence: str,
) -> None:
    for name, value in {"LMS_DATA_DIR": str(tmp_path), **environ}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["lms", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    assert str(end.value).startswith("Samenloop: ")
    assert sentence in str(end.value)
    assert "\n" not in str(end.value)
