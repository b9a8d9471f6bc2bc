"""Runs every check over a policy."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from tenure.compiler.analysis.prover import provers
from tenure.compiler.check import undecided
from tenure.compiler.check.answerable import answerable
from tenure.compiler.check.blocks import with_tests
from tenure.compiler.check.chains import overrun_limits
from tenure.compiler.check.competing import competing
from tenure.compiler.check.escalation import let_go_too_early
from tenure.compiler.check.grouping import grouped
from tenure.compiler.check.horizon import beyond_horizon
from tenure.compiler.check.housekeeping import housekeeping
from tenure.compiler.check.idle import idle_holds
from tenure.compiler.check.in_force import rules_out_of_force
from tenure.compiler.check.memory import CheckMemory, Progress, check_parts
from tenure.compiler.check.month_ends import month_ends
from tenure.compiler.check.promises import odd_promises
from tenure.compiler.check.structure import structure
from tenure.compiler.policy.policy import Policy
from tenure.dsl.diagnostics import Diagnostic, Verdict

HORIZON = (date(1900, 1, 1), date(2199, 12, 31))
"""The days, both included, over which an analysis searches and proves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the search for disagreeing rules came to.

    Attributes:
        rules: how many rules and exceptions there are.
        pairs: how many pairs of schedule rules can meet in a record and are not ordered.
        witnessed: pairs for which there is a record on which they disagree.
        absent: pairs proved to agree, or never to govern together.
        unknown: pairs on which the search gave up; findings say which, and why.
        first, last: the days searched, both included.
        undecided: questions about other things than pairs on which the search gave up;
            each has a finding as well.
    """

    rules: int
    pairs: int
    witnessed: int
    absent: int
    unknown: int
    first: date
    last: date
    undecided: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What the checks found, most important first, and what they proved."""

    findings: tuple[Diagnostic, ...]
    proof: Proof


def check_policy(
    policy: Policy,
    as_of: date,
    progress: Progress | None = None,
    memory: CheckMemory | None = None,
) -> CheckReport:
    """Check a policy that resolves.

    Args:
        policy: the policy.
        as_of: the day as of which reviews are due and policies in force; witnesses
            are as recent as it.
        progress: told how far the search for disagreeing rules has come.
        memory: what was found in the parts of an earlier version; receives what is
            found in this one.
    """
    checked = check_parts(policy, as_of, HORIZON, memory or CheckMemory(), progress)
    found = [finding for part in checked for finding in part.findings]
    found += idle_holds(policy, [part.holds for part in checked])
    found += structure(policy)
    found += month_ends(policy)
    found += housekeeping(policy, as_of)
    found += rules_out_of_force(policy, as_of)
    found += beyond_horizon(policy, as_of, HORIZON)
    found += competing(policy, provers(policy, as_of, HORIZON), as_of)
    found += odd_promises(policy, as_of)
    found += overrun_limits(policy, as_of)
    found += let_go_too_early(policy, as_of)
    found += answerable(policy, as_of)
    counts = Counter[Verdict]()
    for part in checked:
        counts.update(part.verdicts)
    proof = Proof(
        rules=len(policy.rules),
        pairs=counts.total(),
        witnessed=counts[Verdict.WITNESS],
        absent=counts[Verdict.PROVED_ABSENT],
        unknown=counts[Verdict.UNKNOWN],
        undecided=undecided.count(found),
        first=HORIZON[0],
        last=HORIZON[1],
    )
    favours = {pair: favour for part in checked for pair, favour in part.favours.items()}
    together = grouped(policy, with_tests(policy, found), favours)
    return CheckReport(findings=tuple(sorted(together, key=_importance)), proof=proof)


def _importance(finding: Diagnostic) -> tuple[int, str, int, int]:
    order = ["error", "warning", "advice"]
    return (order.index(finding.severity), *finding.where)
