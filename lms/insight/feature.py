"""The manifest of insight."""

from __future__ import annotations

from lms.core.feature import Feature

FEATURE = Feature(name="insight")
