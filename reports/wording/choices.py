"""Values of a list of names in words."""

from __future__ import annotations

from tenure.compiler.policy.fields import ChoiceType
from tenure.compiler.policy.policy import Policy
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.organisations import organisation_titles
from tenure.reports.wording.prose import Prose, words


def choice_title(value: str, type_: ChoiceType, policy: Policy, language: Catalogue) -> Prose:
    """Return a value of a list: a country by its name, an organisation by its title."""
    if type_.jurisdiction and value in language.regions:
        return words(language.region(value))
    titles = organisation_titles(policy)
    if type_.values == tuple(titles):
        return titles[value]
    return language.name(value)
