"""The manifest of certification."""

from __future__ import annotations

from lms.certification import models
from lms.core.feature import Feature

FEATURE = Feature(name="certification", models=models)
