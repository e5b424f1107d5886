"""Journeys may ask for a browser and a server with the demo."""

from tests.support.browser import browser, changing_server, demo_folder, demo_server, own_server, page, visit

__all__ = ["browser", "changing_server", "demo_folder", "demo_server", "own_server", "page", "visit"]
