"""A stranger's file is a program for its reader: it is read in a child with little time and memory."""

from __future__ import annotations

import resource
import subprocess
import sys

from config import ROOT
from lms.core.errors import RefusedFileError

MEMORY = 1536 * 1024 * 1024
LARGEST_OUTPUT = 40 * 1024 * 1024
PATIENCE = 20
DAMAGED = 3
"""The exit status by which a reader says that the file is damaged."""


def confine(*, seconds: int) -> None:
    """Take away the time, memory and disk that an honest file never needs; the child calls this first."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_OUTPUT, LARGEST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_apart(module: str, *arguments: str, seconds: int = PATIENCE) -> bytes | None:
    """What a reader prints; None when it was stopped for taking too much time or memory."""
    command = [sys.executable, "-E", "-s", "-m", module, *arguments]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={"LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=seconds,
        check=False,
    )
    if done.returncode == DAMAGED:
        raise RefusedFileError("damaged")
    return done.stdout if done.returncode == 0 else None
