"""Journeys may ask for a browser and a server with the demo."""

from tests.support.browser import browser, demo_folder, demo_server, lasting_server, page, visit

__all__ = ["browser", "demo_folder", "demo_server", "lasting_server", "page", "visit"]
