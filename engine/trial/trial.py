"""Decides an inventory by two versions of a policy, and says what is decided otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tenure.engine.audit.audit import Step, connected
from tenure.engine.audit.by_size import decide_by_size
from tenure.engine.audit.places import Decide, Here
from tenure.engine.inventories.mapping import InventoryMapping, Table
from tenure.engine.inventories.placing import PlacedInventory, place
from tenure.engine.inventories.read_mapping import read_mapping
from tenure.engine.inventories.sql import literal, literals
from tenure.engine.inventories.stage import DataError
from tenure.engine.trial.counts import READ_BEFORE, count
from tenure.engine.trial.deciding import (
    AFTER,
    BEFORE,
    bring,
    decide_version,
    keep_what_was_read,
)
from tenure.engine.trial.differences import DIFFERENCES, compare
from tenure.engine.trial.fitting import fitted, same_layout
from tenure.engine.trial.results import TrialSummary

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_OTHER_MAPPING = (
    "the old version is held against the same mapping: where it needs another, name that with "
    "`--data-before`"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRequest:
    """What is asked of a trial.

    Attributes:
        old, new: the versions.
        data: the mapping file, or the folder in which `mapping.toml` lies.
        data_before: the same for the old version, where it needs a mapping of its own.
        as_of: the day of the decisions.
    """

    old: Policy
    new: Policy
    data: Path
    data_before: Path | None = None
    as_of: date


class Trial:
    """An inventory that both versions decided.

    Attributes:
        summary: what it comes to.
    """

    def __init__(self, connection: DuckDBPyConnection, summary: TrialSummary) -> None:
        self.summary = summary
        self._connection = connection

    def write_list(self, path: Path) -> None:
        """Write every record that is decided differently to a Parquet file, in order of the ids.

        Raises:
            OSError: it cannot be written.
        """
        labels = literals(file.label for file in self.summary.files)
        label = f"([{labels}])[source + 1]" if labels else "''"
        query = (
            f"SELECT d.*, {label} AS source, row FROM {DIFFERENCES} AS d "
            "JOIN provenance ON record = id ORDER BY record"
        )
        self._connection.execute(
            f"COPY ({query}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"
        )


def run_trial(
    connection: DuckDBPyConnection,
    asked: TrialRequest,
    work: Path,
    *,
    step: Step = lambda what: None,
    decide: Decide = decide_by_size,
) -> Trial:
    """Decide an inventory by both versions of a policy.

    Where both see the same classes and fields the inventory is read once. Else each
    version reads it for itself, by the mapping less what only the other version has.

    Args:
        connection: a database of its own, as `connected` gives it.
        asked: what is asked.
        work: an empty folder for copies.
        step: is told what is done.
        decide: what decides.

    Raises:
        DataError: a mapping or the data cannot be used; its `diagnostics` say why.
        OSError: a copy cannot be written.
    """
    before, after = _placed(asked)
    once = before.tables == after.tables and same_layout(asked.old, asked.new)
    if not once:
        _before_apart(connection, asked, before, work / "before", step, decide)
    told = step("reading the inventory")
    staged = Here(connection, work, decide).stage(asked.new, after, asked.as_of, told)
    if once:
        step("deciding by the old version")
        decide_version(connection, asked.old, staged.staged, asked.as_of, BEFORE, decide)
        keep_what_was_read(connection, READ_BEFORE)
    step("deciding by the new version")
    decide_version(connection, asked.new, staged.staged, asked.as_of, AFTER, decide)
    step("comparing the decisions")
    compare(connection)
    summary = count(
        connection,
        as_of=asked.as_of,
        data=str(asked.data),
        files=staged.files,
        once=once,
    )
    return Trial(connection, summary)


def _before_apart(
    into: DuckDBPyConnection,
    asked: TrialRequest,
    inventory: PlacedInventory,
    work: Path,
    step: Step,
    decide: Decide,
) -> None:
    """Read and decide by the old version in a database of its own, and bring over the result."""
    work.mkdir()
    with connected(work) as apart:
        told = step("reading the inventory by the old version")
        staged = Here(apart, work, decide).stage(asked.old, inventory, asked.as_of, told)
        step("deciding by the old version")
        decide_version(apart, asked.old, staged.staged, asked.as_of, BEFORE, decide)
        keep_what_was_read(apart, READ_BEFORE)
        for relation in (BEFORE, READ_BEFORE):
            bring(apart, into, relation, str(work / f"{relation}.parquet"))


def _placed(asked: TrialRequest) -> tuple[PlacedInventory, PlacedInventory]:
    """Return the inventory as each version sees it; the mapping of the new one is read first."""
    mapping = _mapping(asked.data)
    earlier = mapping if asked.data_before is None else _mapping(asked.data_before)
    after = _place(mapping, asked.new, asked.old)
    try:
        return _place(earlier, asked.old, asked.new), after
    except DataError as error:
        if asked.data_before is not None:
            raise
        first, *others = error.diagnostics
        helped = replace(first, help=(*first.help, _OTHER_MAPPING))
        raise DataError((helped, *others)) from error


def _mapping(data: Path) -> InventoryMapping:
    found: list[Diagnostic] = []
    mapping = read_mapping(data, found.append)
    if mapping is None:
        raise DataError(tuple(found))
    for table in mapping.tables:
        if table.source.format == "database":
            raise DataError((_in_database(mapping, table),))
    return mapping


def _in_database(mapping: InventoryMapping, table: Table) -> Diagnostic:
    return Diagnostic(
        code=Code.BAD_MAPPING,
        message=f"the table `{table.source.label}` is in a database, and versions are compared on "
        "files only",
        path=str(mapping.path),
        help=("copy its tables to Parquet files, and name a mapping of these",),
    )


def _place(mapping: InventoryMapping, policy: Policy, other: Policy) -> PlacedInventory:
    found: list[Diagnostic] = []
    inventory = place(fitted(mapping, policy, other), policy, found.append)
    if inventory is None:
        raise DataError(tuple(found))
    return inventory
