"""Drafts a mapping from the data, by names and by what columns hold.

A draft says what it could not place and never decides what cannot be known: where a day
may be read in two ways, or a word may mean two things, it asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tenure.compiler.policy.fields import (
    ChoiceType,
    EventType,
    Field,
    FieldType,
    LinkType,
    YesNoType,
)
from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tenure.engine.inventories.asked import asked_fields
from tenure.engine.inventories.likeness import ALIKE, alike, matched, nearest
from tenure.engine.inventories.mapping import SUFFIXES, Source
from tenure.engine.inventories.placing import BUILT_IN
from tenure.engine.inventories.profiles import Profile, profiles
from tenure.engine.inventories.spooling import DataFileError, sheets_of, tables_of
from tenure.engine.inventories.stage import DataError
from tenure.engine.staging import DISPOSED_AS, EXTENDED_UNTIL

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_YES = ("y", "yes", "true", "t", "1", "ja", "oui")
_NO = ("n", "no", "false", "f", "0", "nein", "non")
_PLAIN = ("yes", "no", "true", "false")
_IDS = ("id", "ref", "reference", "number", "no", "key", "case_id", "case_ref", "record")
_BUILT_IN_NAMES = {
    DISPOSED_AS: (DISPOSED_AS, "disposal", "disposed"),
    EXTENDED_UNTIL: (EXTENDED_UNTIL, "extension", "kept until", "keep until"),
}
"""By which names what every record may say goes in data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingDraft:
    """A drafted mapping.

    Attributes:
        text: the TOML file.
        tables: the files that became tables.
        columns: columns for which there is no field.
        fields: fields for which there is no column.
        questions: what must be answered before the mapping can be used.
    """

    text: str
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(slots=True)
class _Notes:
    """What is left to be said about a draft."""

    tables: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


def draft(connection: DuckDBPyConnection, policy: Policy, folder: Path, work: Path) -> MappingDraft:
    """Draft a mapping for the files directly in a folder.

    Args:
        connection: a database of its own.
        policy: the policy.
        folder: the folder.
        work: a folder for copies.

    Raises:
        DataError: the folder or a file cannot be read, or there is no data in it.
    """
    notes = _Notes()
    sections: list[str] = []
    offsets = False
    try:
        sources = [one for file in sorted(folder.iterdir()) for one in _sources(file)]
        for number, source in enumerate(sources):
            spool = work / f"look{number}"
            spool.mkdir()
            columns = profiles(connection, source, source.path, spool)
            offsets = offsets or any(column.offsets for column in columns)
            sections.append(_Section(policy, source, columns, notes).text())
    except DataFileError as error:
        raise _error(error.file, error.reason) from error
    except OSError as error:
        raise _error(
            Path(error.filename or folder), (error.strerror or str(error)).lower()
        ) from error
    if not sections:
        raise _error(folder, f"there is no data in it; files end in {', '.join(sorted(SUFFIXES))}")
    if offsets:
        notes.questions.append(
            "moments have offsets from UTC: in which time zone do they become days?"
        )
    return MappingDraft(
        text="\n".join([_head(policy, offsets=offsets), *sections]),
        tables=tuple(notes.tables),
        columns=tuple(notes.columns),
        fields=tuple(notes.fields),
        questions=tuple(notes.questions),
    )


def _sources(file: Path) -> list[Source]:
    format_ = SUFFIXES.get(file.suffix.lower())
    if format_ is None or not file.is_file():
        return []
    if format_ == "csv":
        return [Source(path=file, format="csv", delimiter="\t" if file.suffix == ".tsv" else ",")]
    if format_ in ("parquet", "jsonl"):
        return [Source(path=file, format=format_)]
    names = sheets_of(file) if format_ == "excel" else tables_of(file, format_)
    return [Source(path=file, format=format_, table=name) for name in names]


def _error(path: Path, reason: str) -> DataError:
    return DataError(
        (
            Diagnostic(
                code=Code.UNREADABLE_DATA, message=f"cannot read the data: {reason}", path=str(path)
            ),
        )
    )


def _head(policy: Policy, *, offsets: bool) -> str:
    zone = 'time_zone = "?"  # of the moments with an offset, for example Europe/London\n'
    title = json.dumps(policy.document.title, ensure_ascii=False)
    return (
        f"# Where the records of {title} come from.\n"
        "# Drafted from names and values: read it line by line.\n"
        "\n"
        'unknown = ["", "N/A", "n/a", "NULL", "-"]  # texts that mean that a value is not known\n'
        f"{zone if offsets else ''}"
    )


class _Section:
    """Writes one `[[table]]`."""

    def __init__(
        self, policy: Policy, source: Source, columns: Sequence[Profile], notes: _Notes
    ) -> None:
        self._policy = policy
        self._source = source
        self._columns = columns
        self._notes = notes
        self._label = source.label

    def text(self) -> str:
        """Return the section, and note what it leaves open."""
        self._notes.tables.append(self._label)
        class_name = self._class()
        lines = ["[[table]]", f"path = {_toml(self._source.path.name)}"]
        if self._source.table is not None:
            key = "sheet" if self._source.format == "excel" else "table"
            lines.append(f"{key} = {_toml(self._source.table)}")
        if class_name is None:
            self._ask("of which class are its records?")
            classes = ", ".join(self._policy.classes)
            return "\n".join([*lines, f'class = "?"  # {classes}', 'id = "?"', ""])
        lines.append(f"class = {_toml(class_name)}")
        key_column = self._id(class_name)
        lines.append(f"id = {_toml(key_column.name if key_column else '?')}")
        left = [column for column in self._columns if column is not key_column]
        return "\n".join([*lines, *self._fields(class_name, left), ""])

    def _class(self) -> str | None:
        """Return the class whose name or title the file's name is most like."""
        said = self._source.table or self._source.path.stem
        classes = self._policy.classes.items()
        return nearest(said, {name: (name, each.title) for name, each in classes})

    def _id(self, class_name: str) -> Profile | None:
        """Return the column that is the id: by its name, else the first that could be one."""
        most = max((column.filled for column in self._columns), default=0)
        keys = [c for c in self._columns if 0 < c.filled == most and c.distinct * 5 >= most * 4]
        wanted = (*_IDS, class_name)
        named = [c for c in keys if any(alike(c.name, name) >= ALIKE for name in wanted)]
        found = next(iter((*named, *keys)), None)
        if found is None:
            self._ask("which column is the id? none has a value of its own in each row")
        elif found.distinct < found.filled:
            self._ask(f"is `{found.name}` the id? {found.filled - found.distinct} stand twice")
        elif not named:
            self._ask(f"is `{found.name}` the id?")
        return found

    def _fields(self, class_name: str, left: list[Profile]) -> list[str]:
        """Return the lines for what stands in the other columns."""
        fields = self._policy.classes[class_name].fields
        by_name = {column.name: column for column in left}

        def fits(name: str, column: str) -> bool:
            type_ = fields[name].type if name in fields else BUILT_IN[name]
            profile = by_name[column]
            return not isinstance(type_, EventType) or bool(profile.days) or not profile.filled

        wanted = {name: (name, each.title or name) for name, each in fields.items()}
        found = matched({**wanted, **_BUILT_IN_NAMES}, by_name, fits)
        placed = {name: by_name[column] for name, column in found.items()}
        unused = [column.name for column in left if column.name not in found.values()]
        self._notes.columns += [f"{self._label}: {column}" for column in unused]
        self._notes.fields += [f"{self._label}: {name}" for name in fields if name not in placed]
        lines = [
            f"{name} = {self._placed(name, BUILT_IN[name], placed[name])}"
            for name in _BUILT_IN_NAMES
            if name in placed
        ]
        lines += self._asked(class_name, placed)
        lines += ["", "[table.fields]"]
        return [*lines, *(self._field(name, f, placed.get(name)) for name, f in fields.items())]

    def _ask(self, question: str) -> None:
        self._notes.questions.append(f"{self._label}: {question}")

    def _asked(self, class_name: str, placed: Mapping[str, Profile]) -> list[str]:
        """Return a question for each field of which the policy asks whether it is known."""
        missing = [
            (name, asker)
            for (owner, name), asker in asked_fields(self._policy).items()
            if owner == class_name and name not in placed
        ]
        for name, asker in missing:
            self._ask(f"where is `{name}`? {asker} asks whether it is known")
        names = ", ".join(_toml(name) for name, _ in missing)
        if not missing:
            return []
        return [f"# unrecorded = [{names}]  # where the data really does not hold them"]

    def _field(self, name: str, each: Field, column: Profile | None) -> str:
        if column is None:
            return f'# {name} = "?"'
        return f"{name} = {self._placed(name, each.type, column)}"

    def _placed(self, name: str, type_: FieldType, column: Profile) -> str:
        keys = {"column": _toml(column.name)}
        match type_:
            case EventType():
                keys |= self._days(name, column)
            case YesNoType():
                keys |= self._yes_no(name, column)
            case ChoiceType(values=values):
                keys |= self._choice(name, values, column)
            case LinkType(many=many):
                if many and column.separators and column.sample:
                    keys["separator"] = _toml(column.separators[0])
            case _:
                pass
        if len(keys) == 1:
            return keys["column"]
        return "{ " + ", ".join(f"{key} = {value}" for key, value in keys.items()) + " }"

    def _days(self, name: str, column: Profile) -> dict[str, str]:
        if "iso" in column.days or not column.filled:
            return {}
        if len(column.days) == 1:
            return {"days": _toml(column.days[0])}
        said = f"`{column.name}` has values such as `{column.sample}`"
        ways = " or ".join(f"`{each}`" for each in column.days)
        question = f"is that {ways}?" if ways else "how are these days written?"
        self._ask(f"{name}: {said}; {question}")
        return {"days": _toml("?")}

    def _yes_no(self, name: str, column: Profile) -> dict[str, str]:
        yes = [value for value in column.values if value.lower() in _YES]
        no = [value for value in column.values if value.lower() in _NO]
        others = [value for value in column.values if value not in (*yes, *no)]
        if others or (column.filled and not column.values):
            self._ask(f"{name}: which of the values of `{column.name}` is yes?")
        if all(value.lower() in _PLAIN for value in (*yes, *no)):
            return {}
        return {"yes": _list(yes), "no": _list(no)}

    def _choice(self, name: str, values: Iterable[str], column: Profile) -> dict[str, str]:
        meanings: dict[str, str] = {}
        allowed = tuple(values)
        for said in column.values:
            if said in allowed:
                continue
            near = nearest(said, {value: (value,) for value in allowed})
            meanings[said] = near or "?"
            if near is None:
                self._ask(f"{name}: what is `{said}`? one of {', '.join(allowed)}")
        if column.filled and not column.values:
            self._ask(f"{name}: `{column.name}` has {column.distinct:,} different values")
        inner = ", ".join(f"{_toml(said)} = {_toml(means)}" for said, means in meanings.items())
        return {"values": f"{{ {inner} }}"} if meanings else {}


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_toml, texts))}]"
