"""What can never change any more, kept by this process so that it is read once; never rights or people."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, ClassVar, Generic, TypeVar
from weakref import WeakSet

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """The last used of what was read; the least used is forgotten first."""

    _known: ClassVar[WeakSet[Kept[Any, Any]]] = WeakSet()

    def __init__(self, *, most: int) -> None:
        self._known.add(self)
        self._most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, read: Callable[[], Value]) -> Value:
        """What belongs to this key, read if it is not known yet."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = read()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    @classmethod
    def forget_everything(cls) -> None:
        """Read all anew: another database stands in the place of the one before."""
        for kept in cls._known:
            with kept._lock:
                kept._values.clear()
