"""A whole application with real commits, for what happens when a worker dies between two of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from lms.core import outbox
from lms.core.jobs import Jobs
from tests.jobs.conftest import kernel, kernel_app, kernel_settings, store

__all__ = ["kernel", "kernel_app", "kernel_settings", "store"]


@pytest.fixture
def worker(kernel: Flask, kernel_settings: Settings, tmp_path: Path) -> Iterator[Jobs]:
    """A worker whose mails and files go to a folder of their own."""
    with kernel.app_context():
        jobs: Jobs = kernel.extensions["jobs"]
        before = jobs.settings
        jobs.settings = Settings(**{**vars(kernel_settings), "data_dir": tmp_path})
        outbox.on_nudge(lambda: None)
        yield jobs
        jobs.settings = before
