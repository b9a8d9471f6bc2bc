"""Reports findings of one cause as one finding, with its cases as instances.

What counts as one cause is decided in `causes`; here the findings about pairs of rules
are sorted by the way in which they could be settled, and the words are found.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace

from tenure.compiler.check.causes import Cause, Pair, causes
from tenure.compiler.check.settling import Favour, Settlement, group_settlement
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule, RuleKind
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Instance, Label, Principle, Verdict, Witness

_GROUPED = (
    Code.AMBIGUOUS_OUTCOME,
    Code.AMBIGUITY_UNKNOWN,
    Code.SAME_OUTCOME,
    Code.OUTSIDE_LIMIT,
)
"""The codes whose findings are about two rules each, and can have a common cause."""


Favours = Mapping[frozenset[str], Favour]
"""For two rules that disagree, by their references, which of them the law prefers."""


def grouped(
    policy: Policy, findings: Iterable[Diagnostic], favours: Favours
) -> Iterator[Diagnostic]:
    """Return the findings, those about pairs of rules with one cause as one.

    A finding whose pair has nothing in common with others stays as it is. One that stands
    for several has the test of the witness that it shows; each instance has its own.
    """
    kinds: dict[tuple[Code, Verdict | None], dict[Pair, Diagnostic]] = {}
    for finding in findings:
        if finding.code in _GROUPED and len(finding.rules) == 2:
            one, other = finding.rules
            kinds.setdefault((finding.code, finding.verdict), {})[one, other] = finding
        else:
            yield finding
    for by_pair in kinds.values():
        yield from _of_one_kind(policy, by_pair, favours)


def _of_one_kind(
    policy: Policy, by_pair: dict[Pair, Diagnostic], favours: Favours
) -> Iterator[Diagnostic]:
    ways = {pair: _ways(policy, finding, favours) for pair, finding in by_pair.items()}
    for cause in causes(ways, tuple(policy.rules)):
        pairs = [pair if pair in by_pair else pair[::-1] for pair in cause.pairs]
        together = [by_pair.pop((one, other)) for one, other in pairs]
        yield _together(policy, cause, together, favours)
    yield from by_pair.values()


def _ways(policy: Policy, finding: Diagnostic, favours: Favours) -> tuple[Hashable, Hashable]:
    """Return in which way each rule of a finding differs from the other.

    Findings of a way are mended in the same way: a disagreement by the same principle of
    law, a broken limit on the same side of it.
    """
    one, other = (policy.rules[ref] for ref in finding.rules)
    if finding.code is Code.AMBIGUOUS_OUTCOME:
        favour = favours.get(frozenset(finding.rules))
        return _standing(one, favour), _standing(other, favour)
    if finding.code is Code.OUTSIDE_LIMIT:
        return ("breaks", other.kind), ("is broken by", one.kind)
    return "", ""


def _standing(rule: Rule, favour: Favour | None) -> tuple[Principle, bool] | None:
    """Return by which principle a rule is preferred to another, or the other to it."""
    return None if favour is None else (favour.principle, favour.rule.ref == rule.ref)


def _together(
    policy: Policy, cause: Cause, findings: list[Diagnostic], favours: Favours
) -> Diagnostic:
    """Return the finding that stands for several; it shows the simplest of their witnesses."""
    best = min(findings, key=_simplest)
    settled = _settled(policy, cause, best, favours)
    centre = policy.rules[cause.centre or best.rules[0]]
    return replace(
        best,
        message=_message(policy, cause, best),
        at=centre.head,
        related=tuple(
            Label(span=policy.rules[ref].head, text="one of the others")
            for ref in best.rules
            if ref != centre.ref
        ),
        help=settled.help,
        edits=settled.edits,
        rules=((cause.centre,) if cause.centre else ()) + cause.rules,
        instances=tuple(_instance(policy, cause, finding) for finding in findings),
    )


def _simplest(finding: Diagnostic) -> tuple[int, int]:
    """Return by how little a finding can be shown: records, then fields that matter."""
    witness = finding.witness
    if witness is None:
        return 0, 0
    return len(witness.records), sum(len(record.fields) for record in witness.records)


def _instance(policy: Policy, cause: Cause, finding: Diagnostic) -> Instance:
    one, other = finding.rules
    about = one if cause.centre == other else other
    text = _sayings(finding.witness, about) if finding.witness else finding.message
    return Instance(
        rules=finding.rules,
        at=policy.rules[about].head,
        text=text,
        witness=finding.witness,
        edits=finding.edits,
        test=finding.test,
    )


def _sayings(witness: Witness, first: str) -> str:
    """Return in one clause what the rules say of a witness, one of them first."""
    said = sorted(witness.sayings, key=lambda saying: saying.rule != first)
    return "; ".join(f"`{saying.rule}`: {saying.text}" for saying in said)


# --- the words ------------------------------------------------------------------


def _message(policy: Policy, cause: Cause, best: Diagnostic) -> str:
    code, count = best.code, len(cause.rules)
    rules = f"`{cause.centre}` and {count} other rules" if cause.centre else f"{count} rules"
    if code is Code.AMBIGUOUS_OUTCOME:
        order = "is ordered with it" if cause.centre else "beats another"
        return f"{rules} give the same records different answers, and none of them {order}"
    if code is Code.AMBIGUITY_UNKNOWN:
        return f"whether {rules} can disagree is not known"
    if code is Code.SAME_OUTCOME:
        return f"{rules} govern some of the same records, and always agree there"
    broken = _limits_message(policy, cause)
    return broken if best.witness else f"whether it holds is not known: {broken}"


def _limits_message(policy: Policy, cause: Cause) -> str:
    assert cause.centre is not None  # a schedule rule breaks a limit, never the other way round
    limit = policy.rules[cause.centre]
    one = limit.kind is not RuleKind.SCHEDULE
    kind = limit.kind if one else policy.rules[cause.rules[0]].kind
    side, bound = ("earlier", "minimum") if kind is RuleKind.FLOOR else ("later", "maximum")
    if one:
        return (
            f"{len(cause.rules)} rules can end a record's retention {side} than the legal "
            f"{bound} `{limit.ref}`"
        )
    return (
        f"`{cause.centre}` can end a record's retention {side} than {len(cause.rules)} "
        f"legal {bound}s"
    )


def _settled(policy: Policy, cause: Cause, best: Diagnostic, favours: Favours) -> Settlement:
    """Return what settles all cases at once; the edits of single ones are with the instances."""
    if best.code is not Code.AMBIGUOUS_OUTCOME:
        return Settlement(help=_help(policy, cause, best), edits=())
    centre = policy.rules[cause.centre] if cause.centre else None
    others = [policy.rules[ref] for ref in cause.rules]
    favour = favours.get(frozenset(best.rules))
    return group_settlement(policy, centre, others, favour)


def _help(policy: Policy, cause: Cause, best: Diagnostic) -> tuple[str, ...]:
    """Return what mends all cases at once, else what mends the one that is shown."""
    if best.code is Code.AMBIGUITY_UNKNOWN:
        return ("order the rules, and the question does not arise",)
    if best.code is Code.SAME_OUTCOME:
        return ("order them, or narrow some of them, so that a later change cannot part them",)
    centre = policy.rules[cause.centre] if cause.centre else None
    if centre is not None and centre.kind is not RuleKind.SCHEDULE:
        return (
            f"if `{centre.ref}` is right: change the period of each rule below",
            f"if it is not meant for these records: narrow `{centre.ref}`, or give it an exception",
        )
    return best.help
