"""Organisations in words: by their titles, in quotation marks where a list needs them."""

from __future__ import annotations

from collections import Counter

from tenure.compiler.policy.policy import Policy
from tenure.reports.wording.prose import Prose, author, quoted
from tenure.reports.wording.titles import humanised


def organisation_titles(policy: Policy) -> dict[str, Prose]:
    """Return what each organisation is called, by name; by its name where two share a title."""
    counts = Counter(_key(each.title) for each in policy.organisations.values())
    return {
        name: _listed(each.title if counts[_key(each.title)] == 1 else humanised(name))
        for name, each in policy.organisations.items()
    }


def _key(title: str) -> str:
    return " ".join(title.split()).casefold()


def _listed(title: str) -> Prose:
    return quoted(title) if " " in title.strip() or "," in title else author(title)
