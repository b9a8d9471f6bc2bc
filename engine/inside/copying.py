"""Copies tables out of a PostgreSQL database, to be decided here beside files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tenure.engine.inside.postgresql import PostgreSQLHost, postgresql
from tenure.engine.inventories.mapping import InventoryMapping, Source
from tenure.engine.inventories.sources import ROW, Column, Opened, json_value, lines_of
from tenure.engine.inventories.sql import name
from tenure.engine.inventories.stage import CopiedTable, CopyTable


@contextmanager
def copying(mapping: InventoryMapping) -> Iterator[CopyTable]:
    """Give a function that copies tables, all of them as they were at one moment.

    Raises:
        DataError: the database cannot be reached, or refuses (TN503, TN520, TN521).
    """
    with postgresql(mapping) as host:

        def copy(source: Source, spool: Path) -> CopiedTable:
            return _copied(host, source, spool)

        yield copy


def _copied(host: PostgreSQLHost, source: Source, spool: Path) -> CopiedTable:
    """Copy a table into a file of JSON lines: every value by its text, a list as a list."""
    there = host.opened(source)
    rows, digest = host.digest(there)
    values = (
        f"to_json({column.sql}) AS {column.sql}"
        if column.type.endswith("[]")
        else f"CAST({column.sql} AS text) AS {column.sql}"
        for column in (
            Column(sql=f"c{n}", type=one.type) for n, one in enumerate(there.columns.values())
        )
    )
    copy = spool / "rows.jsonl"
    host.copy(
        f"SELECT row_to_json(s) FROM (SELECT {', '.join(values)} FROM ({there.query}) AS t) AS s",
        copy,
    )
    opened = Opened(
        file=source.path,
        query=f"SELECT CAST(NULL AS BIGINT) AS {name(ROW)}, CAST(line AS JSON) AS line "
        f"FROM {lines_of(copy)}",
        columns={
            column: Column(sql=json_value(f"c{n}"), type="VARCHAR[]")
            for n, column in enumerate(there.columns)
        },
        native_days=True,
    )
    return CopiedTable(opened=opened, there=there, rows=rows, sha256=digest)
