"""Finds records that two classes claim, and records that none of several classes takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from tenure.compiler.analysis.formulas import Formula, all_of
from tenure.compiler.analysis.prover import Answer, Prover
from tenure.compiler.analysis.witnesses import Case, witness_of
from tenure.compiler.check.gaps import region_in_words
from tenure.compiler.check.undecided import undecided
from tenure.compiler.decisions import Decision
from tenure.compiler.evaluate.reading import Reader
from tenure.compiler.evaluate.standing import memberships
from tenure.compiler.policy.conditions import condition_refs
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.records import Inventory
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label, Verdict


def classification(policy: Policy, provers: Mapping[str, Prover]) -> Iterator[Diagnostic]:
    """Report classes under one parent that overlap, and what they leave between them.

    Only classes told by a field that they share are compared: `complaint` and
    `dissatisfaction` by their reason. Classes told by fields of their own, such as long
    ones and urgent ones, are meant to cross.
    """
    for parent in policy.classes.values():
        prover = provers.get(parent.lineage[-1])
        if prover is None:
            continue  # of another family than those asked about
        siblings = [c for c in policy.classes.values() if c.parent == parent.name and c.where]
        for one, other in combinations(siblings, 2):
            if _told_by(one) & _told_by(other):
                yield from _overlap(prover, one, other)
        if len(siblings) > 1 and frozenset.intersection(*map(_told_by, siblings)):
            yield from _gap(prover, parent, siblings)


def _told_by(record_class: RecordClass) -> frozenset[str]:
    where = record_class.where
    return frozenset(ref.path for ref in condition_refs(where)) if where else frozenset()


def _overlap(prover: Prover, one: RecordClass, other: RecordClass) -> Iterator[Diagnostic]:
    both = (one.name, other.name)
    question = all_of(prover.standing.member(name, "", value=True) for name in both)

    def is_both(case: Case) -> bool:
        return all(_member(prover.policy, case, name) is True for name in both)

    answer = _ask(prover, question, is_both)
    if answer.verdict is Verdict.UNKNOWN:
        yield undecided(
            Code.OVERLAPPING_CLASSES,
            f"a record can be a `{one.name}` and a `{other.name}` at once",
            one.span,
            reason=answer.reason,
        )
    elif answer.case is not None and answer.decision is not None:
        yield Diagnostic(
            code=Code.OVERLAPPING_CLASSES,
            message=f"{region_in_words(answer.case)} is both a `{one.name}` and a `{other.name}`",
            at=one.span,
            related=(Label(span=other.span, text="the other class"),),
            help=(
                "narrow the condition of one of them",
                f"or put one under the other: `is {one.name}`",
            ),
            verdict=Verdict.WITNESS,
            witness=witness_of(prover.policy, answer.case, answer.decision, (), is_both),
        )


def _gap(prover: Prover, parent: RecordClass, siblings: list[RecordClass]) -> Iterator[Diagnostic]:
    names = [c.name for c in siblings]
    stated = prover.standing.stated("", frozenset((parent.name,)))
    outside = all_of(prover.standing.member(name, "", value=False) for name in names)

    def is_none(case: Case) -> bool:
        return all(_member(prover.policy, case, name) is False for name in names)

    answer = _ask(prover, all_of((stated, outside)), is_none)
    listed = ", ".join(f"`{name}`" for name in names)
    if answer.verdict is Verdict.UNKNOWN:
        question = f"every `{parent.name}` is one of {listed}"
        yield undecided(Code.UNCLASSIFIED, question, parent.span, reason=answer.reason)
    elif answer.case is not None and answer.decision is not None:
        yield Diagnostic(
            code=Code.UNCLASSIFIED,
            message=f"{region_in_words(answer.case)} is none of {listed}",
            at=parent.span,
            related=tuple(Label(span=c.span, text="one of them") for c in siblings),
            help=("widen one of the conditions, or add a class for these",),
            verdict=Verdict.WITNESS,
            witness=witness_of(prover.policy, answer.case, answer.decision, (), is_none),
        )


def _ask(prover: Prover, question: Formula, also: Callable[[Case], bool]) -> Answer:
    whole = all_of((question, prover.good_data()))
    return prover.ask(whole, _anything, wishes=(prover.not_held(),), also=also)


def _anything(_: Decision) -> bool:
    return True


def _member(policy: Policy, case: Case, name: str) -> bool | None:
    """Return whether the first record of a case is of a class; `None` where that is unknown."""
    facts = {fact.name: fact.value for fact in policy.facts.values()} | dict(case.facts)
    reader = Reader(policy=policy, inventory=Inventory(case.records), facts=facts)
    judged = memberships(case.records[0], reader).get(name)
    if judged is None or not judged.possible:
        return False
    return True if judged.certain else None
