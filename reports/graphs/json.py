"""The rule graph as data: JSON in networkx's node-link form.

Stable; a later version may add keys and kinds, and takes none away. `networkx.
node_link_graph(data, edges="edges")` reads it back, and so do most graph tools.

| key | holds |
| --- | --- |
| `directed`, `multigraph` | `true`: edges have a direction, and two nodes may have several |
| `graph` | `policy`: the policy's title; `around`: the rule or class asked for, or `null` |
| `nodes` | in the order of the policy's text; `id` is unique |
| `edges` | in the order of the policy's text; `source` and `target` are ids |

Every node has `id`, `kind`, `label` and `at`; every edge `source`, `target`, `key`, `kind`
and `at`. `at` is the place in the policy as `file:line`, the file as it was named on the
command line, the line counted from 1; `null` for a node without one. `key` numbers the
edges between the same two nodes, from 0. What the kinds mean and which further keys they
have (`rule_kind`, `document`, `record_class`, `external`, `side`; `field`, `why`) is in
`tenure.compiler.graph` and `tenure.compiler.contact_graph`. `SCHEMA` says it to machines.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any

from tenure.compiler.policy import Policy, RuleKind
from tenure.dsl.source import Span
from tenure.reports.graphs.palette import EDGES, NODES
from tenure.reports.graphs.selection import selected_graph

_TEXT = {"type": "string"}
_AT = {"type": ["string", "null"], "pattern": ":[1-9][0-9]*$"}

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Rule graph of a tenure policy",
    "type": "object",
    "required": ["directed", "multigraph", "graph", "nodes", "edges"],
    "properties": {
        "directed": {"const": True},
        "multigraph": {"const": True},
        "graph": {
            "type": "object",
            "required": ["policy", "around"],
            "properties": {"policy": _TEXT, "around": {"type": ["string", "null"]}},
        },
        "nodes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "kind", "label", "at"],
                "properties": {
                    "id": _TEXT,
                    "kind": {"enum": ["rule", *NODES]},
                    "label": _TEXT,
                    "at": _AT,
                    "rule_kind": {"enum": [kind.value for kind in RuleKind]},
                    "document": _TEXT,
                    "record_class": _TEXT,
                    "external": {"type": "boolean"},
                    "side": {"enum": ["organisation", "customer"]},
                },
            },
        },
        "edges": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["source", "target", "key", "kind", "at"],
                "properties": {
                    "source": _TEXT,
                    "target": _TEXT,
                    "key": {"type": "integer", "minimum": 0},
                    "kind": {"enum": [*EDGES]},
                    "at": _AT,
                    "field": _TEXT,
                    "why": _TEXT,
                },
            },
        },
    },
}
"""The JSON Schema (draft 2020-12) of the document."""


def render(policy: Policy, *, around: str | None = None) -> str:
    """Return the rule graph as JSON."""
    graph = selected_graph(policy, around)
    document = {
        "directed": True,
        "multigraph": True,
        "graph": {**graph.graph, "around": around},
        "nodes": [{"id": key, **_plain(data)} for key, data in graph.nodes(data=True)],
        "edges": [
            {"source": source, "target": target, "key": key, **_plain(data)}
            for source, target, key, data in graph.edges(keys=True, data=True)
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return a node's or edge's attributes with its place instead of its span."""
    plain = {name: value for name, value in data.items() if name != "span"}
    return {**plain, "at": _place(data["span"])}


def _place(span: Span | None) -> str | None:
    return f"{PurePath(span.source.path).as_posix()}:{span.line}" if span else None
