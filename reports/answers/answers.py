"""The answers of a page: its rules as data, its questions and its phrases, and where they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

from tenure.compiler.policy.policy import Policy
from tenure.reports.answers.questions import Question, concerns, questions
from tenure.reports.answers.table import Json, decision_table
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.classes import class_titles
from tenure.reports.wording.nouns import role
from tenure.reports.wording.prose import author, clean, plain

_AWKWARD = re.compile("[<\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What would end a script element, or reorder what stands after it."""


def answers_data(
    policy: Policy, permalinks: Mapping[str, str], as_of: date, language: Catalogue
) -> str | None:
    """Return all that a page needs to answer, as JSON that may stand inside a script element.

    Args:
        policy: the policy.
        permalinks: where in the page each rule stands, by its reference.
        as_of: the day for which the page is published.
        language: the language of the tool's own words.

    Returns:
        `None` for a policy without a rule for records that somebody could have.
    """
    kinds = _kinds(policy, language)
    if not kinds:
        return None
    actions = {phase.action for rule in policy.rules.values() for phase in rule.phases}
    data: dict[str, Json] = {
        **decision_table(policy),
        "published": as_of.toordinal(),
        "kinds": kinds,
        "places": {ref: permalinks[ref] for ref in policy.rules},
        "holdTitles": {hold.name: clean(hold.title) for hold in policy.holds.values()},
        "actions": {
            action.text: plain(
                language.say(f"action.{action.verb}", to=author(action.to) if action.to else "")
            )
            for action in sorted(actions, key=lambda action: action.text)
        },
        "ask": _who_to_ask(policy, language),
        "months": list(language.months),
        "dateFormat": language.date_format,
        "phrases": {
            key: phrase
            for key, phrase in language.phrases.items()
            if key.startswith(("ask.", "answer.")) or key == "list.separator"
        },
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _AWKWARD.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _who_to_ask(policy: Policy, language: Catalogue) -> str | None:
    texts = policy.document.texts
    owner, publisher = texts.get("owner"), texts.get("publisher")
    if owner:
        return plain(role(owner, language))
    return clean(publisher) if publisher else None


def _kinds(policy: Policy, language: Catalogue) -> list[Json]:
    """Return the kinds of record that a reader may have, by title, with what is asked of each.

    Classes that a condition defines are left out: which records are of them the page finds out.
    """
    titles = {name: plain(title) for name, title in class_titles(policy, language).items()}
    found = [
        name
        for name, each in policy.classes.items()
        if each.where is None and concerns(policy, name)
    ]
    roots = list(policy.order.families)
    return [
        {
            "of": name,
            "title": " ".join(titles[name].split()),
            "family": roots.index(policy.classes[name].lineage[-1]),
            "questions": [_question(each) for each in questions(policy, name, language)],
        }
        for name in sorted(found, key=lambda name: (titles[name].casefold(), name))
    ]


def _question(question: Question) -> Json:
    found: dict[str, Json] = {
        "field": question.field,
        "asks": question.asks,
        "label": question.label,
    }
    more: dict[str, Json] = {
        "options": [[value, shown] for value, shown in question.options],
        "none": question.none,
        "other": question.other,
    }
    return found | {key: value for key, value in more.items() if value}
