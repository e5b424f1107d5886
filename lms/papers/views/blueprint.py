"""The doors of papers hang on this blueprint."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("papers", __name__)
