"""Checks that need no search: links in circles, weak overrides, uncovered classes."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.compiler.check.edits import also_disapplying
from tenure.compiler.check.links import link_circles
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import AuthorityKind, Rule, RuleKind
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label
from tenure.dsl.source import Span


def structure(policy: Policy) -> list[Diagnostic]:
    """Check what can be seen from the rules' shape alone."""
    return [
        *link_circles(policy),
        *_weaker_authorities(policy),
        *_exceptions_left(policy),
        *_classes_without_rule(policy),
    ]


def _weaker_authorities(policy: Policy) -> Iterator[Diagnostic]:
    """Report an `overrides` whose rule rests on a weaker authority than the one it beats."""
    for rule in policy.rules.values():
        for other in rule.overrides:
            beaten = policy.rules[other.ref]
            if rule.rank < beaten.rank:
                yield _weaker(rule, beaten, other.span)
        parent = policy.rules[rule.parent] if rule.parent else None
        if parent and parent.kind is not RuleKind.SCHEDULE and rule.rank < parent.rank:
            yield _weaker(rule, parent, rule.head)


def _weaker(rule: Rule, beaten: Rule, span: Span) -> Diagnostic:
    return Diagnostic(
        code=Code.WEAKER_AUTHORITY,
        message=f"`{rule.ref}` rests on {_rank(rule)} and overrides `{beaten.ref}`, "
        f"which rests on {_rank(beaten)}",
        at=span,
        related=(Label(span=beaten.head, text="the rule that is overridden"),),
        help=(f"name the authority that lets `{rule.ref}` prevail, or remove the override",),
        rules=(rule.ref, beaten.ref),
    )


def _rank(rule: Rule) -> str:
    if rule.rank == 0:
        return "no named authority"
    kind = AuthorityKind(rule.rank).name.lower().replace("_", " ")
    return kind if kind == "good practice" else f"a {kind}"


def _exceptions_left(policy: Policy) -> Iterator[Diagnostic]:
    """Report a `disapplies` that leaves exceptions of the disapplied rule standing."""
    for rule in policy.rules.values():
        named = {other.ref for other in rule.disapplies}
        for other in rule.disapplies:
            left = [
                r.ref
                for r in policy.rules.values()
                if r.ref.startswith(f"{other.ref}/") and r.ref not in named and r.ref != rule.ref
            ]
            if left:
                listed = ", ".join(f"`{ref}`" for ref in left)
                edit = also_disapplying(policy, rule, other, tuple(left))
                yield Diagnostic(
                    code=Code.EXCEPTIONS_LEFT,
                    message=f"`{other.ref}` is switched off, but its exceptions stand: {listed}",
                    at=other.span,
                    related=(Label(span=policy.rules[left[0]].head, text="still applies"),),
                    help=("name them after `disapplies` too, if they should not apply either",),
                    rules=(rule.ref, other.ref),
                    edits=() if edit is None else (edit,),
                )


def _classes_without_rule(policy: Policy) -> Iterator[Diagnostic]:
    """Report a class whose records no schedule rule can be for.

    A policy without rules is no schedule: one of service standards leaves no gap.
    """
    if not policy.rules:
        return
    covered = {
        name
        for rule in policy.rules.values()
        if rule.kind is RuleKind.SCHEDULE
        for name in rule.classes
    }
    for record_class in policy.classes.values():
        below = [c for c in policy.classes.values() if record_class.name in c.lineage]
        if covered.isdisjoint(record_class.lineage) and covered.isdisjoint(c.name for c in below):
            yield Diagnostic(
                code=Code.CLASS_WITHOUT_RULE,
                message=f"no rule says how long `{record_class.name}` is kept",
                at=record_class.span,
                help=(f"add a rule `for {record_class.name}`",),
            )
