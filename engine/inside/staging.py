"""Stages an inventory inside the database that holds it.

The same checks as `tenure.engine.inventories`, of the same cells, in the same words: what
is put aside is never decided. Only findings and decisions leave the database.

The relations that are made there: `tenure_rows_n`, the rows of the nth table as they were
read; `tenure_all`, all of them; `tenure_repeated`, the ids that stand twice; and the staged
relations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tenure.compiler.policy.fields import EventType, LinkType
from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code
from tenure.engine.audit.entering import enter
from tenure.engine.inside.host import Host, cannot
from tenure.engine.inventories.mapping import InventoryMapping, Source
from tenure.engine.inventories.placing import PlacedInventory, PlacedTable
from tenure.engine.inventories.rows import rows_query, value_column
from tenure.engine.inventories.sound import create_findings, disposed_as_of, staged_query
from tenure.engine.inventories.spooling import DataFileError
from tenure.engine.inventories.stage import (
    ReadFile,
    StagedInventory,
    Told,
    check_moments,
    columns_missing,
    unreadable,
)
from tenure.engine.speech.patterns import SIGNS, UnknownSignError, pattern_of
from tenure.engine.speech.speech import BETWEEN
from tenure.engine.staging import Staged, relation_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS, ALL, REPEATED = "tenure_rows_", "tenure_all", "tenure_repeated"

_FINDING = ("INTEGER", "BIGINT", *("VARCHAR",) * 5)


class InsideStager:
    """Stages one inventory; its findings go into a DuckDB database beside."""

    def __init__(
        self, host: Host, connection: DuckDBPyConnection, policy: Policy, as_of: date
    ) -> None:
        """Prepare to stage.

        Args:
            host: the database that holds the inventory.
            connection: where `rejects`, `notes` and `provenance` are made.
            policy: the policy.
            as_of: the day of the decisions.
        """
        self._host = host
        self._connection = connection
        self._policy = policy
        self._as_of = as_of

    def stage(self, inventory: PlacedInventory, told: Told | None) -> StagedInventory:
        """Read everything, then put aside what is not sound.

        Raises:
            DataError: a table cannot be read as the mapping says it (TN502 to TN504).
        """
        _check_formats(inventory)
        create_findings(self._connection)
        files = []
        for number, placed in enumerate(inventory.tables):
            if told:
                told(number, len(inventory.tables))
            files.append(self._read(number, placed, inventory.mapping))
        self._put_aside(inventory.tables)
        staged = tuple(self._staged(inventory.tables))
        for number, placed in enumerate(inventory.tables):
            for n, field in enumerate(placed.fields):
                if isinstance(field.type, LinkType):
                    self._note_dangling(number, n, field.name, field.type)
        self._bring_provenance()
        return StagedInventory(staged=staged, files=tuple(files))

    # --- reading --------------------------------------------------------------------------------

    def _read(self, number: int, placed: PlacedTable, mapping: InventoryMapping) -> ReadFile:
        """Read one table into its rows."""
        source = placed.table.source
        try:
            opened = self._host.opened(source)
        except DataFileError as error:
            raise unreadable(error, str(mapping.path)) from error
        found = columns_missing(placed, opened, mapping.path)
        if found:
            raise found
        check_moments(placed, opened, mapping)
        query = rows_query(placed, opened, mapping, number, self._as_of, self._host.speech)
        self._host.make_table(f"{ROWS}{number}", query)
        rows, digest = self._host.digest(opened)
        return ReadFile(label=source.label, sha256=digest, size=None, rows=rows)

    # --- what is not sound ------------------------------------------------------------------------

    def _put_aside(self, tables: Sequence[PlacedTable]) -> None:
        """Bring the findings home; an id that stands twice is no id."""
        parts = (
            f"SELECT source, id, record_class, {self._disposed_as(placed)} AS disposed_as, "
            f"problems, notes FROM {ROWS}{number}"
            for number, placed in enumerate(tables)
        )
        self._host.make_view(ALL, " UNION ALL ".join(parts))
        self._host.make_table(
            REPEATED,
            f"SELECT id FROM {ALL} WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1",
        )
        columns = "source, id, record_class"
        self._bring("rejects", f"SELECT {columns}, problems FROM {ALL} WHERE problems IS NOT NULL")
        self._bring(
            "notes", f"SELECT {columns}, notes FROM {ALL} AS r WHERE notes IS NOT NULL AND {SOUND}"
        )
        repeated = f"SELECT {columns}, id FROM {ALL} AS r WHERE {_REPEATED_HERE}"
        self._bring_one("rejects", repeated, Code.REPEATED_ID, "")

    def _disposed_as(self, placed: PlacedTable) -> str:
        text = self._host.speech.text_type
        return f"CAST({disposed_as_of(placed) or 'NULL'} AS {text})"

    def _bring(self, relation: str, query: str) -> None:
        """Bring rows with a list of findings, each of them a row here."""
        for batch in self._host.batches(query):
            rows = [
                (source, None, id_, class_, *_parts(finding))
                for source, id_, class_, findings in batch
                for finding in _texts(findings)
            ]
            enter(self._connection, relation, _FINDING, rows)

    def _bring_one(self, relation: str, query: str, code: Code, field: str) -> None:
        """Bring rows of which one thing is to be said, with the text in their cell."""
        for batch in self._host.batches(query):
            rows = [(s, None, id_, c, code.number, field, said) for s, id_, c, said in batch]
            enter(self._connection, relation, _FINDING, rows)

    def _note_dangling(self, number: int, n: int, field: str, type_: LinkType) -> None:
        """Note the links that lead to no sound record, or to one of a class they may not."""
        speech = self._host.speech
        value = value_column(n)
        each = speech.spread(value) if type_.many else value
        targets = [c for c in self._policy.classes if self._policy.is_under(c, type_.target)]
        listed = ", ".join(map(speech.literal, targets))
        sound = f"SELECT 1 FROM {ALL} AS r WHERE r.id = l.target AND {SOUND}"
        query = (
            f"SELECT source, id, record_class, target FROM (SELECT source, id, record_class, "
            f"{each} AS target FROM {ROWS}{number} AS r WHERE {value} IS NOT NULL AND {SOUND}) "
            f"AS l WHERE NOT EXISTS ({sound} AND r.record_class IN ({listed}))"
        )
        self._bring_one("notes", query, Code.DANGLING_LINK, field)

    def _bring_provenance(self) -> None:
        self._connection.execute(
            "CREATE TABLE provenance (id VARCHAR, source INTEGER, row BIGINT, "
            "record_class VARCHAR, disposed_as VARCHAR)"
        )
        types = ("VARCHAR", "INTEGER", "BIGINT", "VARCHAR", "VARCHAR")
        query = f"SELECT id, source, record_class, disposed_as FROM {ALL} AS r WHERE {SOUND}"
        for batch in self._host.batches(query):
            rows = [(id_, source, None, class_, done) for id_, source, class_, done in batch]
            enter(self._connection, "provenance", types, rows)

    # --- what is sound ----------------------------------------------------------------------------

    def _staged(self, tables: Sequence[PlacedTable]) -> Iterator[Staged]:
        for name in self._policy.classes:
            holding = [(n, t) for n, t in enumerate(tables) if name in t.table.classes]
            if not holding:
                continue
            columns, query = staged_query(
                self._policy, name, holding, self._host.speech, SOUND, rows=ROWS
            )
            relation = relation_of(self._policy, name)
            self._host.make_view(relation, query)
            yield Staged(record_class=name, relation=relation, columns=columns)


_REPEATED_HERE = f"EXISTS (SELECT 1 FROM {REPEATED} AS d WHERE d.id = r.id)"
SOUND = f"r.problems IS NULL AND NOT {_REPEATED_HERE}"
"""The condition under which a row, called `r`, is sound."""


def _texts(value: object) -> list[str]:
    if not isinstance(value, list):
        raise TypeError(f"not a list: {value!r}")
    return [str(each) for each in value]


def _parts(finding: str) -> tuple[str, str, str | None]:
    """Return code, field and cell of a finding; a cell is never empty."""
    code, field, said = finding.split(BETWEEN, 2)
    return code, field, said or None


# --- what only a database of its own can do ------------------------------------------------------


def _check_formats(inventory: PlacedInventory) -> None:
    """Check that every way of writing days can be read by a pattern."""
    for placed in inventory.tables:
        for field in placed.fields:
            if not isinstance(field.type, EventType):
                continue
            for format_ in field.placed.formats:
                try:
                    pattern_of("" if format_ == "iso" else format_)
                except UnknownSignError as error:
                    raise cannot(
                        Code.BAD_MAPPING,
                        f"`{error}` in `{format_}` cannot be read inside a database, "
                        f"in the table `{placed.table.source.label}`",
                        [f"what can be read: {' '.join(SIGNS)}"],
                        inventory.mapping,
                    ) from error


def inside_only(inventory: PlacedInventory, engine: str, formats: Sequence[str]) -> None:
    """Check that every table is one that a database can reach.

    Raises:
        DataError: a table is a file (TN503).
    """
    for placed in inventory.tables:
        source: Source = placed.table.source
        if source.format not in formats:
            raise cannot(
                Code.BAD_MAPPING,
                f"`{source.label}` is a file, and the engine `{engine}` decides what is in the "
                "database",
                ["leave --engine away to decide files and tables together, on this machine"],
                inventory.mapping,
            )
