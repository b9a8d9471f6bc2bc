"""What the rules say that a finding is about, so that an acceptance can tell when they say more.

What counts is what a decision can hang on, in the author's own words, however they are laid
out: titles, notes and comments do not, and neither does the version of this tool.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.source import Span
from tenure.reports.notices.notice import digest


def meanings(policy: Policy, findings: Iterable[Diagnostic]) -> dict[Diagnostic, str]:
    """Return a digest of what the rules of each finding say; none for findings without rules."""
    found: dict[Diagnostic, str] = {}
    for finding in findings:
        named = {*finding.rules, *(ref for one in finding.instances for ref in one.rules)}
        rules = [policy.rules[ref] for ref in sorted(named) if ref in policy.rules]
        if rules:
            found[finding] = digest(*(text for rule in rules for text in _all_of(policy, rule)))
    return found


def _all_of(policy: Policy, rule: Rule) -> Iterator[str]:
    """Yield what a rule says, and what the rules say that it is an exception of."""
    around: Rule | None = rule
    while around is not None:
        yield from _said(around)
        around = policy.rules[around.parent] if around.parent is not None else None


def _said(rule: Rule) -> Iterator[str]:
    yield from (rule.ref, rule.kind.value, ",".join(rule.classes), rule.follows or "")
    yield _words(rule.condition.span) if rule.condition is not None else ""
    for phase in rule.phases:
        yield from (_words(phase.keep.span), phase.action.text)
    for others in (rule.overrides, rule.disapplies):
        yield ",".join(sorted(other.ref for other in others))
    yield from (str(rule.in_force.start), str(rule.in_force.end), str(rule.rank))


def _words(span: Span) -> str:
    """Return the words of a text: comments left out, blanks as one."""
    parts, start = [], span.start
    for comment in span.source.comments:
        if span.start <= comment.start < span.end:
            parts.append(span.source.text[start : comment.start])
            start = min(comment.end, span.end)
    return " ".join("".join((*parts, span.source.text[start : span.end])).split())
