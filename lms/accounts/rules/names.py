"""What people are called, for pages that show many of them and read no more of them than that."""

from __future__ import annotations

from typing import NamedTuple

from lms.accounts import models


class PersonName(NamedTuple):
    """The three parts of a name."""

    given_name: str
    prefix: str
    family_name: str

    @property
    def display_name(self) -> str:
        """Given name, prefix and family name: `Noor van Vliet`."""
        return models.display_name(*self)

    @property
    def sort_name(self) -> str:
        """Family name, given name and prefix: sorting ignores the prefix (AC-11)."""
        return models.sort_name(*self)

    @property
    def initials(self) -> str:
        """First letters of given and family name: `NV`."""
        return models.initials(*self)
