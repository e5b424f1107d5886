"""The manifest of programmes."""

from __future__ import annotations

from lms.core.feature import Feature
from lms.programmes import models

FEATURE = Feature(name="programmes", models=models)
