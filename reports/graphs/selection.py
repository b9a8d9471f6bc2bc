"""The part of the rule graph that is to be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tenure.compiler.policy import Policy

if TYPE_CHECKING:
    from tenure.compiler.graph import RuleGraph


def selected_graph(policy: Policy, around: str | None) -> RuleGraph:
    """Return the rule graph, or its part around one rule or class.

    The graph is imported here and not above: networkx takes longer to load than a
    small policy takes to check.
    """
    from tenure.compiler.graph import neighbourhood, rule_graph

    graph = rule_graph(policy)
    return graph if around is None else neighbourhood(graph, around)


def caption(key: str, data: dict[str, Any]) -> str:
    """Return what a node is called: its name, and on a further line its title if that differs."""
    name = key.split(":", 1)[1]
    return name if data["label"] in (name, "") else f"{name}\n{data['label']}"


def edge_caption(data: dict[str, Any]) -> str:
    """Return the kind of an edge, with the link field that it goes through."""
    return f"{data['kind']} {data['field']}" if "field" in data else str(data["kind"])
