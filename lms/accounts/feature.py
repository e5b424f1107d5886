"""The manifest of accounts."""

from __future__ import annotations

from flask import Flask

from lms.accounts import models, queries
from lms.core.extensions import db, login_manager
from lms.core.feature import Feature


def _load_signed_in(token: str) -> queries.SignedIn | None:
    return queries.find_signed_in(db.session(), token=token)


def _set_up(app: Flask) -> None:
    login_manager.user_loader(_load_signed_in)


FEATURE = Feature(name="accounts", models=models, set_up=_set_up)
