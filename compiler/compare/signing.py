"""Says which rules and holds under a statute were weakened and lack a newer approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from tenure.compiler.compare.changes import Change, ChangeKind, Unsigned
from tenure.compiler.compare.touched import bare_hold, bare_rule
from tenure.compiler.policy.policy import Approval, Document, Policy
from tenure.compiler.policy.rules import AuthorityKind, Citation, RuleKind

_WEAKENED = {
    ChangeKind.SHORTER: "keeps records shorter",
    ChangeKind.ACTION: "does something else with records",
    ChangeKind.INCOMPARABLE: "keeps records until another event, or by another policy",
    ChangeKind.NEWLY_UNCOVERED: "no longer covers records",
    ChangeKind.NEWLY_CONFLICTING: "contradicts another rule on records",
    ChangeKind.IMMEDIATELY_DUE: "lets records go at once",
}


def unsigned(
    old: Policy, new: Policy, changes: Iterable[Change], as_of: date
) -> Iterator[Unsigned]:
    """Yield the rules and holds under a statute that were weakened and lack a sign-off.

    A rule is weakened where a change shows it, where it no longer rests on a statute, or
    where it is a minimum or maximum that is gone or says something else; a hold, where it
    is gone or says something else. What may weaken it and is not known counts. The sign-off
    is an `approved` line, with who approved, that is newer than the old one and of no day
    to come.
    """
    for ref, what in _weakened_rules(old, new, changes).items():
        rule = old.rules[ref]
        title = new.rules[ref].document if ref in new.rules else rule.document
        reason = _lacking(old, new, (rule.document, title), as_of)
        if rule.rank == AuthorityKind.STATUTE and reason is not None:
            yield Unsigned(rule=ref, authority=_statute(rule.citations), what=what, reason=reason)
    for name, what in _weakened_holds(old, new):
        title = old.document.title
        reason = _lacking(old, new, (title, title), as_of)
        if reason is not None:
            statute = _statute(old.holds[name].citations)
            yield Unsigned(rule=name, authority=statute, what=what, reason=reason)


def _weakened_rules(old: Policy, new: Policy, changes: Iterable[Change]) -> dict[str, str]:
    """Return how rules were weakened, by their references, whatever they rest on."""
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
        if ref in new.rules and new.rules[ref].rank != AuthorityKind.STATUTE:
            weakened.setdefault(ref, "no longer rests on a statute")
    return weakened


def _weakened_holds(old: Policy, new: Policy) -> Iterator[tuple[str, str]]:
    """Yield the holds under a statute that are gone or say something else."""
    for name, hold in old.holds.items():
        if any(c.authority.kind is AuthorityKind.STATUTE for c in hold.citations):
            if name not in new.holds:
                yield name, "is gone"
            elif bare_hold(hold) != bare_hold(new.holds[name]):
                yield name, "says something else"


def _statute(citations: Iterable[Citation]) -> str:
    cited = (citation.authority for citation in citations)
    return next(a.title for a in cited if a.kind is AuthorityKind.STATUTE)


def _lacking(old: Policy, new: Policy, titles: tuple[str, str], as_of: date) -> str | None:
    """Return what the approval lacks; `None` where it is newer and names who approved.

    Args:
        old: the version before.
        new: the version after.
        titles: the policies in which the rule stood, and stands. Where a rule moves from
            one to another, an approval that was there already is no approval of the change.
        as_of: the day of the comparison.
    """
    after = new.documents.get(titles[1], new.document)
    before: list[Document | None] = [old.documents.get(title) for title in (*titles, after.title)]
    if after is new.document:
        before.append(old.document)
    what = f"the `approved` line of `{after.title}`"
    approval = after.approval
    if approval is None:
        return f"`{after.title}` has no `approved` line"
    if not (approval.by or "").strip():
        return f"{what} does not say who approved"
    if approval.first > as_of:
        return f"{what} is of a day to come"
    if any(_is_as_new(one.approval, approval) for one in before if one is not None):
        return f"{what} is not newer than before"
    return None


def _is_as_new(before: Approval | None, after: Approval) -> bool:
    """Return whether an approval may be of the same day as another one, or later."""
    return before is not None and after.first <= before.last
