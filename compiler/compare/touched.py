"""Finds the families of classes for which two versions of a policy can differ at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tenure.compiler.check.parts import parts
from tenure.compiler.order import RuleOrder
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.policy.rules import Authority, Citation, Hold, OtherRule, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of classes that both versions have.

    Attributes:
        root: the class at its top.
        old, new: what of the versions can concern its records, less what only readers see.
        same: whether these are equal.
    """

    root: str
    old: Policy
    new: Policy
    same: bool


def families(old: Policy, new: Policy) -> Iterator[Family]:
    """Yield the families of both versions, in the order in which the new one declares them."""
    bare_rules = _BareRules()
    before = {root: part.policy for part in parts(old) for root in part.roots}
    for part in parts(new):
        meant = _meant(part.policy, bare_rules)
        known: dict[int, tuple[Policy, bool]] = {}
        for root in part.roots:
            if root not in before:
                continue
            there = before[root]
            if id(there) not in known:
                bare = _meant(there, bare_rules)
                known[id(there)] = bare, _same(bare, meant)
            bare, same = known[id(there)]
            yield Family(root=root, old=bare, new=meant, same=same)


def _same(old: Policy, new: Policy) -> bool:
    """Return whether two bare policies are equal; in what order they are written is nothing."""
    return _same_order(old.order, new.order) and replace(old, order=new.order) == new


def _same_order(old: RuleOrder, new: RuleOrder) -> bool:
    return old.above == new.above and (
        {ref: frozenset(others) for ref, others in old.disapplied_by.items()}
        == {ref: frozenset(others) for ref, others in new.disapplied_by.items()}
    )


class _BareRules:
    """Rules without what only readers see, each made once: one value for both versions."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Rule, Rule]] = {}

    def of(self, rule: Rule) -> Rule:
        """Return a rule without what only readers see."""
        if id(rule) not in self._known:
            self._known[id(rule)] = rule, bare_rule(rule)
        return self._known[id(rule)][1]


def _meant(policy: Policy, bare_rules: _BareRules) -> Policy:
    """Return a policy without its texts, promises and approvals: no record's day hangs on them.

    Approvals stay where the policy prefers newer rules to older ones.
    """
    dated = "latest" in policy.resolve_by
    documents = {
        title: document if dated else replace(document, approval=None)
        for title, document in policy.documents.items()
    }
    return replace(
        policy,
        document=policy.document if dated else replace(policy.document, approval=None),
        documents=documents,
        dispose_within=None,
        classes={name: _bare_class(c) for name, c in policy.classes.items()},
        facts={name: replace(fact, title=None) for name, fact in policy.facts.items()},
        authorities={},
        externals={},
        years={},
        calendars={},
        rules={ref: bare_rules.of(rule) for ref, rule in policy.rules.items()},
        holds={name: bare_hold(hold) for name, hold in policy.holds.items()},
        obligations={},
    )


def bare_rule(rule: Rule) -> Rule:
    """Return a rule without what only readers see, its lists in an order of their own."""
    return replace(
        rule,
        title="",
        classes=tuple(sorted(rule.classes)),
        overrides=tuple(sorted(rule.overrides, key=_ref)),
        disapplies=tuple(sorted(rule.disapplies, key=_ref)),
        citations=tuple(_bare_citation(c) for c in rule.citations),
        extendable_by=rule.extendable_by and "",
        formats=(),
        notes=(),
        access=(),
        marks=(),
    )


def _ref(other: OtherRule) -> str:
    return other.ref


def _bare_citation(citation: Citation) -> Citation:
    return Citation(authority=_bare_authority(citation.authority), reason=None)


def _bare_authority(authority: Authority) -> Authority:
    return replace(authority, name="", title="", citation=None)


def _bare_class(record_class: RecordClass) -> RecordClass:
    fields = {name: replace(f, title=None) for name, f in record_class.fields.items()}
    return replace(record_class, title="", fields=fields)


def bare_hold(hold: Hold) -> Hold:
    """Return a hold without what only readers see."""
    return replace(hold, title="", citations=(), notes=())
