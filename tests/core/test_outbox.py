from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from sqlalchemy.orm import Session

from config import Settings
from lms.core import clock, mail, outbox
from lms.core.database import writing
from lms.core.extensions import db
from lms.core.jobs import Jobs
from lms.core.outbox import LEASE, RETRY_AFTER, Intent
from lms.core.unit_of_work import unit_of_work
from tests.core.probe import effects


@pytest.fixture
def jobs(kernel: Flask, kernel_settings: Settings) -> Iterator[Jobs]:
    """A worker without mail server, inside the application's context."""
    with kernel.app_context():
        yield Jobs(kernel_settings)


def promise(kind: str = "probe", **payload: Any) -> None:
    with unit_of_work() as session:
        outbox.queue_job(session, kind=kind, payload=payload)


def rows(store: Session) -> list[Intent]:
    store.rollback()
    found = list(store.scalars(sa.select(Intent).order_by(Intent.created_at, Intent.id)))
    store.expunge_all()
    store.rollback()
    return found


def test_a_promise_that_is_rolled_back_is_gone(jobs: Jobs, store: Session) -> None:
    outbox.queue_mail(db.session(), to="a@voorbeeld.example", subject="x", text="y")
    db.session.flush()
    db.session.rollback()
    assert effects(store) == 0


def test_a_job_is_carried_out_once_and_its_content_forgotten(jobs: Jobs, store: Session) -> None:
    done: list[dict[str, Any]] = []
    jobs.handlers["probe"] = lambda _session, _id, payload: done.append(payload)
    promise(text="vertrouwelijk")
    assert jobs.run_due() == 1
    assert jobs.run_due() == 0
    assert done == [{"text": "vertrouwelijk"}]
    (row,) = rows(store)
    assert row.done_at == clock.now()
    assert row.payload == {}


def test_a_job_for_later_waits(jobs: Jobs) -> None:
    jobs.handlers["probe"] = lambda *_: None
    with unit_of_work() as session:
        outbox.queue_job(session, kind="probe", payload={}, due_at=clock.now() + timedelta(hours=1))
    assert jobs.run_due() == 0
    with clock.moved_to(clock.now() + timedelta(hours=1)):
        assert jobs.run_due() == 1


def test_two_workers_never_take_the_same_job(jobs: Jobs, store: Session) -> None:
    promise()
    promise()
    with unit_of_work() as session:
        first = outbox.claim_next(session)
        assert first is not None
        first_id = first.id
    with unit_of_work() as session:
        second = outbox.claim_next(session)
        assert second is not None
        assert second.id != first_id
        assert outbox.claim_next(session) is None


def test_a_job_of_a_worker_that_died_is_taken_again_after_its_lease(jobs: Jobs) -> None:
    promise()
    with unit_of_work() as session:
        assert outbox.claim_next(session) is not None
    for wait, is_free in ((LEASE - timedelta(seconds=1), False), (LEASE, True)):
        with clock.moved_to(clock.now() + wait), unit_of_work() as session:
            assert (outbox.claim_next(session) is not None) is is_free


def test_a_failing_job_does_not_stop_the_next(jobs: Jobs, store: Session) -> None:
    def carry_out(_session: Session, _id: object, payload: dict[str, Any]) -> None:
        if payload["bad"]:
            raise ValueError("de tekst van iemand")

    jobs.handlers["probe"] = carry_out
    promise(bad=True)
    promise("unknown")
    promise(bad=False)
    assert jobs.run_due() == 1
    states = sorted((row.last_error or "", row.done_at is None) for row in rows(store))
    assert states == [("", False), ("KeyError", True), ("ValueError", True)]


def test_what_a_failing_job_wrote_is_undone(jobs: Jobs, store: Session) -> None:
    def half_way(session: Session, _id: object, _payload: dict[str, Any]) -> None:
        outbox.queue_job(session, kind="half", payload={})
        session.flush()
        raise ValueError

    jobs.handlers["probe"] = half_way
    promise()
    jobs.run_due()
    assert [row.kind for row in rows(store)] == ["probe"]


def test_a_failing_job_is_tried_again_after_growing_pauses_and_then_given_up(
    jobs: Jobs, store: Session
) -> None:
    jobs.handlers["probe"] = lambda *_: 1 / 0
    promise()
    moment = clock.now()
    for minutes in (*RETRY_AFTER, RETRY_AFTER[-1]):
        with clock.moved_to(moment):
            assert jobs.run_due() == 0
        (row,) = rows(store)
        assert row.due_at == moment + timedelta(minutes=minutes)
        moment = row.due_at
    with clock.moved_to(moment + timedelta(days=1)):
        jobs.run_due()
    assert rows(store)[0].attempts == len(RETRY_AFTER) + 1


def test_what_is_done_or_given_up_is_forgotten_after_thirty_days(jobs: Jobs, store: Session) -> None:
    jobs.handlers["probe"] = lambda *_: None
    jobs.handlers["bad"] = lambda *_: 1 / 0
    promise()
    promise("bad")
    jobs.run_due()
    with unit_of_work() as session:
        session.execute(sa.update(Intent).where(Intent.kind == "bad").values(attempts=len(RETRY_AFTER) + 1))
    promise("waiting")
    for days, left in ((29, 3), (31, 1)):
        with clock.moved_to(clock.now() + timedelta(days=days)), unit_of_work() as session:
            outbox.prune(session)
        assert effects(store) == left


def test_a_night_goes_on_after_a_part_that_fails(jobs: Jobs) -> None:
    ran: list[str] = []

    def fails(_session: Session) -> None:
        raise ValueError

    jobs.nightly = [fails, lambda _session: ran.append("next")]
    jobs.run_nightly()
    assert ran == ["next"]


def test_the_queue_carries_out_what_a_commit_promised(kernel: Flask, store: Session) -> None:
    done: list[str] = []
    kernel.extensions["jobs"].handlers["probe"] = lambda *_: done.append("done")
    huey = kernel.extensions["huey"]
    huey.immediate = True
    try:
        outbox.on_nudge(next(task for name, task in tasks(huey) if name == "relay"))
        assert kernel.test_client().post("/proef/effect").status_code == 303
    finally:
        huey.immediate = False
        del kernel.extensions["jobs"].handlers["probe"]
        outbox.on_nudge(lambda: None)
    assert done == ["done"]


def tasks(huey: Any) -> Iterator[tuple[str, Any]]:
    """The tasks by name, as callables that put themselves on the queue."""
    for name, task in huey._registry._registry.items():
        yield name.rpartition(".")[2], lambda task=task: huey.enqueue(task())


def text_in(message: Any) -> str:
    return str(message.get_body(("plain",)).get_content()).strip()


def letter(**values: str) -> dict[str, str]:
    return {
        "to": "noor@voorbeeld.example",
        "subject": "Hoi",
        "text": "Er wacht iets.",
        "message_id": "<1@samenloop>",
        **values,
    }


@pytest.mark.parametrize(
    "subject",
    [
        "Hoi\r\nBcc: iedereen@voorbeeld.example",
        "Hoi\nX: y",
        "Hoi\rX: y",
        "Hoi\u2028X: y",
        "Hoi\x0bX",
        "Hoi\x85X: y",
    ],
)
def test_a_name_in_a_subject_adds_no_header(app: Flask, settings: Settings, subject: str) -> None:
    message = mail.compose(letter(subject=subject), settings)
    back = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert set(back) == {
        "From", "To", "Subject", "Message-ID", "Date", "Auto-Submitted", "Content-Type", "MIME-Version",
    }  # fmt: skip
    assert "\n" not in str(back["Subject"])


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: x@y.example", "a@b.example\nX: y"])
def test_an_address_with_a_line_end_is_refused(app: Flask, settings: Settings, address: str) -> None:
    with pytest.raises(ValueError, match=r"linefeed|carriage"):
        mail.compose(letter(to=address), settings)


def test_a_mail_is_a_file_without_a_server_and_the_same_file_the_second_time(
    jobs: Jobs, kernel_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = kernel_settings.data_dir / "mail"
    with unit_of_work() as session:
        outbox.queue_mail(session, to="noor@voorbeeld.example", subject="Hallo é", text="Er wacht iets.\n")
    finish = outbox.finish

    def die(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(outbox, "finish", die)
    with pytest.raises(KeyboardInterrupt):
        jobs.run_due()
    (first,) = folder.glob("*.eml")
    sent = message_from_bytes(first.read_bytes(), policy=policy.default)
    monkeypatch.setattr(outbox, "finish", finish)
    with clock.moved_to(clock.now() + LEASE):
        assert jobs.run_due() == 1
    (again,) = folder.glob("*")
    assert again == first
    back = message_from_bytes(again.read_bytes(), policy=policy.default)
    assert back["Message-ID"] == sent["Message-ID"]
    assert (back["To"], back["Subject"]) == ("noor@voorbeeld.example", "Hallo é")
    assert text_in(back) == "Er wacht iets."


class Postbox:
    """A mail server's memory."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802
        self.letters.append(envelope.content)
        return "250 OK"


def send(settings: Settings, url: str) -> None:
    mail.deliver(mail.compose(letter(), settings), replace(settings, smtp_url=url))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def running(postbox: Postbox, **options: Any) -> Iterator[int]:
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate for this machine, which our side trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    began = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = tmp_path / "cert.pem", tmp_path / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context


def test_a_server_that_offers_encryption_gets_the_login_and_the_mail_encrypted(
    app: Flask, settings: Settings, certificate: ssl.SSLContext
) -> None:
    seen: list[tuple[bytes, bytes]] = []

    def check(_server: object, session: Any, _envelope: object, _way: object, login: Any) -> AuthResult:
        assert session.ssl is not None
        seen.append((login.login, login.password))
        return AuthResult(success=True)

    postbox = Postbox()
    with running(postbox, tls_context=certificate, require_starttls=True, authenticator=check) as port:
        url = f"smtp://post%40bus:ge%3Aheim@localhost:{port}"
        send(settings, url)
    assert seen == [(b"post@bus", b"ge:heim")]
    assert len(postbox.letters) == 1


def test_a_certificate_of_nobody_gets_no_mail(
    app: Flask, settings: Settings, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    postbox = Postbox()
    with running(postbox, tls_context=certificate, require_starttls=True) as port:
        url = f"smtp://localhost:{port}"
        with pytest.raises(ssl.SSLError):
            send(settings, url)
    assert postbox.letters == []


def test_a_password_never_goes_unencrypted_to_another_machine(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "OWN_MACHINE", ())
    postbox = Postbox()
    with running(postbox) as port, pytest.raises(smtplib.SMTPNotSupportedError, match="unencrypted"):
        send(settings, f"smtp://postbus:geheim@127.0.0.1:{port}")
    assert postbox.letters == []


def test_a_mail_reaches_a_server(app: Flask, settings: Settings) -> None:
    postbox = Postbox()
    with running(postbox) as port:
        url = f"smtp://127.0.0.1:{port}"
        send(settings, url)
    back = message_from_bytes(postbox.letters[0], policy=policy.default)
    assert back["Message-ID"] == "<1@samenloop>"
    assert text_in(back) == "Er wacht iets."


@pytest.mark.parametrize("url", ["smtp://127.0.0.1:1", "smtps://127.0.0.1:1"])
def test_a_server_that_is_away_leaves_the_mail_waiting(jobs: Jobs, store: Session, url: str) -> None:
    jobs.settings = replace(jobs.settings, smtp_url=url)
    with unit_of_work() as session:
        outbox.queue_mail(session, to="noor@voorbeeld.example", subject="x", text="y")
    assert jobs.run_due() == 0
    (row,) = rows(store)
    assert row.done_at is None
    assert row.last_error == "ConnectionRefusedError"
    assert not writing.get()
