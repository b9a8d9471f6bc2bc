"""The configuration: `tenure.toml`, or `[tool.tenure]` in `pyproject.toml`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tenure.compiler.load import true_path
from tenure.dsl.codes import Code, Severity
from tenure.dsl.suggest import did_you_mean

FILE = "tenure.toml"
LEDGER = "tenure-accepted.toml"
"""The ledger of accepted findings, where the configuration names no other."""

KEYS = ("accepted", "ignore", "publish", "select", "severity", "strict")
_ADJUSTABLE = ("TN4", "TN6")
"""Only what a whole policy was checked for; a mistake in the text is always an error."""


class ConfigurationError(Exception):
    """The configuration, or the ledger, cannot be used; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What a project has decided.

    Attributes:
        root: the folder from which paths are counted: that of the configuration, else that
            of the repository, else that of the policy.
        ledger: the file of accepted findings; it need not be there.
        strict: whether what could not be decided makes a check fail.
        left_out: the codes that are not reported.
        severities: how grave the findings of a code are, where it is not as usual.
        file: the configuration itself; `None` where there is none.
        publish: what it says of published documents, unread: see `publishing`.
    """

    root: Path
    ledger: Path
    strict: bool = False
    left_out: frozenset[Code] = frozenset()
    severities: Mapping[Code, Severity] = field(default_factory=dict)
    file: Path | None = None
    publish: Mapping[str, Any] = field(default_factory=dict)

    def name(self, policy: Path) -> str:
        """Return a policy's path from the root, with `/`."""
        return Path(os.path.relpath(true_path(policy), self.root)).as_posix()


def configuration_for(policy: Path) -> Configuration:
    """Return the configuration of a policy: the nearest one above it, within its repository.

    Raises:
        ConfigurationError: it cannot be read, or says something that has no meaning.
    """
    place = true_path(policy)
    start = place if _is_folder(place) else place.parent
    for folder in (start, *start.parents):
        for file, keys in _tables(folder):
            return _configuration(folder, file, keys)
        if (folder / ".git").exists():
            return Configuration(root=folder, ledger=_named(folder / LEDGER))
    return Configuration(root=start, ledger=_named(start / LEDGER))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a path that no system takes
        return False


def _named(path: Path) -> Path:
    """Return a path as somebody in the current folder would name it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _tables(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    own, shared = folder / FILE, folder / "pyproject.toml"
    if own.is_file():
        yield own, read_toml(own)[1]
    elif shared.is_file():
        tool = read_toml(shared)[1].get("tool")
        found = tool.get("tenure") if isinstance(tool, dict) else None
        if isinstance(found, dict):
            yield shared, found


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """Return a TOML file's text and what it says.

    Raises:
        ConfigurationError: it cannot be read, or is not TOML.
    """
    import tomllib

    try:
        text = path.read_bytes().decode("utf-8")
        return text, tomllib.loads(text)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigurationError(f"cannot read `{path}`: {reason.lower()}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"`{path}` is not TOML: {error}") from None


def _configuration(folder: Path, file: Path, keys: dict[str, Any]) -> Configuration:
    reader = Reader(_named(file))
    reader.known(keys, KEYS, "keys")
    selected = reader.codes(keys, "select")
    ignored = reader.codes(keys, "ignore")
    adjustable = {code for code in Code if code.number.startswith(_ADJUSTABLE)}
    return Configuration(
        root=folder,
        ledger=_named(folder / reader.text(keys, "accepted", LEDGER)),
        strict=reader.yes_or_no(keys, "strict"),
        left_out=frozenset(ignored | (adjustable - selected if "select" in keys else set())),
        severities=reader.severities(keys),
        file=_named(file),
        publish=reader.table(keys, "publish"),
    )


class Reader:
    """Reads the values of a configuration, and refuses what has no meaning."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def refuse(self, message: str, help_: Iterable[str] = ()) -> ConfigurationError:
        """Return the error for something that has no meaning."""
        return ConfigurationError("\n".join((f"`{self._file}`: {message}", *help_)))

    def known(self, keys: Iterable[str], names: Iterable[str], what: str) -> None:
        """Refuse a key that is not known."""
        for key in keys:
            if key not in names:
                raise self.refuse(f"unknown key `{key}`", did_you_mean(key, names, what=what))

    def text(self, keys: Mapping[str, Any], key: str, default: str) -> str:
        """Return a text that is not empty."""
        value = keys.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(f"`{key}` is a text that is not empty")
        return value

    def table(self, keys: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        """Return a table; an empty one where nothing is said."""
        value = keys.get(key, {})
        if not isinstance(value, dict):
            raise self.refuse(f"`{key}` is a table: `[{key}]` and a line for each key")
        return value

    def words(self, keys: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """Return a list of texts, none of them twice; nothing where nothing is said."""
        value = keys.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.refuse(f"`{key}` is a list of texts")
        for one in value:
            if value.count(one) > 1:
                raise self.refuse(f"`{key}` names `{one}` twice")
        return tuple(value)

    def yes_or_no(self, keys: Mapping[str, Any], key: str) -> bool:
        """Return `true` or `false`; the second where nothing is said."""
        value = keys.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(f"`{key}` is `true` or `false`")
        return value

    def codes(self, keys: Mapping[str, Any], key: str) -> set[Code]:
        """Return the codes that a list names, by number, beginning of a number, or slug."""
        value = keys.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.refuse(f'`{key}` is a list of codes, such as ["TN409", "TN6"]')
        return {code for one in value for code in self._named(one)}

    def severities(self, keys: Mapping[str, Any]) -> dict[Code, Severity]:
        """Return the severities that a table gives to codes."""
        table = keys.get("severity", {})
        if not isinstance(table, dict):
            raise self.refuse('`severity` is a table, such as TN405 = "error"')
        found: dict[Code, Severity] = {}
        for name in sorted(table, key=len):  # the longer name says it more exactly
            if table[name] not in list(Severity):
                known = did_you_mean(str(table[name]), list(Severity), what="severities")
                raise self.refuse(f"`{table[name]}` is no severity", known)
            found |= dict.fromkeys(self._named(name), Severity(table[name]))
        return found

    def _named(self, name: str) -> list[Code]:
        by_number = [code for code in Code if len(name) > 2 and code.number.startswith(name)]
        found = by_number or [code for code in Code if code.slug == name]
        if not found:
            known = [part for code in Code for part in (code.number, code.slug)]
            raise self.refuse(f"there is no code `{name}`", did_you_mean(name, known))
        if fixed := [code for code in found if not code.number.startswith(_ADJUSTABLE)]:
            why = "a mistake in the text, and is always reported as an error"
            raise self.refuse(f"`{fixed[0].number}` is {why}")
        return found
