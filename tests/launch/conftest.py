"""A stand-in for the installed application, so that starting and stopping can be tested in a moment."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lms.launch.environment import fingerprint
from tests.support.house import ROOT

STAND_IN = """
import http.server, os, signal, sys

root = os.environ["LMS_DATA_DIR"]
for command in " ".join(sys.argv[1:]).split(" then "):
    with open(os.path.join(root, "log"), "a") as log:
        print(os.getpid(), command, os.environ["LMS_ENV"], os.environ["LMS_DEMO"], file=log)
    if command == os.environ.get("STAND_IN_FAILS"):
        sys.exit(3)

class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        ready = self.path == "/readyz" and "worker" in open(os.path.join(root, "log")).read()
        self.send_response(200 if ready else 503)
        self.end_headers()
    def log_message(self, *words):
        pass

if command == "serve":
    http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Page).serve_forever()
if command == "worker":
    signal.pause()
"""
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A checkout whose environment is already there and whose lms command is the stand-in."""
    root = tmp_path / "house"
    shutil.copytree(ROOT / "lms" / "launch", root / "lms" / "launch")
    shutil.copytree(ROOT / ".ci", root / ".ci")
    shutil.copy(ROOT / "start", root / "start")
    (root / "lms" / "__init__.py").touch()
    (root / "lms" / "__main__.py").write_text(STAND_IN)
    (root / "requirements.lock").touch()
    binaries = root / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (binaries / "python").chmod(0o755)
    (root / ".venv" / "installed-locks").write_text(fingerprint(root, root / "requirements.lock"))
    return root


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(house: Path, free_port: int) -> Iterator[Start]:
    """Run ./start in the stand-in's checkout; whatever a test leaves behind is ended."""
    running: list[subprocess.Popen[str]] = []
    known = {name: value for name, value in os.environ.items() if not name.startswith(("LMS_", "PORT"))}
    search = f"{Path(sys.executable).parent}:{known.get('PATH', '')}"

    def run(**settings: str) -> "subprocess.Popen[str]":
        environ = {**known, "PATH": search, "PORT": str(free_port), **settings}
        child = subprocess.Popen(
            [house / "start"], env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        running.append(child)
        return child

    yield run
    for child in running:
        if child.poll() is None:
            child.send_signal(signal.SIGKILL)
        child.communicate()
