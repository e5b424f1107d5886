"""The doors of shadowing hang on this blueprint."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("shadowing", __name__)
