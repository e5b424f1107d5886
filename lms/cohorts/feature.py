"""The manifest of cohorts."""

from __future__ import annotations

from lms.cohorts import models
from lms.core.feature import Feature

FEATURE = Feature(name="cohorts", models=models)
