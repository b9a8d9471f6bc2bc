"""Decides records that depend on records of their own kind, in rounds (S9).

A round decides every record whose linked records are decided. Records that are never
reached so lead in a circle, or to one: those of the circle have no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from tenure.compiler.circles import in_circles
from tenure.engine.databases.database import Database
from tenure.engine.lowering import days, sql
from tenure.engine.lowering.links import KEPT
from tenure.engine.staging import ColumnType

READY, CIRCLES = "tenure_ready", "tenure_circles"

KEPT_TYPES = dict(
    zip(
        KEPT,
        (
            ColumnType.TEXT,
            ColumnType.DATE,
            ColumnType.DATE,
            ColumnType.BOOLEAN,
            ColumnType.BOOLEAN,
        ),
        strict=True,
    )
)
"""The columns of `KEPT` with their types."""


class Rounds:
    """The records of some classes that depend on each other, decided round by round."""

    def __init__(
        self,
        database: Database,
        sources: Mapping[str, str],
        kept_of: Callable[[str], str],
        kept_query: Callable[[str, exp.Query], exp.Query],
    ) -> None:
        """Prepare to decide.

        Args:
            database: where the records are.
            sources: the relations of the classes, by class.
            kept_of: the name of the relation to be filled, by class.
            kept_query: how long those records of a class are kept that a query selects.
        """
        self._database = database
        self._sources = sources
        self._kept_of = kept_of
        self._kept_query = kept_query

    def run(self, needs: exp.Query | None) -> None:
        """Fill the relations.

        Args:
            needs: the pairs of records, `id` and `target`, where the first needs the second;
                `None` of none.
        """
        for name in self._sources:
            self._database.empty(self._kept_of(name), KEPT_TYPES)
        if needs is None:
            self._decide(lambda source: source)
            return
        self._database.table(_open(0), needs)
        self._decide(lambda source: _without(source, "id", _ids(_open(0))))
        self._database.table(_open(1), _with(_all(_open(0)), "target", _ids(_open(0))))
        count = 1
        while self._some(_open(count - 1)):
            self._round(count)
            count += 1

    def _round(self, count: int) -> None:
        before, now = _open(count - 1), _open(count)
        # Records of circles have their outcome already: they are not decided a second time.
        open_ = _without(_ids(before), "id", _all(CIRCLES))
        self._database.table(READY, _without(open_, "id", _ids(now)))
        if self._some(READY):
            self._decide(lambda source: _with(source, "id", _ids(READY)))
        else:
            self._give_up(now)
        left = _without(_without(_all(now), "target", _ids(READY)), "id", _ids(READY))
        self._database.table(_open(count + 1), left)

    def _decide(self, chosen: Callable[[exp.Query], exp.Query]) -> None:
        for name, relation in self._sources.items():
            self._database.append(
                self._kept_of(name), self._kept_query(name, chosen(_all(relation)))
            )

    def _give_up(self, stuck: str) -> None:
        """Give every record of a circle of links the outcome that it has none."""
        pairs = exp.select(sql.column("id"), sql.column("target")).from_(stuck)
        circle = in_circles((str(id_), str(target)) for id_, target in self._database.rows(pairs))
        self._database.empty(READY, {"id": ColumnType.TEXT})
        self._database.enter(READY, [(id_,) for id_ in circle])
        self._database.append(CIRCLES, _ids(READY))
        values = (
            sql.column("id"),
            days.never(),
            days.forever(),
            sql.truth(False),
            sql.truth(True),
        )
        columns = [
            exp.alias_(tree, name, quoted=True) for name, tree in zip(KEPT, values, strict=True)
        ]
        for name, relation in self._sources.items():
            chosen = _with(_all(relation), "id", _ids(READY))
            lacking = exp.select(*columns).from_(exp.alias_(exp.Subquery(this=chosen), "c"))
            self._database.append(self._kept_of(name), lacking)

    def _some(self, relation: str) -> bool:
        return bool(self._database.rows(exp.select("1").from_(relation).limit(1)))


def _open(count: int) -> str:
    return f"tenure_open_{count}"


def _all(relation: str) -> exp.Query:
    return exp.select("*").from_(exp.to_table(relation))


def _ids(relation: str) -> exp.Query:
    return exp.select(sql.column("id")).distinct().from_(exp.to_table(relation))


def _with(rows: exp.Query, column: str, ids: exp.Query) -> exp.Query:
    """Return the rows that have one of these ids in a column."""
    return _joined(rows, column, ids, "inner")


def _without(rows: exp.Query, column: str, ids: exp.Query) -> exp.Query:
    """Return the rows that have none of these ids in a column."""
    return _joined(rows, column, ids, "left").where(sql.absent(sql.column("id", "i")))


def _joined(rows: exp.Query, column: str, ids: exp.Query, how: str) -> exp.Select:
    every = exp.Column(this=exp.Star(), table=exp.to_identifier("x"))
    on = sql.equal(sql.column("id", "i"), sql.column(column, "x"))
    return (
        exp.select(every)
        .from_(exp.alias_(exp.Subquery(this=rows), "x", table=True))
        .join(exp.alias_(exp.Subquery(this=ids), "i", table=True), on=on, join_type=how)
    )
