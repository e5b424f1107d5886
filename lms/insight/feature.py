"""The manifest of insight."""

from __future__ import annotations

from lms.core.feature import Feature
from lms.insight.views import insight

FEATURE = Feature(name="insight", blueprints=(insight,))
