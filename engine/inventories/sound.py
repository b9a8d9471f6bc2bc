"""Parts the sound rows of an inventory from the others.

The relations that it makes, beside the staged ones:

* `rejects` and `notes`: why a row was put aside, and what is to be noted about a sound one
  (source, row, id, record_class, code, field, said; one row for each thing found).
* `provenance`: the sound rows (id, source, row, record_class, disposed_as).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, assert_never

from tenure.compiler.policy.fields import LinkType
from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code
from tenure.engine.inventories.placing import PlacedTable
from tenure.engine.inventories.rows import value_column
from tenure.engine.inventories.sql import literal, literals, name
from tenure.engine.speech.duckdb import DUCKDB
from tenure.engine.speech.speech import Speech
from tenure.engine.staging import (
    DISPOSED_AS,
    EXTENDED_UNTIL,
    ID,
    ColumnType,
    Staged,
    column_names,
    columns_of,
    relation_of,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SOUND = "problems IS NULL AND id NOT IN (FROM repeated)"


def create_findings(connection: DuckDBPyConnection) -> None:
    """Make the relations `rejects` and `notes`, empty."""
    columns = (
        "(source INTEGER, row BIGINT, id VARCHAR, record_class VARCHAR, "
        "code VARCHAR, field VARCHAR, said VARCHAR)"
    )
    for relation in ("rejects", "notes"):
        connection.execute(f"CREATE TABLE {relation} {columns}")


def keep_sound(
    connection: DuckDBPyConnection, policy: Policy, tables: Sequence[PlacedTable]
) -> tuple[Staged, ...]:
    """Stage the sound rows, and put aside the others.

    Args:
        connection: where the rows of the nth table are the relation `rows_n`.
        policy: the policy.
        tables: the tables.

    Returns:
        The relation of each class that a table may state, in the policy's order.
    """
    _put_aside(connection, tables)
    staged = tuple(_staged(connection, policy, tables))
    for number, placed in enumerate(tables):
        for n, field in enumerate(placed.fields):
            if isinstance(field.type, LinkType):
                _note_dangling(connection, policy, f"rows_{number}", n, (field.name, field.type))
    return staged


def _put_aside(connection: DuckDBPyConnection, tables: Sequence[PlacedTable]) -> None:
    """Fill `rejects`, `notes` and `provenance`; an id that stands twice is no id."""
    everything = " UNION ALL ".join(
        f"SELECT source, row, id, record_class, "
        f"{disposed_as_of(placed) or 'NULL::VARCHAR'} AS disposed_as, "
        f"problems, notes FROM rows_{number}"
        for number, placed in enumerate(tables)
    )
    connection.execute(f"CREATE VIEW all_rows AS {everything}")
    connection.execute(
        "CREATE TABLE repeated AS SELECT id FROM all_rows WHERE id IS NOT NULL "
        "GROUP BY id HAVING count(*) > 1"
    )
    for relation, kind, where in (
        ("rejects", "problems", "problems IS NOT NULL"),
        ("notes", "notes", f"notes IS NOT NULL AND {_SOUND}"),
    ):
        connection.execute(
            f"INSERT INTO {relation} SELECT source, row, id, record_class, "
            f"found.code, found.field, found.said FROM "
            f"(SELECT *, unnest({kind}) AS found FROM all_rows WHERE {where})"
        )
    connection.execute(
        f"INSERT INTO rejects SELECT source, row, id, record_class, "
        f"{literal(Code.REPEATED_ID.number)}, '', id FROM all_rows SEMI JOIN repeated USING (id)"
    )
    connection.execute(
        "CREATE VIEW provenance AS SELECT id, source, row, record_class, disposed_as "
        f"FROM all_rows WHERE {_SOUND}"
    )


def disposed_as_of(placed: PlacedTable) -> str | None:
    """Return the column of the rows of a table that says what has been done with a record."""
    numbers = [n for n, field in enumerate(placed.fields) if field.name == DISPOSED_AS]
    return value_column(numbers[0]) if numbers else None


def _staged(
    connection: DuckDBPyConnection, policy: Policy, tables: Sequence[PlacedTable]
) -> Iterator[Staged]:
    for record_class in policy.classes:
        holding = [
            (number, placed)
            for number, placed in enumerate(tables)
            if record_class in placed.table.classes
        ]
        if holding:
            yield _staged_class(connection, policy, record_class, holding)


def _staged_class(
    connection: DuckDBPyConnection,
    policy: Policy,
    record_class: str,
    holding: Sequence[tuple[int, PlacedTable]],
) -> Staged:
    """Make the relation of a class, with the fields that some table of it supplies."""
    columns, query = staged_query(policy, record_class, holding, DUCKDB, _SOUND)
    relation = relation_of(policy, record_class)
    connection.execute(f"CREATE VIEW {name(relation)} AS {query}")
    return Staged(
        record_class=record_class,
        relation=relation,
        columns=columns,
    )


def staged_query(
    policy: Policy,
    record_class: str,
    holding: Sequence[tuple[int, PlacedTable]],
    speech: Speech,
    sound: str,
    rows: str = "rows_",
) -> tuple[frozenset[str], str]:
    """Return the columns of the staged relation of a class, and the query for its records.

    Args:
        policy: the policy.
        record_class: the class.
        holding: the tables whose rows may state it, with their numbers.
        speech: how the database says it.
        sound: the condition under which a row is sound.
        rows: how the names of the relations of the tables' rows begin.
    """
    names = {DISPOSED_AS: DISPOSED_AS, EXTENDED_UNTIL: EXTENDED_UNTIL}
    names |= column_names(policy, record_class)
    supplied = {
        field.name
        for _, placed in holding
        for field in placed.fields
        if record_class in field.classes
    }
    columns = {field: column for field, column in names.items() if field in supplied}
    types = {column: _type(speech, t) for column, t in columns_of(policy, record_class).items()}
    parts = []
    for number, placed in holding:
        values = {
            field.name: value_column(n)
            for n, field in enumerate(placed.fields)
            if record_class in field.classes
        }
        cells = [
            f"CAST({values.get(field, 'NULL')} AS {types[column]}) AS {speech.name(column)}"
            for field, column in columns.items()
        ]
        parts.append(
            f"SELECT {', '.join([ID, *cells])} FROM {rows}{number} AS r "
            f"WHERE record_class = {speech.literal(record_class)} AND {sound}"
        )
    return frozenset({ID, *columns.values()}), " UNION ALL ".join(parts)


def _type(speech: Speech, type_: ColumnType) -> str:
    """Return what a database calls the type of a staged column."""
    match type_:
        case ColumnType.TEXT:
            return speech.text_type
        case ColumnType.DATE:
            return speech.day_type
        case ColumnType.TIMESTAMP:
            return speech.moment_type
        case ColumnType.BOOLEAN:
            return speech.truth_type
        case ColumnType.NUMBER:
            return speech.number_type
        case ColumnType.TEXTS:
            return speech.texts_type
        case ColumnType.INTEGER | ColumnType.LONG:
            raise ValueError("no field is counted")
    assert_never(type_)


def _note_dangling(
    connection: DuckDBPyConnection,
    policy: Policy,
    rows: str,
    n: int,
    link: tuple[str, LinkType],
) -> None:
    """Note the links that lead to no sound record, or to one of a class they may not."""
    field, type_ = link
    targets = [c for c in policy.classes if policy.is_under(c, type_.target)]
    value = value_column(n)
    each = f"unnest({value})" if type_.many else value
    connection.execute(
        f"INSERT INTO notes SELECT source, row, id, record_class, "
        f"{literal(Code.DANGLING_LINK.number)}, {literal(field)}, target FROM "
        f"(SELECT source, row, id, record_class, {each} AS target FROM {rows} "
        f"WHERE {value} IS NOT NULL AND {_SOUND}) WHERE target NOT IN "
        f"(SELECT id FROM provenance WHERE record_class IN ({literals(targets)}))"
    )
