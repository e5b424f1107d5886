"""The Flask application, which makes the addresses of its doors and files without asking every rule."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request
from werkzeug.routing import Rule


class Application(Flask):
    """Flask; a page names dozens of doors, and most have one rule and are given exactly what it asks."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # All templates stay compiled, which is also a plainer store than one that forgets the oldest.
        self.jinja_options = {"cache_size": -1}
        self._lone_rules: dict[str, Rule | None] = {}
        self._files: dict[str, str] = {}
        self.url_defaults(self._name_version)

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """The address of a door, as Flask makes it."""
        if not (_anchor or _method or _scheme or _external) and has_request_context():
            path = self.path_of(endpoint, values)
            if path is not None:
                return f"{request.script_root}{path}"
        return super().url_for(
            endpoint, _anchor=_anchor, _method=_method, _scheme=_scheme, _external=_external, **values
        )

    def path_of(self, endpoint: str, values: Mapping[str, Any]) -> str | None:
        """The path of a file, or of a door with one rule that is given what it asks; nothing otherwise."""
        if endpoint == "static":
            return self._path_of_file(values["filename"]) if values.keys() == {"filename"} else None
        if endpoint not in self._lone_rules:
            rules = [rule for rule in self.url_map.iter_rules() if rule.endpoint == endpoint]
            self._lone_rules[endpoint] = rules[0] if len(rules) == 1 else None
        rule = self._lone_rules[endpoint]
        if rule is None or not rule.arguments <= values.keys() or None in values.values():
            return None
        built = rule.build(values)
        return built[1] if built is not None else None

    def _path_of_file(self, filename: str) -> str:
        """The path of a static file; a running application keeps its files, unless somebody works on them."""
        if filename not in self._files or self.debug:
            self._files[filename] = self.url_map.bind("").build("static", self._versioned(filename))
        return self._files[filename]

    def _name_version(self, endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values.update(self._versioned(values["filename"]))

    def _versioned(self, filename: str) -> dict[str, str]:
        """A static file's address changes with its content, so that browsers may keep it."""
        path = Path(self.static_folder or "") / filename
        version = {"v": f"{path.stat().st_mtime_ns:x}"[-10:]} if path.is_file() else {}
        return {"filename": filename, **version}
