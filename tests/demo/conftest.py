"""The demo takes long to load: its tests begin first, before a second worker takes some and loads it too."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring the tests of this folder to the front; all others keep their order."""
    items.sort(key=lambda item: HERE not in item.path.parents)
