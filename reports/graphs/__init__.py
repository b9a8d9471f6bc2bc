"""The rule graph as a document: for Graphviz, for Mermaid, as data, and as a picture.

Importing this package is cheap; networkx is loaded when a graph is drawn.
"""

from __future__ import annotations

from typing import Protocol

from tenure.compiler.policy import Policy
from tenure.reports.graphs import dot, json, mermaid, svg


class Writer(Protocol):
    """Writes the rule graph of a policy in one format."""

    def __call__(self, policy: Policy, *, around: str | None = None) -> str:
        """Return the document, with a line end at its end.

        Args:
            policy: the policy to draw.
            around: a rule's reference or a class's name, to draw only what has to do
                with it (`tenure.compiler.graph.neighbourhood`); `None` for all of it.

        Raises:
            NotInGraphError: when `around` is neither (from `tenure.compiler.graph`).
        """


FORMATS: dict[str, Writer] = {
    "dot": dot.render,
    "json": json.render,
    "mermaid": mermaid.render,
    "svg": svg.render,
}
"""The writers by the name of their format."""

__all__ = ["FORMATS", "Writer"]
