"""Checks that policies do not follow each other in a circle."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from tenure.compiler.policy.rules import Rule
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Label


def check_follows(rules: Mapping[str, Rule], scope: Scope) -> None:
    """Report policies that follow each other in a circle."""
    places = {(r.document, r.follows): r for r in rules.values() if r.follows}
    follows: dict[str, dict[str, None]] = {}
    for follower, followed in places:
        follows.setdefault(follower, {})[str(followed)] = None
    try:
        TopologicalSorter(follows).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1][::-1]
        if len(circle) > 2:
            steps = [places[pair].head for pair in pairwise(circle)]
            scope.error(
                Code.FOLLOW_CYCLE,
                "these policies follow each other in a circle: "
                + ", ".join(f"`{title}`" for title in circle),
                steps[0],
                related=[Label(span=span, text="and this one") for span in steps[1:]],
                help_=["let one of them say how long to keep the record"],
            )
