"""Organisations in words: by their titles, in quotation marks where a list needs them."""

from __future__ import annotations

from tenure.compiler.policy.policy import Policy
from tenure.reports.wording.prose import Prose, author, quoted
from tenure.reports.wording.titles import humanised


def organisation_titles(policy: Policy) -> dict[str, Prose]:
    """Return what each organisation is called, by name; by that where two share a title."""
    everyone = policy.organisations.values()
    distinct = len({_key(each.title) for each in everyone}) == len(everyone)
    return {
        each.name: _listed(each.title if distinct else humanised(each.name)) for each in everyone
    }


def _key(title: str) -> str:
    return " ".join(title.split()).casefold()


def _listed(title: str) -> Prose:
    return quoted(title) if " " in title.strip() or "," in title else author(title)
