"""Audits an inventory: stages it, decides it, and answers what its documents ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenure.compiler.deadlines import DeadlineStatus
from tenure.compiler.evaluate.duties import decide_duties
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.dsl.diagnostics import Diagnostic
from tenure.engine.audit.performance import measure
from tenure.engine.audit.places import Place
from tenure.engine.audit.promises import steps_of
from tenure.engine.audit.results import (
    EXCEPTIONS,
    LISTED,
    AuditSummary,
    DutyLog,
    Exceptional,
    Found,
    Listed,
    Owed,
)
from tenure.engine.audit.tallies import tally
from tenure.engine.inside.host import Elsewhere
from tenure.engine.inventories.placing import PlacedInventory, PlacedTable, place
from tenure.engine.inventories.read_mapping import read_mapping
from tenure.engine.inventories.sql import literal, literals
from tenure.engine.inventories.stage import DataError, ReadFile, Told
from tenure.engine.staging import DEADLINES, DECISIONS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Step = Callable[[str], Told | None]
"""Is told what is done next, and gives what wants to be told how far it is."""

_BATCH = 10_000

_OWED = (
    "record",
    "record_class",
    "step",
    "channel",
    "status",
    "started",
    "deadline",
    "deadline_at",
    "not_before",
    "not_after",
    "time_left",
    "time_left_unit",
    "missing",
)


@contextmanager
def connected(work: Path) -> Iterator[DuckDBPyConnection]:
    """Give a database that needs no network and leaves nothing behind.

    Args:
        work: a folder for what does not fit in memory.
    """
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "temp_directory": str(work),
    }
    connection = duckdb.connect(config=settings)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRequest:
    """What is asked of an audit.

    Attributes:
        policy: the policy.
        data: the mapping file, or the folder in which `mapping.toml` lies.
        as_of: the day of the decisions; a future day is a forecast.
        facts: facts that differ from their declared value.
        previous: the folder of an earlier audit, to see what has become of its list.
        elsewhere: where it is decided; `None` for here.
        log: what was done of the policy's duties; `None` where nothing is asked of them.
    """

    policy: Policy
    data: Path
    as_of: date
    facts: Mapping[str, Value] = field(default_factory=dict)
    previous: Path | None = None
    elsewhere: Elsewhere | None = None
    log: DutyLog | None = None


def run_audit(
    connection: DuckDBPyConnection,
    asked: AuditRequest,
    place: Place,
    *,
    step: Step = lambda what: None,
) -> Audit:
    """Audit an inventory.

    Args:
        connection: a database of its own, as `connected` gives it.
        asked: what is asked; the comparison with an earlier audit is the `Verifier`'s.
        place: where it is decided.
        step: is told what is done.

    Raises:
        DataError: the mapping or the data cannot be used; its `diagnostics` say why.
        OSError: a copy cannot be written.
    """
    policy, as_of = asked.policy, asked.as_of
    inventory = _placed(policy, asked.data)
    told = step("reading the inventory")
    staged = place.stage(policy, inventory, as_of, told)
    if keeps(policy):
        step("deciding")
        place.decide(policy, staged.staged, as_of, asked.facts)
        _check_all_decided(connection)
    else:
        columns = ", ".join(f"{name} {type_.value}" for name, type_ in DECISIONS.items())
        connection.execute(f"CREATE TABLE decisions ({columns})")
    if policy.obligations:
        step("deciding the deadlines")
        place.promise(policy, staged.staged, as_of, asked.facts)
    step("counting")
    summary = AuditSummary(
        policy=policy,
        as_of=as_of,
        facts=tuple((name, _in_words(value)) for name, value in sorted(asked.facts.items())),
        mapping_sha256=sha256(inventory.mapping.text.encode()).hexdigest(),
        files=staged.files,
        unplaced=tuple(_unplaced(policy, inventory.tables)),
        empty=tuple(_empty(policy, inventory.tables)),
        tallies=tally(connection, policy, as_of, sum(file.rows for file in staged.files)),
        performance=measure(connection) if policy.obligations else None,
        log=asked.log,
        duties=decide_duties(policy, asked.log.entries, as_of) if asked.log else (),
    )
    return Audit(connection, summary)


def keeps(policy: Policy) -> bool:
    """Return whether a policy is audited for what is kept: not one of promises only."""
    return bool(policy.rules) or not policy.obligations


def _placed(policy: Policy, data: Path) -> PlacedInventory:
    found: list[Diagnostic] = []
    mapping = read_mapping(data, found.append)
    inventory = place(mapping, policy, found.append) if mapping else None
    if inventory is None:
        raise DataError(tuple(found))
    return inventory


def _check_all_decided(connection: DuckDBPyConnection) -> None:
    """Make sure that every sound row has one decision: none is lost, none has two."""
    counted = connection.execute(
        "SELECT (SELECT count(*) FROM provenance), (SELECT count(*) FROM decisions), "
        "(SELECT count(*) FROM decisions SEMI JOIN provenance ON record = id)"
    ).fetchone()
    if counted is None or len(set(counted)) != 1:
        raise AssertionError(f"records, decisions, decisions on records: {counted}")


def _in_words(value: Value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _unplaced(policy: Policy, tables: Iterable[PlacedTable]) -> Iterator[tuple[str, str]]:
    """Yield the fields that no table of their class supplies, in the policy's order."""
    supplied: dict[str, set[str]] = {}
    for placed in tables:
        for name in placed.table.classes:
            fields = {field.name for field in placed.fields if name in field.classes}
            supplied.setdefault(name, set()).update(fields)
    for name, record_class in policy.classes.items():
        if name in supplied:
            yield from ((name, f) for f in record_class.fields if f not in supplied[name])


def _empty(policy: Policy, tables: Iterable[PlacedTable]) -> Iterator[str]:
    """Yield the classes that no table may state; one with a condition need not be stated."""
    stated = {name for placed in tables for name in placed.table.classes}
    for name, record_class in policy.classes.items():
        if name not in stated and record_class.where is None:
            yield name


class Audit:
    """An audited inventory.

    Attributes:
        summary: what it comes to.
    """

    def __init__(self, connection: DuckDBPyConnection, summary: AuditSummary) -> None:
        self.summary = summary
        self._connection = connection
        labels = literals(file.label for file in summary.files)
        self._label = f"([{labels}])[source + 1]" if labels else "''"

    @property
    def connection(self) -> DuckDBPyConnection:
        """The database, for a comparison with an earlier audit."""
        return self._connection

    @property
    def files(self) -> tuple[ReadFile, ...]:
        """What was read."""
        return self.summary.files

    def write_decisions(self, path: Path) -> None:
        """Write all decisions to a Parquet file, in the order of the records' ids.

        Raises:
            OSError: it cannot be written.
        """
        columns = ", ".join(DECISIONS)
        query = (
            f"SELECT {columns}, disposed_as, {self._label} AS source, row {self._joined()} "
            "ORDER BY record"
        )
        self._connection.execute(
            f"COPY ({query}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"
        )

    def write_deadlines(self, path: Path) -> None:
        """Write all deadlines to a Parquet file, by record, then as the policy has its steps.

        Raises:
            OSError: it cannot be written.
        """
        columns = ", ".join(DEADLINES)
        query = (
            f"SELECT {columns}, {self._label} AS source, row {self._joined('deadlines')} "
            f"ORDER BY record, {self._place_of_step()}"
        )
        self._connection.execute(
            f"COPY ({query}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"
        )

    def owed(self) -> Iterator[Owed]:
        """Yield what is owed or may be: by deadline, what has none that is known at the end.

        What is the customer's to do is owed by nobody.
        """
        owed = [step.ref for _, step in steps_of(self.summary.policy) if not step.by_customer]
        statuses = (DeadlineStatus.OPEN, DeadlineStatus.BREACHED, DeadlineStatus.UNDETERMINED)
        columns = ", ".join(_OWED)
        query = (
            f"SELECT {columns}, {self._label} AS source, row {self._joined('deadlines')} "
            f"WHERE status IN ({literals(statuses)}) AND step IN ({literals(owed)}) "
            "ORDER BY coalesce(deadlines.deadline, deadlines.not_before, deadlines.not_after) "
            f"NULLS LAST, deadline_at NULLS LAST, {self._place_of_step()}, record"
        )
        for row in self._rows(query):
            yield Owed(**{**row, "missing": tuple(row["missing"])})

    def _place_of_step(self) -> str:
        refs = literals(step.ref for _, step in steps_of(self.summary.policy))
        return f"list_position([{refs}], step)"

    def listed(self) -> Iterator[Listed]:
        """Yield the disposal list, by rule, then by the day from which a record is due."""
        query = (
            "SELECT record, record_class, status, keep_until, due, action, rule, phase, "
            f"{self._label} AS source, row {self._joined()} "
            f"WHERE status IN ({literals(LISTED)}) ORDER BY rule, due, record"
        )
        for row in self._rows(query):
            yield Listed(**row)

    def exceptions(self) -> Iterator[Exceptional]:
        """Yield the records without an answer, by status, class and id."""
        query = (
            "SELECT record, record_class, status, missing, follows, held_by, not_before, "
            f"{self._label} AS source, row {self._joined()} "
            f"WHERE status IN ({literals(EXCEPTIONS)}) ORDER BY status, record_class, record"
        )
        for row in self._rows(query):
            lists = {name: tuple(row[name]) for name in ("missing", "held_by")}
            yield Exceptional(**{**row, **lists})

    def rejects(self) -> Iterator[Found]:
        """Yield why rows were put aside, in the order of the rows."""
        return self._found("rejects")

    def notes(self) -> Iterator[Found]:
        """Yield what is to be noted about rows, in their order."""
        return self._found("notes")

    def _found(self, relation: str) -> Iterator[Found]:
        query = (
            f"SELECT {self._label} AS source, row, id AS record, record_class, "
            "code, field, said "
            f"FROM {relation} ORDER BY {relation}.source, row, id, code, field, said"
        )
        for row in self._rows(query):
            yield Found(**row)

    def _joined(self, relation: str = "decisions") -> str:
        origin = "SELECT id, source, row, disposed_as FROM provenance"
        return f"FROM {relation} JOIN ({origin}) ON record = id"

    def _rows(self, query: str) -> Iterator[dict[str, Any]]:
        cursor = self._connection.cursor()
        found = cursor.execute(query)
        names = [column[0] for column in found.description]
        while batch := found.fetchmany(_BATCH):
            for row in batch:
                yield dict(zip(names, row, strict=True))
