"""The blueprint to which every door of accounts belongs."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", "lms.accounts")

START = "/"
