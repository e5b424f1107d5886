"""A plugin: what asks for a database runs on both; what knows none would only repeat itself and runs once."""

import gc

import pytest

DATABASE = "database_url"
"""The fixture on which every other one that leads to a database is built."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out of the run on PostgreSQL what the run on SQLite has already proven."""
    if config.getoption("--database", default="sqlite") != "postgresql":
        return
    asked = [DATABASE in getattr(item, "fixturenames", ()) for item in items]
    config.hook.pytest_deselected(items=[item for item, asks in zip(items, asked, strict=True) if not asks])
    items[:] = [item for item, asks in zip(items, asked, strict=True) if asks]


def pytest_collection_finish() -> None:
    """The house stays in memory for the whole run: searching it for rubbish again and again costs a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()
