"""The pages of agreements, per audience: who signs with an account, by link, and who looks after them."""

from lms.agreements.views import agreements, coordinator, managers, statements, texts
from lms.agreements.views.blueprint import bp

__all__ = ["agreements", "bp", "coordinator", "managers", "statements", "texts"]
