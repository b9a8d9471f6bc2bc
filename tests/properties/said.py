"""What findings say of a policy, held against what its records have shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Verdict
from tests.properties.shown import Claim

NEVER = {Code.IMPOSSIBLE_CONDITION, Code.SHADOWED_RULE, Code.NEVER_DUE, Code.IDLE_HOLD}
"""Codes that say of all records that they never do something; records can only refute them."""


def claims_of(finding: Diagnostic, policy: Policy) -> Iterator[Claim]:
    """What a finding is about, in the words of `shown`."""
    match finding.code:
        case Code.AMBIGUOUS_OUTCOME | Code.AMBIGUITY_UNKNOWN:
            yield Code.AMBIGUOUS_OUTCOME, *sorted(finding.rules)
        case Code.SAME_OUTCOME:
            yield Code.SAME_OUTCOME, *sorted(finding.rules)
        case Code.OUTSIDE_LIMIT | Code.FLOOR_AFTER_CEILING:
            yield finding.code, *finding.rules
        case Code.SHORTENED:
            name, ancestor = finding.message.split("`")[1:4:2]
            for ref in finding.rules:
                yield Code.SHORTENED, ref, name, ancestor
        case Code.GAP:
            yield from ((Code.GAP, c.name) for c in policy.classes.values() if c.span == finding.at)
        case Code.SHADOWED_RULE | Code.NEVER_DUE:
            yield finding.code, finding.rules[0]
        case Code.IDLE_HOLD:
            yield from (
                (finding.code, h.name) for h in policy.holds.values() if h.span is finding.at
            )
        case Code.IMPOSSIBLE_CONDITION if finding.rules:
            yield Code.IMPOSSIBLE_CONDITION, finding.rules[0]
        case Code.IMPOSSIBLE_CONDITION:
            classes = policy.classes.values()
            yield from ((finding.code, "record", c.name) for c in classes if c.span is finding.at)


def verdicts_of(findings: Iterable[Diagnostic], policy: Policy) -> dict[Claim, Verdict]:
    """The verdict on everything that the findings are about; what is not here is absent."""
    return {
        claim: one.verdict
        for finding in findings
        for one in (finding, *_instances(finding))
        if one.verdict is not None
        for claim in claims_of(one, policy)
    }


def _instances(finding: Diagnostic) -> Iterator[Diagnostic]:
    """The findings that one finding reports together."""
    if finding.code is not Code.SHORTENED:
        for instance in finding.instances:
            yield replace(finding, rules=instance.rules, at=instance.at, instances=())


def refuted(verdicts: Mapping[Claim, Verdict], shown: Iterable[Claim]) -> list[Claim]:
    """What was said never to happen, and does; of rules that always agree, those that differ."""
    seen = set(shown)
    never = [c for c, v in verdicts.items() if v is Verdict.PROVED_ABSENT and c in seen]
    agree = [c for c in verdicts if c[0] is Code.SAME_OUTCOME]
    return never + [c for c in agree if (Code.AMBIGUOUS_OUTCOME, *c[1:]) in seen]


def missed(
    verdicts: Mapping[Claim, Verdict], shown: Iterable[Claim], policy: Policy
) -> list[Claim]:
    """What records show, and no finding says or leaves open."""
    return [
        claim
        for claim in shown
        if claim[0] not in NEVER
        and claim not in verdicts
        and not _said_otherwise(claim, verdicts, policy)
    ]


def _said_otherwise(claim: Claim, verdicts: Mapping[Claim, Verdict], policy: Policy) -> bool:
    """Whether something graver is said, or it is nothing to be told of."""
    match claim:
        case Code.SAME_OUTCOME, one, other:
            follows = policy.rules[one].follows or policy.rules[other].follows
            graver = (Code.AMBIGUOUS_OUTCOME, one, other) in verdicts
            return bool(follows) or graver or bool(policy.resolve_by)
        case Code.GAP, name:
            return not _has_rules(name, policy)  # TN407
    return False


def _has_rules(name: str, policy: Policy) -> bool:
    """Whether some schedule rule could be for records of a class."""
    return any(
        rule.phases or rule.follows
        for rule in policy.rules.values()
        if rule.kind.value == "schedule"
        for of in rule.classes
        if of in policy.classes[name].lineage or name in policy.classes[of].lineage
    )


def tally(findings: Iterable[Diagnostic]) -> Counter[tuple[str, Verdict]]:
    """How many findings of each code have each verdict."""
    return Counter((f.code.number, f.verdict) for f in findings if f.verdict is not None)
