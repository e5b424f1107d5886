"""The web server and the worker as children: started together, stopped together."""

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

from lms.launch.checks import LaunchError
from lms.launch.settings import Settings

GRACE_SECONDS = 15
READY_SECONDS = 60
PARENT_DEATH_SIGNAL = 1

ACCOUNTS = """
  Demo accounts, all with the password samenloop-demo:
    deelnemer@demo.example      a participant
    deelnemer2@demo.example     a participant of another organisation, same cohort
    trainer@demo.example        a trainer
    directeur@demo.example      a director
    coordinator@demo.example    the coordinator
    beheerder@demo.example      the administrator
"""


class StopRequested(BaseException):
    """Ctrl-C or a request to end: not an error, so no ordinary handler may swallow it."""


def stop_on_signals() -> None:
    """Turn Ctrl-C and a request to end into one exception."""

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        raise StopRequested

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


def prepare_data(python: Path, settings: Settings) -> None:
    """Bring texts and database up to date, and fill an empty database with the demo."""
    command = ["translate", "--compile", "then", "db", "upgrade"]
    if settings.demo:
        command += ["then", "demo", "load", "--if-empty"]
    child = start_child(python, settings, command)
    try:
        code = child.wait()
    except StopRequested:
        stop_children({"": child})
        raise
    if code:
        raise LaunchError(f"lms {' '.join(command)} failed, so nothing was started.")


def serve_until_stopped(python: Path, settings: Settings) -> None:
    """Run the web server and the worker; when either ends by itself, end both and say so."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        children["web server"] = start_child(python, settings, ["serve"])
        children["worker"] = start_child(python, settings, ["worker"])
        wait_until_ready(children, settings)
        print(f"\nSamenloop runs at {settings.base_url}", flush=True)
        print(f"{ACCOUNTS if settings.demo else ''}\n  Ctrl-C stops it.\n", flush=True)
        while True:
            refuse_ended(children)
            time.sleep(0.5)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop_children(children)


def start_child(python: Path, settings: Settings, command: list[str]) -> subprocess.Popen[bytes]:
    """Start one lms command out of reach of the terminal's Ctrl-C: we alone decide when it stops."""
    return subprocess.Popen(
        [python, "-m", "lms", *command],
        cwd=settings.root,
        env=dict(settings.environ),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent if sys.platform == "linux" else None,
    )


def end_with_parent() -> None:
    """Ask the kernel to end this child when the launcher is killed and cannot do so itself."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def wait_until_ready(children: dict[str, subprocess.Popen[bytes]], settings: Settings) -> None:
    """Wait until the readiness page answers."""
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready(settings):
        refuse_ended(children)
        if time.monotonic() > deadline:
            raise LaunchError(f"the web server did not answer /readyz within {READY_SECONDS} seconds.")
        time.sleep(0.1)


def is_ready(settings: Settings) -> bool:
    """Ask the readiness page once, under the name by which visitors call us."""
    connection = http.client.HTTPConnection("127.0.0.1", settings.port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": urlsplit(settings.base_url).netloc})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def refuse_ended(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """One child without the other is no Samenloop."""
    for name, child in children.items():
        if child.poll() is not None:
            raise LaunchError(
                f"the {name} ended by itself (exit {child.returncode}), so everything was stopped."
            )


def stop_children(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask all children to end, give them time to finish their work, then insist."""
    for child in children.values():
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
