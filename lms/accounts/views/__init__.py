"""The doors of accounts, by audience."""

from lms.accounts.views import (
    access,
    directors,
    links,
    organisations,
    people,
    profile,
    renewal,
    sign_in,
    work_terms,
)
from lms.accounts.views.blueprint import bp

__all__ = [
    "access",
    "bp",
    "directors",
    "links",
    "organisations",
    "people",
    "profile",
    "renewal",
    "sign_in",
    "work_terms",
]
