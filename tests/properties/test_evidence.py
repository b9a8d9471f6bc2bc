"""Evidence that goes too early, against brute force (TN416)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.analysis.prover import provers
from tenure.compiler.check.checks import HORIZON
from tenure.compiler.check.evidence import early_evidence, outlasts
from tenure.compiler.check.outliving import lets_go
from tenure.compiler.decisions import Decision, Status
from tenure.compiler.evaluate.conditions import judge
from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.evaluate.outcomes import Outcomes
from tenure.compiler.evaluate.reading import Reader
from tenure.compiler.policy.conditions import Condition, condition_parts, condition_refs
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.periods import AsLongAs, subperiods
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule, RuleKind
from tenure.compiler.records import Inventory, Record
from tenure.dsl.diagnostics import Verdict
from tests.properties.brute import Tried
from tests.properties.compiled import policy_of
from tests.properties.scale import tried

AS_OF = date(2026, 6, 1)


RECORDS = """policy "Schedule"
record file
  closed date
  kind   one of a, b
record note
  made   date required
  file   link to file
  kind   one of a, b
  secret yes/no
"""

PERIODS = ("62 days after made", "CY+1 from made", "4 years after made", "permanently")
FILE_PERIODS = ("1 year after closed", "CY+2 from closed", "permanently")
EVIDENCE = (
    "as long as file",
    "the later of (62 days after made, as long as file)",
    "the earlier of (4 years after made, as long as file)",
    "the later of (1 year after made, as long as file if known)",
)
CONDITIONS = ("file is known", "kind is a", "secret", "file.kind is a", "not secret")
ACTIONS = ("destroy", "anonymise", "review", "review and keep 5 years after made then destroy")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A policy on files and the notes that are evidence for them."""
    lines = [RECORDS]
    for kind in "ab":
        period = draw(st.sampled_from(FILE_PERIODS))
        lines.append(f"rule file.{kind} for file when kind is {kind}\n  keep {period}")
    lines.append(f"rule all for note\n  keep {draw(st.sampled_from(PERIODS))}")
    written: list[str] = []
    for name in draw(st.sampled_from([("e", "x"), ("e", "x", "y")])):
        conditions = draw(st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=2))
        period = draw(st.sampled_from(EVIDENCE if name == "e" else (*PERIODS, EVIDENCE[1])))
        lines += [
            f"rule {name} for note when {' and '.join(conditions)}\n  keep {period}",
            f"  then {draw(st.sampled_from(ACTIONS))}",
            f"  overrides {', '.join(draw(st.permutations(['all', *written])))}",
        ]
        written.append(name)
    return "\n".join(lines) + "\n"


@tried(quick=25, nightly=3000)
@given(text=texts())
def test_no_evidence_goes_early_without_a_finding(text: str) -> None:
    policy = policy_of(text)
    shown, unknown = reported(policy)
    seen = {ref for trial in trials() for ref in losses(policy, trial)}
    assert (seen - shown, unknown) == (set(), set()), text


def test_brute_force_sees_losses() -> None:
    """The property above is about something: here it sees each of three rules lose evidence."""
    policy = policy_of(
        RECORDS
        + """
rule file for file
  keep 3 years after closed
rule all for note
  keep 62 days after made
rule e for note when file is known and not secret
  keep as long as file
  overrides all
rule x for note when kind is a
  keep CY+1 from made
  overrides all, e
"""
    )
    assert {ref for trial in trials() for ref in losses(policy, trial)} == {"all", "x"}
    assert reported(policy) == ({"all", "x"}, set())


def reported(policy: Policy) -> tuple[set[str], set[str]]:
    """The rules found to lose evidence, and those of which it is not known."""
    shown: set[str] = set()
    unknown: set[str] = set()
    for finding in early_evidence(policy, provers(policy, AS_OF, HORIZON)):
        found = shown if finding.verdict is Verdict.WITNESS else unknown
        found |= {ref for one in finding.instances for ref in one.rules} or {finding.rules[0]}
    return shown, unknown


def trials() -> Iterator[Tried]:
    """Every note of a small domain, with the file that it is for."""
    for made, closed in product((date(2023, 12, 31), date(2026, 2, 1)), (None, date(2025, 6, 1))):
        for kind, file_kind, secret in product((None, "a", "b"), "ab", (None, True, False)):
            note = {"made": made, "kind": kind, "secret": secret, "file": "f"}
            file = {"closed": closed, "kind": file_kind}
            for disposed_as in (None, "reviewed"):
                yield Tried(
                    records=(
                        replace(_record("n", "note", note), disposed_as=disposed_as),
                        _record("f", "file", file),
                    ),
                    as_of=AS_OF,
                    facts={},
                )


def _record(id_: str, name: str, fields: Mapping[str, Value | None]) -> Record:
    known = {key: value for key, value in fields.items() if value is not None}
    return Record(id=id_, record_class=name, fields=known)


def losses(policy: Policy, trial: Tried) -> Iterator[str]:
    """The rules that let the first record go while a record that it is evidence for is kept."""
    declared = {name: fact.value for name, fact in policy.facts.items()}
    facts = {**declared, **trial.facts}
    inventory = Inventory(trial.records)
    reader = Reader(policy=policy, inventory=inventory, facts=facts)
    decider = Decider(policy, inventory, trial.as_of, facts)
    record = trial.records[0]
    own, standing = decider.decide(record), Outcomes(policy, reader, trial.as_of).standing(record)
    going = [r.ref for r in policy.rules.values() if irrevocable(r, own) and lets_go(own, r)]
    keepers = [rule for rule in policy.rules.values() if any(promises(rule))]
    for keeper in keepers:
        if any(standing.is_of(name).certain for name in keeper.classes):
            for id_ in supported(policy, keeper, record, reader):
                linked = inventory.get(id_)
                if linked is not None and outlives(decider.decide(linked), own):
                    yield from (ref for ref in going if policy.rules[ref] not in keepers)


def promises(rule: Rule) -> Iterator[str]:
    """The links that a rule keeps a record as long as, at least."""
    for phase in rule.phases if rule.kind is RuleKind.SCHEDULE else ():
        for period in subperiods(phase.keep):
            if isinstance(period, AsLongAs) and outlasts(phase.keep, period.link):
                yield period.link.path


def irrevocable(rule: Rule, decision: Decision) -> bool:
    """Whether a rule's phase, the one decided, is the first that ends with a loss."""
    verbs = [phase.action.verb for phase in rule.phases]
    lost = [i for i, verb in enumerate(verbs) if verb in ("destroy", "anonymise")]
    return bool(lost) and decision.phase == lost[0] + 1


def outlives(decision: Decision, own: Decision) -> bool:
    if decision.status is Status.PERMANENT:
        return True
    last, own_last = decision.keep_until, own.keep_until
    return last is not None and own_last is not None and last > own_last


def supported(policy: Policy, keeper: Rule, record: Record, reader: Reader) -> Iterator[str]:
    """The records that a rule promises to outlast, where what it says of the link is true."""
    for link in promises(keeper):
        said = [part for part in parts(policy, keeper) if link in links_of(part)]
        if all(judge(part, record, reader).certain for part in said):
            value = record.fields.get(link)
            yield from (str(id_) for id_ in (value if isinstance(value, tuple) else (value,)))


def parts(policy: Policy, rule: Rule) -> Iterator[Condition]:
    yield from condition_parts(rule.condition)
    if rule.parent is not None:
        yield from parts(policy, policy.rules[rule.parent])


def links_of(condition: Condition) -> set[str]:
    """The first step of each way on which a condition reads a field."""
    return {(*ref.links, ref.name)[0] for ref in condition_refs(condition)}
