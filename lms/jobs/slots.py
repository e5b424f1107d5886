"""The kinds of job that the features above declare in their manifests."""

from __future__ import annotations

from lms.core.slots import JobKind

kinds: dict[str, JobKind] = {}
"""Every kind by its key; filled once, when the features are registered."""
