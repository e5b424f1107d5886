"""The blueprint of lists and invitations."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("rosters", __name__)
