"""Keys of a mapping file, taken one by one; what is left over was written in vain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar, get_args

from tenure.dsl.suggest import did_you_mean

T = TypeVar("T")
Complain = Callable[[str, Iterable[str]], None]
"""Receives a message and help lines."""


class Keys:
    """The keys of one TOML table. Every mistake is told where it stands, and reading goes on."""

    def __init__(self, said: Mapping[str, Any], where: str, complain: Complain) -> None:
        """Begin to take keys.

        Args:
            said: keys and values as the file has them.
            where: which table it is, as the end of a clause: "in table 2".
            complain: receives what is wrong.
        """
        self._said = dict(said)
        self._asked: list[str] = []
        self._where = where
        self._complain = complain

    def error(self, message: str, help_: Iterable[str] = ()) -> None:
        """Say that something is wrong here."""
        self._complain(f"{message} {self._where}", help_)

    def has(self, key: str) -> bool:
        """Return whether a key is there and has not been taken."""
        return key in self._said

    def text(self, key: str) -> str | None:
        """Take a text; `None` without one."""
        return self._take(key, str, "a text")

    def required(self, key: str, example: str) -> str:
        """Take a text that must be there; an empty one when it is not."""
        found = self.text(key)
        if not found and key not in self._said:
            self.error(f"`{key}` is missing", [f"add `{key} = {example}`"])
        return found or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Take one text or a list of them."""
        value = self._pop(key)
        texts = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(text, str) for text in texts):
            self.error(f"`{key}` is not a text or a list of texts")
            return ()
        return tuple(texts)

    def day(self, key: str, default: date) -> date:
        """Take a day, written as TOML writes one."""
        value = self._take(key, date, "a day such as 2026-02-28, without quotation marks")
        return default if value is None else value

    def choice(self, key: str, choices: Any, default: T) -> T:
        """Take one of the texts of a `Literal`."""
        value = self.text(key)
        allowed: tuple[T, ...] = get_args(choices)
        if value is None:
            return default
        if value not in allowed:
            names = [str(name) for name in allowed]
            self.error(f"`{key}` cannot be `{value}`", did_you_mean(value, names, what="values"))
            return default
        return next(name for name in allowed if name == value)

    def inner(self, key: str) -> dict[str, Any]:
        """Take a table of keys; an empty one without it."""
        return self._take(key, dict, "a table of names and values") or {}

    def any(self, key: str) -> Any:
        """Take whatever is there; `None` without it."""
        return self._pop(key)

    def finish(self) -> None:
        """Report the keys that nobody has asked for."""
        for key in self._said:
            self.error(f"`{key}` has no meaning", did_you_mean(key, self._asked, what="keys"))

    def _pop(self, key: str) -> Any:
        self._asked.append(key)
        return self._said.pop(key, None)

    def _take(self, key: str, type_: type[T], what: str) -> T | None:
        value = self._pop(key)
        if value is None or type(value) is type_:
            return value
        self.error(f"`{key}` is not {what}")
        return None
