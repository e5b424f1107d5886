"""The blueprint of cohorts, and how its forms tell a refusal."""

from __future__ import annotations

from flask import Blueprint

from lms.core.refusals import refuse

blueprint = Blueprint("cohorts", __name__)

__all__ = ["blueprint", "refuse"]
