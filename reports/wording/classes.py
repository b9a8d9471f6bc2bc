"""Record classes in words: what they are called, and what makes a record one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.records import RecordClass
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.conditions import ConditionWording
from tenure.reports.wording.names import Names
from tenure.reports.wording.prose import Prose, author


def class_titles(policy: Policy, language: Catalogue) -> dict[str, Prose]:
    """Return the title of each class, with its name where two have the same."""
    counts = Counter(_key(each) for each in policy.classes.values())
    return {
        name: author(each.title)
        if counts[_key(each)] == 1
        else language.say("class.linked", title=author(each.title), name=author(name))
        for name, each in policy.classes.items()
    }


def define(
    each: RecordClass, titles: Mapping[str, Prose], policy: Policy, language: Catalogue
) -> Prose | None:
    """Return the sentence that says of which class this one is a kind; `None` for a root."""
    if each.parent is None:
        return None
    parent = titles[each.parent]
    if each.where is None:
        return language.say("definition.plain", parent=parent)
    clause = ConditionWording(Names(policy, (each.parent,), language)).clause(each.where)
    return language.say("definition", parent=parent, condition=clause)


def _key(each: RecordClass) -> str:
    return " ".join(each.title.split()).casefold()
