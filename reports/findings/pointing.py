"""At which of its rules a finding points, where it is known which of them were changed.

In a review the finding belongs beside the changed line: the rule that somebody wrote today
disagrees with one that stood there for years, and not the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tenure.compiler.policy.policy import Policy
from tenure.dsl.diagnostics import Diagnostic, Label
from tenure.dsl.source import Span


def changed_rules(old: Policy | None, new: Policy) -> frozenset[str]:
    """Return the rules of a policy that an older version lacks, or has otherwise.

    Without an older version that can be read all rules are new.
    """
    if old is None:
        return frozenset(new.rules)
    return frozenset(ref for ref, rule in new.rules.items() if old.rules.get(ref) != rule)


def pointed(
    policy: Policy, findings: Iterable[Diagnostic], changed: frozenset[str]
) -> tuple[Diagnostic, ...]:
    """Return findings that point at a changed rule where one is concerned.

    What a finding points at already stays if that was changed, and also if none was.
    """
    return tuple(_pointed(policy, finding, changed) for finding in findings)


def _pointed(policy: Policy, finding: Diagnostic, changed: frozenset[str]) -> Diagnostic:
    if finding.at is None or _rule_at(policy, finding.at) in changed:
        return finding
    for label in finding.related:
        if _rule_at(policy, label.span) in changed:
            before = Label(span=finding.at, text="the other place it is about")
            others = tuple(one for one in finding.related if one is not label)
            return replace(finding, at=label.span, related=(before, *others))
    return finding


def _rule_at(policy: Policy, span: Span) -> str | None:
    """Return the innermost rule or exception in which a text stands."""
    around = [
        rule
        for rule in policy.rules.values()
        if rule.span.source.path == span.source.path
        and rule.span.start <= span.start
        and span.end <= rule.span.end
    ]
    inner = max(around, key=lambda rule: rule.span.start, default=None)
    return inner.ref if inner is not None else None
