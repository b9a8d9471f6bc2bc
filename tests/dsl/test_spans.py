"""Every node knows where it stands: its span covers the construct, no more and no less."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, get_args

import pytest

from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.nodes import (
    accountability,
    calendars,
    clauses,
    conditions,
    declarations,
    headers,
    names,
    obligations,
    periods,
    scenarios,
)
from tenure.dsl.nodes.declarations import File
from tenure.dsl.source import Span

Read = Callable[[str], tuple[File | None, list[Diagnostic]]]

RULE = "rule x {}"
STANDARD = "standard x {}"
EXTENDED = "standard x respond by y extended to {} when z"
DUTY = "duty x {}"
ACTIVITY = "activity x {}"
ORGANISATION = "organisation x {}"
TEST = 'test "x" {}'
WRAPPINGS: dict[type, tuple[str, ...]] = {
    **dict.fromkeys(get_args(declarations.Declaration), ("{}",)),
    **dict.fromkeys(get_args(clauses.RuleClause), (RULE,)),
    **dict.fromkeys(get_args(headers.PolicyClause), ('policy "x" {}',)),
    **dict.fromkeys(get_args(calendars.CalendarClause), ("calendar x {}",)),
    **dict.fromkeys(get_args(declarations.TypeNode), ("record x y {}",)),
    **dict.fromkeys(get_args(periods.Period), ("rule x keep {}", "rule x keep the later of ({})")),
    **dict.fromkeys(get_args(conditions.Condition), ("rule x when {}",)),
    **dict.fromkeys(get_args(scenarios.PolicyTestStep), (TEST,)),
    **dict.fromkeys(get_args(scenarios.Expectation), (TEST.format("expect x due {}"),)),
    **dict.fromkeys(get_args(obligations.ObligationClause), (STANDARD,)),
    **dict.fromkeys(get_args(accountability.DutyClause), (DUTY,)),
    **dict.fromkeys(get_args(accountability.ActivityClause), (ACTIVITY,)),
    **dict.fromkeys(get_args(accountability.OrganisationClause), (ORGANISATION,)),
    **dict.fromkeys(get_args(obligations.StepNode), (STANDARD, "procedure x {}")),
    **dict.fromkeys(get_args(obligations.Limit), ("standard x respond {}",)),
    obligations.WorkingAmount: ("standard x respond within {} of y", "standard x respond {}"),
    obligations.ElapsedAmount: ("standard x respond within {} of y",),
    obligations.Within: ("standard x respond {}", "standard x respond within {}", EXTENDED),
    obligations.ByAppointment: ("standard x respond {}", EXTENDED),
    accountability.Held: ("activity x holds {}",),
    accountability.RecipientNode: ("activity x recipients {}",),
    headers.Jurisdiction: ('policy "x" {}', ORGANISATION),
    clauses.WhenClause: (RULE, "hold x {}", STANDARD),
    clauses.ForClause: (RULE, STANDARD),
    clauses.OrderClause: (RULE, STANDARD),
    clauses.BecauseClause: (RULE, STANDARD, DUTY),
    clauses.InForceClause: (RULE, 'policy "x" {}', STANDARD),
    clauses.TextClause: (
        RULE,
        'policy "x" {}',
        'external "x" {}',
        STANDARD,
        DUTY,
        ACTIVITY,
    ),
    clauses.Action: ("rule x then {}",),
    conditions.Shifted: ("rule x when {} before 2026-01-01",),
    declarations.ExceptionDecl: (RULE,),
    declarations.FieldDecl: ("record x {}",),
    scenarios.GivenField: (TEST.format("given x y {}"),),
    names.Path: ("rule x when {}",),
    names.Day: ("rule x keep until {}",),
    names.Moment: ('policy "x" approved {}',),
    names.Ref: ("rule {}",),
    names.Text: ("use {}",),
    names.Literal: ("fact x text = {}",),
    names.Name: ("record {}", 'policy "x" jurisdiction {}'),
    periods.Duration: ('policy "x" dispose within {}',),
}
"""For each kind of node a text around it that makes a whole declaration, or several to try."""


def children(node: object) -> Iterator[Any]:
    """Every node directly inside another, in the order of its fields."""
    for field in dataclasses.fields(node):  # type: ignore[arg-type]
        value = getattr(node, field.name)
        for item in value if isinstance(value, tuple) else (value,):
            if dataclasses.is_dataclass(item) and not isinstance(item, Span):
                yield item


def nodes(node: object) -> Iterator[Any]:
    """Every node under another, at any depth."""
    for child in children(node):
        yield child
        yield from nodes(child)


@pytest.fixture(scope="module")
def trees(read: Read, good_texts: tuple[str, ...]) -> tuple[File, ...]:
    found = tuple(read(text)[0] for text in good_texts)
    assert None not in found
    return tuple(tree for tree in found if tree is not None)


def all_nodes(trees: tuple[File, ...]) -> Iterator[Any]:
    for tree in trees:
        for decl in tree.declarations:
            yield decl
            yield from nodes(decl)


def test_the_corpus_has_every_kind_of_node(trees: tuple[File, ...]) -> None:
    assert {type(node) for node in all_nodes(trees)} == set(WRAPPINGS)


def test_a_child_lies_within_its_parent(trees: tuple[File, ...]) -> None:
    outside = [
        (parent.span.text, child.span.text)
        for parent in all_nodes(trees)
        for child in children(parent)
        if not parent.span.start <= child.span.start <= child.span.end <= parent.span.end
    ]
    assert outside == []


def test_declarations_stand_in_order_and_apart(trees: tuple[File, ...]) -> None:
    for tree in trees:
        spans = [decl.span for decl in tree.declarations]
        assert all(one.end <= other.start for one, other in pairwise(spans))


def test_only_comments_stand_between_declarations(trees: tuple[File, ...]) -> None:
    for tree in trees:
        rest = tree.source.code
        for decl in reversed(tree.declarations):
            rest = rest[: decl.span.start] + rest[decl.span.end :]
        assert rest.strip() == ""


def test_the_text_of_a_span_is_the_construct(trees: tuple[File, ...], read: Read) -> None:
    """Read by itself, with a frame around it, it gives the same node again."""
    wrong: list[tuple[str, str]] = []
    seen: set[tuple[type, str]] = set()
    for node in all_nodes(trees):
        key = (type(node), node.span.text)
        if key not in seen:
            seen.add(key)
            if not any(again(node, frame, read) for frame in WRAPPINGS[type(node)]):
                wrong.append((type(node).__name__, node.span.text))
    assert wrong == []


def again(node: Any, frame: str, read: Read) -> bool:
    """Whether the text of a node, read in this frame, gives the node, and the same span."""
    at = frame.index("{}")
    tree, _ = read(frame.format(node.span.text))
    return tree is not None and any(
        type(other) is type(node)
        and other == node
        and (other.span.start, other.span.text) == (at, node.span.text)
        for other in (*tree.declarations, *nodes(tree))
    )
