"""What happens to programmes: loading, publishing, drafting and the authors' work on a draft."""

from __future__ import annotations

from lms.programmes.operations.versions import load_template, publish_version, start_draft

__all__ = ["load_template", "publish_version", "start_draft"]
