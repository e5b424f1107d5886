"""A whole application with real commits, for what happens when a worker dies between two of them."""

from __future__ import annotations

from tests.jobs.conftest import kernel, kernel_app, kernel_settings, store

__all__ = ["kernel", "kernel_app", "kernel_settings", "store"]
