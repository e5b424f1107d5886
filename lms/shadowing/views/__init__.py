"""The pages of shadow visits, by who opens them."""

from __future__ import annotations

from lms.shadowing.views import coordinator, guests, hosting, hosts, placing, terms, visitor, writing
from lms.shadowing.views.blueprint import bp

__all__ = ["bp", "coordinator", "guests", "hosting", "hosts", "placing", "terms", "visitor", "writing"]
