"""zen-engine: a decision table of twenty rows, and expressions for the days."""

from __future__ import annotations

import json
from typing import Any

import zen
from work import AS_OF, YEARS, Columns, main


def _node(name: str, kind: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    node = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return node if content is None else {**node, "content": content}


def _table() -> dict[str, Any]:
    rows = [
        {
            "_id": f"{n}{child}",
            "kind": f'"k{n}"',
            "child": str(child).lower(),
            "rule": f'"1.{n}/child"' if child else f'"1.{n}"',
            "months": str(12 * (years + 20 if child else years)),
        }
        for n, years in enumerate(YEARS)
        for child in (True, False)
    ]
    return {
        "hitPolicy": "first",
        "passThrough": True,
        "inputs": [{"id": name, "name": name, "field": name} for name in ("kind", "child")],
        "outputs": [{"id": name, "name": name, "field": name} for name in ("rule", "months")],
        "rules": rows,
    }


def _expressions() -> dict[str, Any]:
    year_end = "d(opened).add(months, 'months').endOf('year').format('%Y-%m-%d')"
    after = "d(closed).add(months, 'months').format('%Y-%m-%d')"
    as_of = f"d('{AS_OF}')"
    written = {
        "keep_until": f"child ? {year_end} : (closed == null ? null : {after})",
        "status": (
            "disputed ? 'held' : ($.keep_until == null ? 'awaiting' : "
            f"(d($.keep_until) >= {as_of} ? 'retain' : "
            f"(d($.keep_until).add(31, 'day') < {as_of} ? 'overdue' : 'due')))"
        ),
        "rule": "rule",
    }
    listed = [{"id": key, "key": key, "value": value} for key, value in written.items()]
    return {"expressions": listed}


def decision() -> Any:
    """Return the policy."""
    graph = {
        "nodes": [
            _node("request", "inputNode"),
            _node("rules", "decisionTableNode", _table()),
            _node("days", "expressionNode", _expressions()),
            _node("response", "outputNode"),
        ],
        "edges": [
            {"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"}
            for a, b in (("request", "rules"), ("rules", "days"), ("days", "response"))
        ],
    }
    return zen.ZenEngine().create_decision(json.dumps(graph))


def decide(records: Columns) -> Columns:
    """Return the decisions on all records."""
    policy = decision()
    found: dict[str, list[Any]] = {"record": [], "status": [], "keep_until": [], "rule": []}
    for record in records.to_pylist():
        for name in ("opened", "closed"):
            record[name] = None if record[name] is None else record[name].isoformat()
        result = policy.evaluate(record)["result"]
        found["record"].append(record["id"])
        for name in ("status", "keep_until", "rule"):
            found[name].append(result.get(name))
    return Columns.from_pydict(found)


if __name__ == "__main__":
    main(decide)
