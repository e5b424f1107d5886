"""The manifest of demo."""

from __future__ import annotations

from lms.core.feature import Feature

FEATURE = Feature(name="demo")
