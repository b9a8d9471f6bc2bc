"""Where in the new version a change is to be shown: on the rule that was changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tenure.compiler.compare.touched import bare_rule
from tenure.compiler.policy.policy import Policy
from tenure.dsl.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The rules, holds, promises and stages of the new version.

    Attributes:
        header: the policy's header, for what has no place of its own any more.
        at: the first words of each, by its reference.
        changed: the references of the rules that are new, or say something else.
    """

    header: Span
    at: Mapping[str, Span]
    changed: frozenset[str]

    def primary(self, refs: Iterable[str]) -> Span:
        """Return where something about some rules is shown: on one that was changed, if any.

        Args:
            refs: references, those of the new version first.
        """
        known = [ref for ref in refs if ref in self.at]
        changed = [ref for ref in known if ref in self.changed]
        return next((self.at[ref] for ref in (*changed, *known)), self.header)

    def others(self, refs: Iterable[str], primary: Span) -> dict[str, Span]:
        """Return where the other rules are, by their references."""
        known = {ref: self.at[ref] for ref in refs if ref in self.at}
        return {ref: span for ref, span in known.items() if span != primary}


def places_in(new: Policy, old: Policy) -> Places:
    """Return the places of the new version; its spans must be its own."""
    steps = {step.ref: step.head for one in new.obligations.values() for step in one.steps}
    return Places(
        header=new.document.span,
        at={
            **{name: hold.span for name, hold in new.holds.items()},
            **steps,
            **{ref: rule.head for ref, rule in new.rules.items()},
        },
        changed=frozenset(
            ref
            for ref, rule in new.rules.items()
            if ref not in old.rules or bare_rule(old.rules[ref]) != bare_rule(rule)
        ),
    )
