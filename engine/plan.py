"""What has to be worked out before a record can be decided, and in which order (S8, S9)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlglot import exp

from tenure.compiler.circles import components, is_circle, longest_way
from tenure.compiler.policy.fields import FieldRef, LinkType
from tenure.compiler.policy.periods import Latest
from tenure.engine.databases.database import Database
from tenure.engine.lowering import sql
from tenure.engine.lowering.held_through import held_through, not_yet, reached, reached_within
from tenure.engine.lowering.links import Relations
from tenure.engine.lowering.newer import newer
from tenure.engine.lowering.queries import ClassQueries
from tenure.engine.lowering.reading import Inventory, together, union_all
from tenure.engine.rounds import CIRCLES, Rounds
from tenure.engine.staging import DECISIONS, ColumnType, relation_of

DECIDED = "tenure_decisions"
TIES, HOLDERS = "tenure_ties", "tenure_holders"
REACH, HELD_THROUGH = "tenure_reach", "tenure_held_through"


class Plan:
    """The queries of one inventory, and the working tables that they need."""

    def __init__(self, database: Database, inventory: Inventory, as_of: date) -> None:
        """Plan the decisions as of a day.

        Args:
            database: where the records are.
            inventory: the staged relations; what is known of their data is made use of.
            as_of: the day of the decisions.
        """
        self._database = database
        self._inventory = inventory
        self._newer: dict[tuple[str, Latest], str] = {}
        self._relations = Relations(kept_of=self._kept_of, newer_of=self._newer_of)
        self._in_circles: set[str] = set()
        self._queries = {
            name: ClassQueries(inventory, name, as_of, self._relations) for name in inventory.staged
        }

    def decisions(self) -> str:
        """Work out what is needed, and return the name of the view of the decisions."""
        queries = self.by_class()
        if not queries:
            self._database.empty(DECIDED, dict(DECISIONS))
            return DECIDED
        self._database.view(DECIDED, together(list(queries.values())))
        return DECIDED

    def by_class(self) -> dict[str, exp.Query]:
        """Work out what is needed, and return the query of the decisions of each class."""
        self._count_newer()
        self._decide_linked()
        through = self._hold_through_links()
        return {
            name: one.decisions(CIRCLES if name in self._in_circles else None, through.get(name))
            for name, one in self._queries.items()
        }

    def _kept_of(self, name: str) -> str:
        return f"tenure_kept_{relation_of(self._inventory.policy, name)}"

    def _newer_of(self, rule: str, period: Latest) -> str:
        return self._newer[rule, period]

    # --- the latest n -------------------------------------------------------------------------

    def _count_newer(self) -> None:
        policy = self._inventory.policy
        for name in self._inventory.staged:
            for rule, period in self._queries[name].latest():
                if (rule, period) not in self._newer:
                    relation = f"tenure_newer_{len(self._newer)}"
                    self._newer[rule, period] = relation
                    roots = {policy.classes[of].lineage[-1] for of in policy.rules[rule].classes}
                    dated = [
                        query
                        for other in self._inventory.staged
                        if policy.classes[other].lineage[-1] in roots
                        if (query := self._queries[other].dated(rule, period)) is not None
                    ]
                    if dated:
                        self._database.table(relation, newer(together(dated), period.count))

    # --- linked records -----------------------------------------------------------------------

    def _decide_linked(self) -> None:
        """Work out how long linked records are kept, those that they link to first."""
        asked = {name: self._queries[name].asked() for name in self._inventory.staged}
        after = {name: self._targets(links) for name, links in asked.items()}
        linked = {target for targets in after.values() for target in targets}
        for group in components(after):
            if is_circle(group, after):
                self._decide_in_rounds(group)
            elif group[0] in linked:
                (name,) = group
                self._database.table(self._kept_of(name), self._queries[name].kept())

    def _targets(self, links: Iterable[FieldRef]) -> list[str]:
        """Return the classes of the records that links can lead to."""
        return list(
            dict.fromkeys(
                staged.record_class
                for link in links
                if isinstance(link.type, LinkType)
                for staged in self._inventory.under(link.type.target)
            )
        )

    def _decide_in_rounds(self, group: tuple[str, ...]) -> None:
        if not self._in_circles:
            self._database.empty(CIRCLES, {"id": ColumnType.TEXT})
        needs = self._needs(group)
        rounds = Rounds(
            self._database,
            sources={name: self._inventory.staged[name].relation for name in group},
            kept_of=self._kept_of,
            kept_query=lambda name, chosen: self._queries[name].kept(chosen),
        )
        rounds.run(needs)
        self._in_circles |= set(group)

    def _needs(self, group: tuple[str, ...]) -> exp.Query | None:
        """Return the pairs of records of a group of classes where one needs the other, if any."""
        pairs = []
        for name in group:
            for link, query in self._queries[name].needs():
                targets = [t for t in self._targets([link]) if t in group]
                if targets:
                    pairs.append(self._existing(query, targets))
        return union_all(pairs)

    def _existing(self, pairs: exp.Query, classes: Iterable[str]) -> exp.Query:
        """Return the pairs whose target is a record of one of these classes."""
        ids = together(
            [
                exp.select(sql.column("id")).from_(
                    exp.to_table(self._inventory.staged[name].relation)
                )
                for name in classes
            ]
        )
        on = sql.equal(sql.column("id", "t"), sql.column("target", "p"))
        return (
            exp.select(sql.column("id", "p"), sql.column("target", "p"))
            .distinct()
            .from_(exp.alias_(exp.Subquery(this=pairs), "p", table=True))
            .join(exp.alias_(exp.Subquery(this=ids), "t", table=True), on=on)
        )

    # --- holds through links --------------------------------------------------------------------

    def _hold_through_links(self) -> dict[str, str]:
        """Work out what holds reach which records through links.

        Returns:
            The relation that says so, for each class whose records it can name.
        """
        ties = self._ties()
        holders = [
            query
            for name in self._inventory.staged
            if (query := self._queries[name].holders()) is not None
        ]
        if not ties or not holders:
            return {}
        pairs = [query for queries, _ in ties.values() for query in queries]
        self._database.table(TIES, together(pairs))
        self._database.table(HOLDERS, together(holders))
        steps = longest_way({name: targets for name, (_, targets) in ties.items()})
        if steps is None:
            self._reach_in_rounds()
        else:
            self._database.table(REACH, reached_within(steps, TIES, HOLDERS))
        holds = tuple(self._inventory.policy.holds)
        self._database.table(HELD_THROUGH, held_through(REACH, HOLDERS, holds))
        return dict.fromkeys(ties, HELD_THROUGH)

    def _ties(self) -> dict[str, tuple[list[exp.Query], list[str]]]:
        """Return for each class the pairs of records and those they are kept as long as.

        With them come the classes of the latter. A class without such links is not there.
        """
        found: dict[str, tuple[list[exp.Query], list[str]]] = {}
        for name in self._inventory.staged:
            for link, query in self._queries[name].ties():
                if targets := self._targets([link]):
                    queries, classes = found.setdefault(name, ([], []))
                    queries.append(self._existing(query, targets))
                    classes += targets
        return found

    def _reach_in_rounds(self) -> None:
        """Follow the links back from every record on hold, one step at a time."""
        self._database.empty(REACH, {"id": ColumnType.TEXT, "holder": ColumnType.TEXT})
        frontier: str | None = None
        for count in range(1_000_000):
            found = not_yet(reached(TIES, HOLDERS, frontier), REACH)
            frontier = f"tenure_frontier_{count % 2}"
            self._database.table(frontier, found)
            if not self._database.rows(exp.select("1").from_(frontier).limit(1)):
                return
            columns = exp.select(sql.column("id"), sql.column("holder"))
            self._database.append(REACH, columns.from_(frontier))
