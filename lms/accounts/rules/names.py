"""How people are called on pages."""

from __future__ import annotations


def display_name(given_name: str, prefix: str, family_name: str) -> str:
    """Given name, prefix and family name: `Noor van Vliet`."""
    return " ".join(part for part in (given_name, prefix, family_name) if part)


def initials(given_name: str, _prefix: str, family_name: str) -> str:
    """First letters of given and family name: `NV`."""
    return (given_name[:1] + family_name[:1]).upper()
