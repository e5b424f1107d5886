"""Notices: what waits for somebody, on a page and, as they prefer, by mail at once or once a day."""
