"""The manifest of learning."""

from __future__ import annotations

from lms.core.feature import Feature
from lms.learning import models

FEATURE = Feature(name="learning", models=models)
