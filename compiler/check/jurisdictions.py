"""Finds records that could go though nobody knows which country's law they are under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tenure.compiler.analysis.formulas import all_of
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.witnesses import witness_of
from tenure.compiler.check.idle import names_a_day
from tenure.compiler.check.undecided import undecided
from tenure.compiler.decisions import Decision, Status
from tenure.compiler.policy.fields import ChoiceType, Field, FieldRef
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.policy.rules import RuleKind
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label, Verdict

_ENDS = (Status.RETAIN, Status.DUE, Status.OVERDUE)


def unknown_jurisdictions(policy: Policy, provers: Mapping[str, Prover]) -> Iterator[Diagnostic]:
    """Report each jurisdiction field without which some record still becomes due.

    Where a rule turns on the country, a missing one makes the answer undetermined (S6). It
    does not where no rule asks for it, or where one asks whether it `is known`. A field
    that is `required` is never missing: a record without it is bad data, and stays.
    """
    for record_class in policy.classes.values():
        prover = provers.get(record_class.lineage[-1])
        if prover is None:
            continue  # of another family than those asked about
        inherited = policy.classes[record_class.parent].fields if record_class.parent else {}
        for field in record_class.fields.values():
            if field.name not in inherited and _is_jurisdiction(field):
                yield from _disposed_without(prover, record_class, field)


def _is_jurisdiction(field: Field) -> bool:
    return isinstance(field.type, ChoiceType) and field.type.jurisdiction and not field.required


def _disposed_without(
    prover: Prover, record_class: RecordClass, field: Field
) -> Iterator[Diagnostic]:
    ref = FieldRef(name=field.name, type=field.type)
    missing = prover.space.field_values("", ref, (None,))
    member = prover.standing.member(record_class.name, "", value=True)
    for rule in prover.rules(RuleKind.SCHEDULE):
        answer = prover.ask(
            all_of((missing, member, names_a_day(prover, rule))),
            _will_be_due,
            wishes=(prover.idle((rule,)), prover.not_held()),
        )
        if answer.verdict is Verdict.UNKNOWN:
            what = f"a record whose `{field.name}` is not known can become due under `{rule.ref}`"
            yield undecided(Code.JURISDICTION_UNKNOWN, what, rule.head, reason=answer.reason)
        elif answer.case is not None and answer.decision is not None:
            yield Diagnostic(
                code=Code.JURISDICTION_UNKNOWN,
                message=f"a record whose `{field.name}` is not known can become due under "
                f"`{rule.ref}`",
                at=field.span,
                related=(Label(span=rule.head, text="the rule"),),
                help=(
                    "write `required` after its type: a record without it then stays",
                    "or let the rule say for which countries it is",
                ),
                rules=(rule.ref,),
                verdict=Verdict.WITNESS,
                witness=witness_of(prover.policy, answer.case, answer.decision, (rule.ref,)),
            )
            return


def _will_be_due(decision: Decision) -> bool:
    """Return whether a record is on its way out: it has a last day, and something is done then."""
    return (
        decision.status in _ENDS
        and decision.keep_until is not None
        and decision.action is not None
        and decision.action.verb != "review"
    )
