"""The doors of accounts, by audience."""

from lms.accounts.views import sign_in
from lms.accounts.views.blueprint import bp

__all__ = ["bp", "sign_in"]
