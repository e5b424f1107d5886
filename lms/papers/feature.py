"""The manifest of papers."""

from __future__ import annotations

from lms.core.feature import Feature
from lms.papers import models

FEATURE = Feature(name="papers", models=models)
