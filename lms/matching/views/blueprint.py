"""The blueprint of rounds."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("matching", __name__)
