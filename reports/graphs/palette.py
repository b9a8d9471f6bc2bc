"""Colours and dashes: the same part looks the same in every format.

Text is dark on a light ground everywhere, at a contrast of at least 4.5 to 1 (WCAG 2.1,
1.4.3). Nothing is told by colour alone: kinds also differ in shape, dash or words.
"""

from __future__ import annotations

from dataclasses import dataclass

PAPER = "#ffffff"
INK = "#1b2733"
QUIET = "#52606d"
"""Secondary text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """How a kind of node looks."""

    fill: str
    stroke: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """How a kind of edge looks; `dash` is its pattern in pixels, empty for a full line."""

    color: str
    dash: str = ""


RULES = {
    "schedule": Tone(fill="#ffffff", stroke="#2f6690"),
    "floor": Tone(fill="#eef7ee", stroke="#2e7d32"),
    "ceiling": Tone(fill="#fdf1e7", stroke="#b45309"),
    "switch": Tone(fill="#fbeeee", stroke="#b3261e"),
}
"""Rules, by the value of their `RuleKind`."""

NODES = {
    "class": Tone(fill="#f3f6f9", stroke="#9aa8b5"),
    "event": Tone(fill="#ffffff", stroke="#7b8794"),
    "fact": Tone(fill="#ffffff", stroke="#7b8794"),
    "authority": Tone(fill="#f5f3ee", stroke="#8a7f66"),
    "policy": Tone(fill="#f3eefa", stroke="#6b46a8"),
    "hold": Tone(fill="#fff4d6", stroke="#9a6700"),
    "standard": Tone(fill="#e9f5f4", stroke="#0a6b64"),
    "procedure": Tone(fill="#e9f5f4", stroke="#0a6b64"),
    "promise": Tone(fill="#ffffff", stroke="#0a6b64"),
    "stage": Tone(fill="#ffffff", stroke="#0a6b64"),
    "occasion": Tone(fill="#ffffff", stroke="#7b8794"),
    "duty": Tone(fill="#eef1fb", stroke="#3f51a5"),
    "activity": Tone(fill="#f8eef6", stroke="#8e3a80"),
}
"""Nodes of every other kind."""

EDGES = {
    "covers": Stroke(color="#9aa8b5"),
    "exception of": Stroke(color="#2f4858"),
    "overrides": Stroke(color="#1d5fae"),
    "special case of": Stroke(color="#2f4858", dash="2 3"),
    "disapplies": Stroke(color="#b3261e"),
    "follows": Stroke(color="#6b46a8"),
    "anchored on": Stroke(color="#7b8794", dash="1 3"),
    "as long as": Stroke(color="#00796b", dash="6 4"),
    "rests on": Stroke(color="#8a7f66", dash="1 3"),
    "is a": Stroke(color="#7b8794"),
    "links to": Stroke(color="#00796b", dash="1 3"),
    "holds": Stroke(color="#9a6700"),
    "in place of": Stroke(color="#1d5fae"),
    "part of": Stroke(color="#9aa8b5"),
    "stage after": Stroke(color="#0a6b64"),
    "done by": Stroke(color="#0a6b64", dash="1 3"),
    "called by": Stroke(color="#3f51a5"),
    "kept under": Stroke(color="#8e3a80", dash="6 4"),
}
"""Edges, by kind."""
