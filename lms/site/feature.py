"""The manifest of site."""

from __future__ import annotations

from lms.core.feature import Feature

FEATURE = Feature(name="site")
