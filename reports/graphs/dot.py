"""The rule graph for Graphviz.

The text of the DOT language: `dot -Tsvg`, `-Tpdf` and the like draw it. Identifiers are
the keys of the graph's nodes, so that a line of it can be found again.
"""

from __future__ import annotations

import re

from tenure.compiler.policy import Policy
from tenure.reports.graphs.palette import EDGES, INK, NODES, QUIET, RULES, Stroke
from tenure.reports.graphs.selection import caption, edge_caption, selected_graph

_SHAPES = {
    "rule": "box",
    "class": "folder",
    "event": "ellipse",
    "fact": "ellipse",
    "authority": "component",
    "policy": "note",
    "hold": "octagon",
    "standard": "tab",
    "procedure": "tab",
    "promise": "box",
    "stage": "cds",
    "occasion": "ellipse",
    "duty": "house",
    "activity": "cylinder",
}
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def render(policy: Policy, *, around: str | None = None) -> str:
    """Return the rule graph as a DOT digraph."""
    graph = selected_graph(policy, around)
    lines = [
        f"digraph {quoted(policy.document.title)} {{",
        "  rankdir=LR;",
        f'  node [fontname="Helvetica", fontsize=11, fontcolor="{INK}", style=filled];',
        f'  edge [fontname="Helvetica", fontsize=9, fontcolor="{QUIET}"];',
    ]
    lines.extend(_node(key, data) for key, data in graph.nodes(data=True))
    lines.extend(_edge(*edge) for edge in graph.edges(data=True))
    lines.append("}")
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    r"""Return a DOT string that shows the text as it is.

    Backslashes are doubled, for in a label Graphviz reads `\N` as the node's name; line
    ends become `\n`; other control characters, which it cannot show, are left out.
    """
    shown = _CONTROLS.sub("", text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + shown.replace("\n", "\\n") + '"'


def _node(key: str, data: dict[str, str]) -> str:
    kind = data["kind"]
    tone = RULES[data["rule_kind"]] if kind == "rule" else NODES[kind]
    return (
        f"  {quoted(key)} [label={quoted(caption(key, data))}, shape={_SHAPES[kind]}, "
        f'fillcolor="{tone.fill}", color="{tone.stroke}"];'
    )


def _edge(source: str, target: str, data: dict[str, str]) -> str:
    stroke = EDGES[data["kind"]]
    return (
        f"  {quoted(source)} -> {quoted(target)} "
        f'[label={quoted(edge_caption(data))}, color="{stroke.color}"{_style(stroke)}];'
    )


def _style(stroke: Stroke) -> str:
    if not stroke.dash:
        return ""
    return f", style={'dashed' if int(stroke.dash.split()[0]) > 2 else 'dotted'}"
