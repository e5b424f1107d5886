"""The blueprint of admissions, and the page of a link that does not work."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lms.admissions.rules import LinkGoneError

bp = Blueprint("admissions", __name__)


@bp.errorhandler(LinkGoneError)
def link_gone(error: LinkGoneError) -> ResponseReturnValue:
    """Why the link does not work and what to do next; never whose it was."""
    return render_template("admissions/_link_gone.html", fault=error.fault), 410
