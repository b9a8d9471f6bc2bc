"""The decisions of each record class as views: SQL to be read, and run where the records are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.engine.databases.views import Views
from tenure.engine.deciding import inventory_of
from tenure.engine.plan import Plan
from tenure.engine.staging import Staged, relation_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """The view of the decisions on the records that state one class.

    Attributes:
        record_class: the class.
        name: the name of the view, `decisions_complaint`.
        query: the decisions, with the columns of `DECISIONS`.
        builds_on: the views that must be there before it, by name, each after those it reads.
        reads: the classes whose staged relations the view and those before it read.
    """

    record_class: str
    name: str
    query: exp.Query
    builds_on: Mapping[str, exp.Query]
    reads: tuple[str, ...]


class InRoundsError(Exception):
    """Records of a class depend on records of their own kind, at any remove: no view can follow.

    Attributes:
        record_class: the class that was asked for.
        others: the classes that can have a view.
    """

    def __init__(self, record_class: str, others: tuple[str, ...]) -> None:
        self.record_class = record_class
        self.others = others
        super().__init__(
            f"no view can decide `{record_class}`: an answer can depend on a chain of links of"
            " any length"
        )


def decision_views(
    policy: Policy,
    as_of: date,
    *,
    facts: Mapping[str, Value] | None = None,
    classes: Iterable[str] = (),
) -> tuple[DecisionView, ...]:
    """Return the views of some classes, of every class without any.

    The views hold for whatever records are in the staged relations when they are read, and
    for the rules and facts as they are now.

    Raises:
        InRoundsError: the decisions of a class are found in rounds.
    """
    wanted = tuple(dict.fromkeys(classes)) or tuple(policy.classes)
    staged = [
        Staged(record_class=name, relation=relation_of(policy, name)) for name in policy.classes
    ]
    kept = Views()
    by_class = Plan(kept, inventory_of(policy, staged, facts), as_of).by_class()
    possible = tuple(name for name, query in by_class.items() if kept.is_one_query(query))
    found = []
    for name in wanted:
        if name not in possible:
            raise InRoundsError(name, possible)
        query = by_class[name]
        needed = kept.needed(query)
        relations = {t.name for one in (query, *needed.values()) for t in one.find_all(exp.Table)}
        found.append(
            DecisionView(
                record_class=name,
                name=relation_of(policy, name).replace("staged_", "decisions_", 1),
                query=query,
                builds_on=needed,
                reads=tuple(s.record_class for s in staged if s.relation in relations),
            )
        )
    return tuple(found)
