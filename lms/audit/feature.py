"""The manifest of audit."""

from __future__ import annotations

from lms.audit import models
from lms.core.feature import Feature

FEATURE = Feature(name="audit", models=models)
