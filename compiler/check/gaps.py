"""Finds records that no schedule rule covers (S7, `uncovered`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tenure.compiler.analysis.formulas import Formula, all_of
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.witnesses import Case, value_text, witness_of
from tenure.compiler.decisions import Decision, Status
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import RuleKind
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Verdict


def gaps(policy: Policy, provers: Mapping[str, Prover]) -> Iterator[Diagnostic]:
    """Report, for each class that records state, a record of it that no rule covers.

    A class for which there is no rule at all has a finding of its own (TN407).
    """
    for prover in provers.values():
        covered = {
            cover.record_class
            for rule in prover.rules(RuleKind.SCHEDULE)
            for cover in prover.covers(rule)
        }
        for name, record_class in policy.classes.items():
            if record_class.where is not None or record_class.lineage[-1] != prover.root:
                continue
            below = [c for c in policy.classes.values() if name in c.lineage]
            if covered.isdisjoint(record_class.lineage) and covered.isdisjoint(
                c.name for c in below
            ):
                continue
            finding = _gap(prover, name)
            if finding is not None:
                yield finding


def _gap(prover: Prover, name: str) -> Diagnostic | None:
    question = all_of(
        (
            prover.standing.stated("", frozenset((name,))),
            prover.good_data(),
            nothing_stands(prover),
        )
    )
    answer = prover.ask(question, _uncovered, wishes=(prover.not_held(),))
    if answer.case is None or answer.decision is None:
        return None if answer.verdict is Verdict.PROVED_ABSENT else _unknown(prover, name)
    return Diagnostic(
        code=Code.GAP,
        message=f"no rule covers {region_in_words(answer.case)}",
        at=prover.policy.classes[name].span,
        help=(f"add a rule for these, or one for `{name}` without a condition",),
        verdict=Verdict.WITNESS,
        witness=witness_of(prover.policy, answer.case, answer.decision, ()),
    )


def nothing_stands(prover: Prover) -> Formula:
    """Return where certainly no schedule rule stands unbeaten.

    That is where none applies: of the rules that do, one has no other above it. Only a rule
    that something else than a schedule rule may beat can apply and leave a gap.
    """
    covers = frozenset(
        cover for rule in prover.rules(RuleKind.SCHEDULE) for cover in prover.covers(rule)
    )
    standing, above = prover.standing, prover.policy.order.above
    return all_of(
        standing.remains(cover, "", value=False)
        if above[cover] <= covers
        else standing.unbeaten(cover, "", value=False)
        for cover in sorted(covers)
    )


def _uncovered(decision: Decision) -> bool:
    return decision.status is Status.UNCOVERED


def region_in_words(case: Case) -> str:
    """Return the region in words: what has to be said of a record for no rule to cover it."""
    record = case.records[0]
    parts = [f"`{name}` is {value_text(value)}" for name, value in record.fields.items()]
    where = f" whose {' and '.join(parts)}" if parts else ""
    facts = [f"`{name}` is {value_text(value)}" for name, value in case.facts.items()]
    when = f", while {' and '.join(facts)}" if facts else ""
    return f"a record of `{record.record_class}`{where}{when}"


def _unknown(prover: Prover, name: str) -> Diagnostic:
    return Diagnostic(
        code=Code.GAP,
        message=f"whether every record of `{name}` is covered by a rule is not known",
        at=prover.policy.classes[name].span,
        help=(f"add a rule for `{name}` without a condition",),
        verdict=Verdict.UNKNOWN,
    )
