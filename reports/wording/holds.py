"""Holds in words."""

from __future__ import annotations

from dataclasses import dataclass

from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Hold
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.classes import class_titles
from tenure.reports.wording.conditions import ConditionWording
from tenure.reports.wording.names import Names
from tenure.reports.wording.prose import Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldWording:
    """A hold in words: which records it covers, and while what."""

    covers: Prose
    sentence: Prose


def word_hold(hold: Hold, policy: Policy, language: Catalogue) -> HoldWording:
    """Return a hold in words."""
    titles = class_titles(policy, language)
    conditions = ConditionWording(Names(policy, hold.classes, language))
    return HoldWording(
        covers=language.say(
            "doc.hold.covers", classes=language.all_of([titles[name] for name in hold.classes])
        ),
        sentence=language.say(
            "hold.while.long" if conditions.is_long(hold.condition) else "hold.while",
            condition=conditions.clause(hold.condition),
        ),
    )
