"""Compares two versions of a policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from tenure.compiler.check.checks import HORIZON
from tenure.compiler.collector import collector_paused
from tenure.compiler.compare.accountability import around_promises
from tenure.compiler.compare.changes import Change, ChangeKind, Comparison
from tenure.compiler.compare.declarations import declared_otherwise, incomparable_fields
from tenure.compiler.compare.promises import promise_changes
from tenure.compiler.compare.retention import Retention
from tenure.compiler.compare.signing import unsigned
from tenure.compiler.compare.touched import Family, families
from tenure.compiler.compare.versions import Versions
from tenure.compiler.policy.policy import Policy
from tenure.dsl.diagnostics import Verdict

Progress = Callable[[int, int], None]


def compare_policies(
    old: Policy, new: Policy, as_of: date, progress: Progress | None = None
) -> Comparison:
    """Return what the change from one version to another does.

    Args:
        old: the version before.
        new: the version after.
        as_of: the day from which on decisions are compared; what is due at once is so then.
        progress: told how many families are done, and how many there are.
    """
    with collector_paused():
        return _compared(old, new, as_of, progress)


def _compared(old: Policy, new: Policy, as_of: date, progress: Progress | None) -> Comparison:
    shared = list(families(old, new))
    touched = [family for family in shared if not family.same]
    found: dict[str, list[Change]] = {}
    kept_with: dict[str, frozenset[str]] = {}
    for done, family in enumerate(touched):
        if progress is not None:
            progress(done, len(touched))
        reason = incomparable_fields(family.old, family.new)
        retention = Retention(_versions(family, (old, new), as_of), family.root)
        changes = list(retention.changes()) if reason is None else [_unreadable(family, reason)]
        found[family.root] = sorted(changes, key=lambda change: _GRAVITY.index(change.kind))
        kept_with[family.root] = retention.kept_with
    passed_on = _passed_on(found, kept_with)
    every = [change for changes in found.values() for change in changes]
    return Comparison(
        as_of=as_of,
        changes=tuple(every),
        deadlines=tuple(promise_changes(old, new, as_of)),
        declared=tuple(declared_otherwise(old, new)),
        around=tuple(around_promises(old, new)),
        unsigned=tuple(unsigned(old, new, every, as_of)),
        passed_on=tuple(root for root in found if root in passed_on),
        families=len(shared),
        untouched=len(shared) - len(touched),
        proved=sum(not found[root] and root not in passed_on for root in found),
    )


_GRAVITY = tuple(ChangeKind)


def _passed_on(
    found: Mapping[str, list[Change]], kept_with: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """Return the families on whose days changes of other families, or their own, can tell."""
    reached: set[str] = set()
    while True:
        news = {
            root
            for root, others in kept_with.items()
            if root not in reached and any(found.get(o) or o in reached for o in others)
        }
        if not news:
            return frozenset(reached)
        reached |= news


def _versions(
    family: Family, whole: tuple[Policy, Policy], as_of: date
) -> Callable[[int], Versions]:
    return lambda links: Versions(family, whole, as_of, HORIZON, links)


def _unreadable(family: Family, reason: str) -> Change:
    """Return that nothing is known of a family, because a field holds something else now."""
    return Change(
        kind=ChangeKind.INCOMPARABLE,
        family=family.root,
        verdict=Verdict.UNKNOWN,
        reason=reason,
    )
