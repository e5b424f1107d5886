"""Readers of planning."""

from lms.planning.queries.people import count_listeners, list_listeners

__all__ = ["count_listeners", "list_listeners"]
