"""What is asked of the two policies while their documents are laid over one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tenure.compiler.compare.alone import says_the_same
from tenure.compiler.compare.changes import Comparison
from tenure.compiler.policy.policy import Policy
from tenure.reports.look.house import USUAL, House
from tenure.reports.redline.effects import Effects
from tenure.reports.schedule.parts import Row
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.prose import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What a redline is made of.

    Attributes:
        old, new: the versions.
        since: the old version, as it was named.
        comparison: what the change does.
        as_of: the day for which both are shown.
        house: the look.
    """

    old: Policy
    new: Policy
    since: str
    comparison: Comparison
    as_of: date
    house: House = USUAL


class Questions:
    """Answers by the rules that the rows of a document are made of."""

    def __init__(self, versions: Versions, pairs: Mapping[str, str], language: Catalogue) -> None:
        """Prepare.

        Args:
            versions: the versions.
            pairs: the old reference of each rule that both have, by the new one.
            language: the language of the answers.
        """
        self._versions = versions
        self._renamed = {before: after for after, before in pairs.items() if before != after}
        self._effects = Effects(versions.comparison, versions.old, versions.new, language)

    def says_the_same(self, before: str, after: str) -> bool:
        """Return whether a rule, by its old and its new reference, says the same."""
        versions = self._versions
        old, new = versions.old.rules.get(before), versions.new.rules.get(after)
        if old is None or new is None:
            return False
        return says_the_same(
            self._policies, (old, new), versions.as_of, self._renamed, versions.comparison
        )

    def of_row(self, before: Row | None, after: Row | None) -> tuple[str, ...]:
        """Return what the change of a row does; nothing for one that is no rule and no promise."""
        was, is_ = (row.head if row and row.ref else None for row in (before, after))
        rules = self._versions.old.rules, self._versions.new.rules
        if was in rules[0] or is_ in rules[1]:
            return self._effects.of_rule(was, is_)
        return self._effects.of_steps(self._steps({was or "", is_ or ""}))

    def _steps(self, refs: set[str]) -> tuple[str, ...]:
        """Return the promises of these references; of a standard with one, that one."""
        found = set(refs)
        for policy in (self._versions.old, self._versions.new):
            for ref in refs & policy.obligations.keys():
                one = policy.obligations[ref]
                if len(one.steps) == 1 and not one.procedure:
                    found.add(one.steps[0].ref)
        return tuple(sorted(found))

    def of_term(self, section: str, name: str) -> tuple[str, ...]:
        """Return what the change of a hold does; nothing for other terms."""
        if section != "about-holds":
            return ()
        holds = (hold for p in self._policies for hold in p.holds.values())
        return self._effects.of_hold(
            [class_ for hold in holds if clean(hold.title) == name for class_ in hold.classes]
        )

    @property
    def _policies(self) -> tuple[Policy, Policy]:
        return self._versions.old, self._versions.new
