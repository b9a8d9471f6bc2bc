"""The rule graph as a Mermaid flowchart, for Markdown pages that draw one.

Nodes are numbered, because Mermaid gives some words and characters in identifiers a
meaning. Everything an author wrote stands in quotes, and every character of it that is
not a letter, digit or harmless mark is written as an entity code (`#34;`). Mermaid draws
no more than 500 edges unless its `maxEdges` is raised: a large policy is better drawn
around a class or a rule.
"""

from __future__ import annotations

from tenure.compiler.policy import Policy
from tenure.reports.graphs.palette import EDGES, INK, NODES, RULES, Tone
from tenure.reports.graphs.selection import caption, edge_caption, selected_graph

_SHAPES = {
    "rule": "[{}]",
    "class": "[[{}]]",
    "event": "([{}])",
    "fact": "([{}])",
    "authority": "[/{}/]",
    "policy": ">{}]",
    "hold": "{{{{{}}}}}",
    "standard": "[[{}]]",
    "procedure": "[[{}]]",
    "promise": "[{}]",
    "stage": "[\\{}/]",
    "occasion": "([{}])",
    "duty": "[/{}\\]",
    "activity": "[({})]",
}
_HARMLESS = " .,-_/()+="
"""Marks without a meaning inside quotes."""


def render(policy: Policy, *, around: str | None = None) -> str:
    """Return the rule graph as a Mermaid flowchart."""
    graph = selected_graph(policy, around)
    numbers = {key: f"n{number}" for number, key in enumerate(graph)}
    lines = ["flowchart LR"]
    for key, data in graph.nodes(data=True):
        lines.append(f"  {numbers[key]}{_shaped(key, data)}:::{_style(data)}")
    drawn: dict[str, list[int]] = {}
    for number, (source, target, data) in enumerate(graph.edges(data=True)):
        label = quoted(edge_caption(data))
        lines.append(f"  {numbers[source]} -->|{label}| {numbers[target]}")
        drawn.setdefault(data["kind"], []).append(number)
    styles = dict.fromkeys(_style(data) for _, data in graph.nodes(data=True))
    lines.extend(f"  classDef {style} {_colours(style)}" for style in styles)
    lines.extend(_link_style(kind, numbered) for kind, numbered in drawn.items())
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Return a Mermaid string that shows the text as it is, line ends as `<br/>`."""
    lines = text.splitlines() or [""]
    return '"' + "<br/>".join("".join(map(_entity, line)) for line in lines) + '"'


def _entity(character: str) -> str:
    if character.isalnum() or character in _HARMLESS:
        return character
    return f"#{ord(character)};" if character.isprintable() else " "


def _shaped(key: str, data: dict[str, str]) -> str:
    return _SHAPES[data["kind"]].format(quoted(caption(key, data)))


def _style(data: dict[str, str]) -> str:
    return data["rule_kind"] if data["kind"] == "rule" else f"is_{data['kind']}"


def _colours(style: str) -> str:
    tone: Tone = NODES[style.removeprefix("is_")] if style.startswith("is_") else RULES[style]
    return f"fill:{tone.fill},stroke:{tone.stroke},color:{INK}"


def _link_style(kind: str, numbers: list[int]) -> str:
    stroke = EDGES[kind]
    dash = f",stroke-dasharray:{stroke.dash}" if stroke.dash else ""
    return f"  linkStyle {','.join(map(str, numbers))} stroke:{stroke.color}{dash}"
