"""Remembers how rules resolved, for a policy that is resolved again and again.

A rule need not be resolved anew while its declaration is the same node, nothing was
changed around it that a rule can name, and the rules that it asked for by name are still
there, or still not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tenure.compiler.order import OrderMemory
from tenure.compiler.policy.rules import Rule
from tenure.dsl.nodes.accountability import ActivityDecl, DutyDecl, OccasionDecl
from tenure.dsl.nodes.declarations import (
    Declaration,
    HoldDecl,
    PolicyDecl,
    RuleDecl,
    SectionDecl,
)
from tenure.dsl.nodes.obligations import ObligationDecl
from tenure.dsl.nodes.scenarios import PolicyTestDecl

_NOT_ASKED = (
    RuleDecl,
    PolicyTestDecl,
    HoldDecl,
    SectionDecl,
    ObligationDecl,
    OccasionDecl,
    DutyDecl,
    ActivityDecl,
)
"""What no rule's resolution looks at, other rules apart, which are asked for by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A declaration without a mistake, and the rule and exceptions that it came to.

    Attributes:
        document: the title of the policy in which it stood.
        asked: the references that were looked for, and whether there was such a rule.
    """

    decl: RuleDecl
    document: str
    rules: tuple[Rule, ...]
    asked: Mapping[str, bool]


class RuleMemory:
    """What is remembered of the rules of one policy.

    Attributes:
        order: how they were ordered.
    """

    def __init__(self) -> None:
        self.order = OrderMemory()
        self._around: tuple[Declaration | str, ...] = ()
        self._known: dict[int, _Known] = {}

    def begin(self, declarations: Iterable[Declaration]) -> None:
        """Start on a new version; forget everything when more than rules was changed."""
        around = tuple(_seen(decl) for decl in declarations if not isinstance(decl, _NOT_ASKED))
        same = len(around) == len(self._around) and all(
            one is other or (isinstance(one, str) and one == other)
            for one, other in zip(around, self._around, strict=True)
        )
        if not same:
            self._around, self._known, self.order = around, {}, OrderMemory()

    def recall(
        self, decl: RuleDecl, document: str, refs: Collection[str]
    ) -> tuple[Rule, ...] | None:
        """Return the rules of a declaration, where they would resolve as before.

        Args:
            decl: the declaration.
            document: the title of the policy in which it stands.
            refs: the references of all rules and exceptions there are.
        """
        known = self._known.get(id(decl))
        if known is None or known.document != document:
            return None
        if any((ref in refs) is not there for ref, there in known.asked.items()):
            return None
        return known.rules

    def keep(
        self, decl: RuleDecl, document: str, rules: tuple[Rule, ...], asked: Mapping[str, bool]
    ) -> None:
        """Remember what a declaration came to; it had no mistake."""
        self._known[id(decl)] = _Known(decl=decl, document=document, rules=rules, asked=asked)

    def end(self, decls: Iterable[RuleDecl]) -> None:
        """Forget all declarations but these."""
        self._known = {id(d): self._known[id(d)] for d in decls if id(d) in self._known}


def _seen(decl: Declaration) -> Declaration | str:
    """Return what rules see of a declaration: of a policy's header, its title."""
    return decl.title.text if isinstance(decl, PolicyDecl) else decl
