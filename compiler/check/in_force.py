"""Says which rules are no longer in force, and which are not yet (S12).

Neither is a mistake. A rule that has ended still decides as of the days on which it
counted; one that has not begun is compared with the others already, as of its first day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import InForce, Rule
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Instance


def rules_out_of_force(policy: Policy, as_of: date) -> Iterator[Diagnostic]:
    """Advise, once for each policy document, which of its rules count no longer or not yet.

    Rules of a policy that is itself out of force are left out: there the policy is the
    finding (TN602, TN603).
    """
    for document in policy.documents.values():
        if not document.in_force.on(as_of):
            continue
        rules = [rule for rule in policy.rules.values() if rule.document == document.title]
        ended = _turned(policy, rules, lambda days: days.end is not None and days.end < as_of)
        if ended:
            yield _finding(
                Code.RULES_EXPIRED,
                "is no longer in force" if len(ended) == 1 else "are no longer in force",
                [(rule, f"until {rule.in_force.end}") for rule in ended],
                "remove what no decision as of an earlier day needs any more, or extend it",
            )
        coming = _turned(policy, rules, lambda days: days.start is not None and days.start > as_of)
        if coming:
            first = min(rule.in_force.start for rule in coming if rule.in_force.start)
            yield _finding(
                Code.RULES_TO_COME,
                "is not in force yet" if len(coming) == 1 else "are not in force yet",
                [(rule, f"from {rule.in_force.start}") for rule in coming],
                f"to see what is found and decided then, use `--as-of {first}`",
            )


def _turned(policy: Policy, rules: list[Rule], out: Callable[[InForce], bool]) -> list[Rule]:
    """Return the rules that are out of force, exceptions of such rules left out."""
    return [
        rule
        for rule in rules
        if out(rule.in_force)
        and not (rule.parent is not None and out(policy.rules[rule.parent].in_force))
    ]


def _finding(code: Code, what: str, turned: list[tuple[Rule, str]], help_: str) -> Diagnostic:
    shown = [f"`{rule.ref}` {when}" for rule, when in turned]
    more = f" and {len(shown) - 3} more" if len(shown) > 3 else ""
    who = "a rule" if len(shown) == 1 else f"{len(shown)} rules"
    return Diagnostic(
        code=code,
        message=f"{who} {what}: {', '.join(shown[:3])}{more}",
        at=turned[0][0].head,
        help=(help_,),
        rules=tuple(rule.ref for rule, _ in turned),
        instances=_instances(turned) if len(turned) > 1 else (),
    )


def _instances(turned: list[tuple[Rule, str]]) -> tuple[Instance, ...]:
    return tuple(
        Instance(rules=(rule.ref,), at=rule.head, text=f"`{rule.ref}` {when}")
        for rule, when in turned
    )
