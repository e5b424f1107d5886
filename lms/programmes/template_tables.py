"""A table of a template file, which complains with the name of its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement

from lms.programmes.publication import TemplateError

MOST = 100_000

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass
class Table:
    """A table of the file that knows its place, so that every complaint can name it."""

    data: dict[str, Any]
    place: str
    used: set[str] = field(default_factory=set)

    def fail(self, fault: str) -> TemplateError:
        return TemplateError(self.place, fault)

    def has(self, name: str) -> bool:
        return name in self.data

    def _take(self, name: str, kind: type, default: Any) -> Any:
        self.used.add(name)
        if name not in self.data:
            if default is None:
                raise self.fail(f"'{name}' is missing")
            return default
        value = self.data[name]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fail(f"'{name}' must be {kind.__name__}, not {value!r}")
        return value

    def text(self, name: str, *, fits: ColumnElement[Any] | None = None, default: str | None = None) -> str:
        value = str(self._take(name, str, default)).strip()
        most = getattr(fits.type, "length", None) if fits is not None else None
        if most and len(value) > most:
            raise self.fail(f"'{name}' has {len(value)} characters, at most {most} fit")
        if not value and default is None:
            raise self.fail(f"'{name}' is empty")
        return value

    def number(self, name: str, *, least: int = 0, default: int | None = None) -> int:
        value = int(self._take(name, int, default))
        if not least <= value <= MOST:
            raise self.fail(f"'{name}' must lie between {least} and {MOST}, not {value}")
        return value

    def optional_number(self, name: str) -> int | None:
        return self.number(name) if self.has(name) else None

    def flag(self, name: str, *, default: bool) -> bool:
        return bool(self._take(name, bool, default))

    def choice(self, name: str, choices: type[Choice]) -> Choice:
        value = self.text(name)
        if value not in list(choices):
            raise self.fail(f"'{name}' must be one of {', '.join(choices)}, not '{value}'")
        return choices(value)

    def keys(self, name: str, *, known: Iterable[str]) -> list[str]:
        values = list(self._take(name, list, []))
        for unknown in [value for value in values if value not in set(known)]:
            raise self.fail(f"'{name}' names '{unknown}', which does not exist or comes later")
        return values

    def tables(self, name: str, *, default: list[Any] | None = None) -> Iterator[Table]:
        for number, data in enumerate(self._take(name, list, default), 1):
            label = f"'{data['key']}'" if isinstance(data, dict) and "key" in data else str(number)
            place = f"{self.place} > {name} {label}"
            if not isinstance(data, dict):
                raise TemplateError(place, "must be a table")
            table = Table(data, place)
            yield table
            table.finish()

    def finish(self) -> None:
        for unknown in sorted(set(self.data) - self.used):
            raise self.fail(f"'{unknown}' is not a known name")
