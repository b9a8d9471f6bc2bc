"""What a check came to, policy by policy, and the sums over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tenure.compiler.check.checks import HORIZON, Proof
from tenure.dsl.codes import Severity
from tenure.dsl.diagnostics import Diagnostic, ReadyTest, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One policy, checked as far as its text allowed.

    Attributes:
        path: the file or folder, as the user named it.
        title: the policy's title; `None` when its text has an error.
        readable: whether every file of it could be read and parsed.
        findings: everything that was found.
        proof: what the search for disagreeing rules came to; `None` when the text has an
            error, and there was nothing to search.
        tests: tests of its findings that the policy does not have yet.
    """

    path: str
    title: str | None
    readable: bool
    findings: tuple[Diagnostic, ...]
    proof: Proof | None
    tests: tuple[ReadyTest, ...] = ()


def all_findings(checked: Iterable[Checked]) -> list[Diagnostic]:
    """Return the findings of every policy, each once.

    Policies that use the same file repeat what is wrong with it.
    """
    return list(dict.fromkeys(finding for one in checked for finding in one.findings))


def fails(finding: Diagnostic, *, strict: bool) -> bool:
    """Return whether a finding makes the check fail.

    Advice never does. What the analysis could neither show nor rule out does when `strict`.
    """
    if finding.verdict is Verdict.UNKNOWN:
        return strict
    return finding.severity is not Severity.ADVICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Counts over several policies."""

    errors: int
    warnings: int
    advice: int
    proof: Proof


def sums(checked: Sequence[Checked]) -> Sums:
    """Return the counts over all policies."""
    severities = Counter(finding.severity for finding in all_findings(checked))
    proofs = [one.proof for one in checked if one.proof is not None]
    return Sums(
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        advice=severities[Severity.ADVICE],
        proof=Proof(
            rules=sum(proof.rules for proof in proofs),
            pairs=sum(proof.pairs for proof in proofs),
            witnessed=sum(proof.witnessed for proof in proofs),
            absent=sum(proof.absent for proof in proofs),
            unknown=sum(proof.unknown for proof in proofs),
            undecided=sum(proof.undecided for proof in proofs),
            first=HORIZON[0],
            last=HORIZON[1],
        ),
    )
