"""./start: what it refuses, what it starts, and that nothing of it stays behind."""

import os
import select
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from tests.launch.conftest import Start

PATIENCE = 20


def until(child: "subprocess.Popen[str]", words: str) -> str:
    """Read what ./start prints until it has said these words."""
    assert child.stdout is not None
    said = ""
    for line in child.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"it never said {words!r}: {said}")


def commands(house: Path) -> dict[str, int]:
    """Every lms command that was run, with its process."""
    lines = (house / "var" / "log").read_text().splitlines()
    return {line.split(" ", 1)[1].rsplit(" ", 2)[0]: int(line.split()[0]) for line in lines}


def wait_until_gone(pid: int) -> None:
    """Return when a process has ended, or fail."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([handle], [], [], PATIENCE)[0], f"process {pid} is still there"
    finally:
        os.close(handle)


def test_prepares_then_serves(start: Start, house: Path, free_port: int) -> None:
    child = start()
    said = until(child, "Ctrl-C")
    assert f"http://127.0.0.1:{free_port}" in said
    assert "deelnemer@demo.example" in said
    first, then = list(commands(house))[:3], set(list(commands(house))[3:])
    assert first == ["translate --compile", "db upgrade", "demo load --if-empty"]
    assert then == {"serve", "worker"}


def test_without_demo_no_account_is_made_or_named(start: Start, house: Path) -> None:
    said = until(start(LMS_DEMO="0"), "Ctrl-C")
    assert "demo.example" not in said
    assert "demo load --if-empty" not in commands(house)


def test_in_production_the_demo_stays_away(start: Start, house: Path) -> None:
    until(start(LMS_ENV="production"), "Ctrl-C")
    assert "demo load --if-empty" not in commands(house)


@pytest.mark.parametrize("request_to_end", [signal.SIGINT, signal.SIGTERM])
def test_ends_with_all_its_processes(start: Start, house: Path, request_to_end: signal.Signals) -> None:
    child = start()
    until(child, "Ctrl-C")
    child.send_signal(request_to_end)
    assert child.wait(PATIENCE) == 0
    for command in ("serve", "worker"):
        wait_until_gone(commands(house)[command])


def test_killed_it_leaves_no_process_behind(start: Start, house: Path) -> None:
    child = start()
    until(child, "Ctrl-C")
    child.kill()
    child.wait(PATIENCE)
    for command in ("serve", "worker"):
        wait_until_gone(commands(house)[command])


@pytest.mark.parametrize(("dies", "stays"), [("worker", "serve"), ("serve", "worker")])
def test_one_without_the_other_is_stopped(start: Start, house: Path, dies: str, stays: str) -> None:
    child = start()
    until(child, "Ctrl-C")
    os.kill(commands(house)[dies], signal.SIGKILL)
    _, complaint = child.communicate(timeout=PATIENCE)
    assert child.returncode == 1
    assert "ended by itself" in complaint
    wait_until_gone(commands(house)[stays])


def refusal(child: "subprocess.Popen[str]") -> str:
    """The one sentence with which ./start stops."""
    _, complaint = child.communicate(timeout=PATIENCE)
    assert child.returncode == 1
    assert len(complaint.splitlines()) == 1, complaint
    return complaint


def test_port_taken_is_said_before_anything_starts(start: Start, house: Path, free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)):
        assert f"port {free_port} cannot be used" in refusal(start())
    assert not (house / "var" / "log").exists()


def test_port_that_is_no_port_is_said(start: Start) -> None:
    assert "PORT must be a number" in refusal(start(PORT="http"))


def test_data_folder_that_cannot_be_written_is_said(start: Start, house: Path) -> None:
    (house / "file").touch()
    assert "cannot be written" in refusal(start(LMS_DATA_DIR=str(house / "file" / "var")))


def test_database_that_does_not_answer_is_said(start: Start, house: Path, free_port: int) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"postgresql://lms@127.0.0.1:{nobody.getsockname()[1]}/lms"
        assert "LMS_DATABASE_URL cannot be reached" in refusal(start(LMS_DATABASE_URL=url))
    assert not (house / "var" / "log").exists()


def test_failed_migration_starts_nothing(start: Start, house: Path) -> None:
    assert "failed, so nothing was started" in refusal(start(STAND_IN_FAILS="db upgrade"))
    assert not {"demo load --if-empty", "serve"} & set(commands(house))


def test_python_that_is_too_old_is_said(start: Start, house: Path) -> None:
    old = house / "old"
    old.mkdir()
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        (old / name).write_text("#!/bin/sh\nexit 1\n")
        (old / name).chmod(0o755)
    assert "Python 3.11 or newer" in refusal(start(PATH=f"{old}:/usr/bin:/bin"))
