"""Says which weakened rules under a statute lack a newer approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenure.compiler.compare.changes import Change, ChangeKind, Unsigned
from tenure.compiler.compare.touched import bare_rule
from tenure.compiler.policy.policy import Document, Policy
from tenure.compiler.policy.rules import AuthorityKind, Rule, RuleKind

_WEAKENED = {
    ChangeKind.SHORTER: "keeps records shorter",
    ChangeKind.ACTION: "does something else with records",
    ChangeKind.INCOMPARABLE: "keeps records until another event, or by another policy",
    ChangeKind.NEWLY_UNCOVERED: "no longer covers records",
    ChangeKind.NEWLY_CONFLICTING: "contradicts another rule on records",
    ChangeKind.IMMEDIATELY_DUE: "lets records go at once",
}


def unsigned(old: Policy, new: Policy, changes: Iterable[Change]) -> Iterator[Unsigned]:
    """Yield the rules under a statute that were weakened and lack a sign-off.

    A rule is weakened where a change shows it, or where a minimum or maximum under a
    statute is gone or says something else. What may weaken it and is not known counts.
    The sign-off is an `approved` line, with who approved, that is newer than the old one.
    """
    weakened: dict[str, str] = {}
    for change in changes:
        ref = change.before or (change.shown.before.rule if change.shown else None)
        if change.kind in _WEAKENED and ref in old.rules:
            weakened.setdefault(ref or "", _WEAKENED[change.kind])
    for ref, rule in old.rules.items():
        if rule.kind in (RuleKind.FLOOR, RuleKind.CEILING):
            if ref not in new.rules:
                weakened[ref] = "is gone"
            elif bare_rule(rule) != bare_rule(new.rules[ref]):
                weakened[ref] = "says something else"
    for ref, what in weakened.items():
        rule = old.rules[ref]
        reason = _lacking(old, new, rule)
        if rule.rank == AuthorityKind.STATUTE and reason is not None:
            yield Unsigned(rule=ref, authority=_statute(rule), what=what, reason=reason)


def _statute(rule: Rule) -> str:
    cited = (c.authority for c in rule.citations)
    return next(a.title for a in cited if a.kind is AuthorityKind.STATUTE)


def _lacking(old: Policy, new: Policy, rule: Rule) -> str | None:
    """Return what the approval lacks; `None` where it is newer and names who approved."""
    before = _document(old, rule)
    after = new.documents.get(before.title, new.document)
    approval = after.approval
    if approval is None:
        return f"`{after.title}` has no `approved` line"
    if approval.by is None:
        return f"the `approved` line of `{after.title}` does not say who approved"
    if before.approval is not None and approval.first <= before.approval.last:
        return f"the `approved` line of `{after.title}` is not newer than before"
    return None


def _document(policy: Policy, rule: Rule) -> Document:
    return policy.documents.get(rule.document, policy.document)
