"""The manifest of demo."""

from __future__ import annotations

from lms.core.feature import Feature
from lms.demo.cli import demo

FEATURE = Feature(name="demo", commands=(demo,))
