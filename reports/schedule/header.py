"""What a policy says of itself, as the facts at the head of its schedule."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.compiler.policy.policy import Document, Policy
from tenure.reports.schedule.view import Term
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.prose import Prose, author, capitalised, words


def header_facts(policy: Policy, language: Catalogue) -> tuple[Term, ...]:
    """Return the facts in the order in which readers ask for them."""
    return tuple(
        Term(term=words(language.label(f"fact.{key}")), meaning=capitalised(meaning))
        for key, meaning in _facts(policy, language)
    )


def _facts(policy: Policy, language: Catalogue) -> Iterator[tuple[str, Prose]]:
    document = policy.document
    for key in ("owner", "version"):
        if document.texts.get(key):
            yield key, author(document.texts[key])
    if document.regions:
        yield "jurisdiction", _jurisdiction(document, language)
    if document.approval is not None:
        yield "approved", _approval(document, language)
    review = _review(document, language)
    if review:
        yield "review", review
    days = language.interval("fact.in force", document.in_force.start, document.in_force.end)
    if days:
        yield "in force", days
    if policy.dispose_within is not None:
        length = language.length(policy.dispose_within)
        yield "dispose", language.say("fact.dispose.within", length=length)
    if policy.resolve_by:
        order = [words(language.label(f"resolve.{each}")) for each in policy.resolve_by]
        yield "resolve", language.then(order)


def _jurisdiction(document: Document, language: Catalogue) -> Prose:
    return language.all_of([words(language.region(r)) for r in document.regions])


def _approval(document: Document, language: Catalogue) -> Prose:
    approval = document.approval
    if approval is None:
        return ()
    day = language.moment(approval.first, approval.last)
    if approval.by is None:
        return words(day)
    return language.say("fact.approved.by", day=day, who=author(approval.by))


def _review(document: Document, language: Catalogue) -> Prose:
    review = document.review
    length = language.duration(review.every_words) if review.every_words else ""
    day = ""
    if review.next_first is not None and review.next_last is not None:
        day = language.moment(review.next_first, review.next_last)
    if length and day:
        return language.say("fact.review.both", length=length, day=day)
    if length:
        return language.say("fact.review.every", length=length)
    return language.say("fact.review.next", day=day) if day else ()
