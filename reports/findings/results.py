"""What a check came to, policy by policy, and the sums over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tenure.compiler.check.checks import HORIZON, Proof
from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Severity
from tenure.dsl.diagnostics import Diagnostic, ReadyTest, Verdict
from tenure.reports.findings.fingerprints import fingerprints


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A finding that somebody has accepted, and for how long.

    Attributes:
        finding: the finding.
        fingerprint: by which it was accepted.
        owner: who answers for it.
        reason: why it is accepted.
        until: the last day on which it is, inclusive.
    """

    finding: Diagnostic
    fingerprint: str
    owner: str
    reason: str
    until: date

    @property
    def in_words(self) -> str:
        """Who accepted it, until when, and why."""
        return f"accepted by {self.owner} until {self.until}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One policy, checked as far as its text allowed.

    Attributes:
        path: the file or folder, as the user named it.
        title: the policy's title; `None` when its text has an error.
        readable: whether every file of it could be read and parsed.
        findings: everything that was found, except what was accepted.
        proof: what the search for disagreeing rules came to; `None` when the text has an
            error, and there was nothing to search.
        name: the path from the root of the project, by which fingerprints tell policies
            apart; empty where it is the path.
        accepted: what was found and accepted.
        left_out: how many findings the project's configuration leaves out.
        strict: whether what could not be decided makes the check fail.
        prints: what findings can be known by, where that was found out before some of
            them were taken out.
        tests: tests of its findings that the policy does not have yet.
        meanings: what the rules of each finding say, as a digest.
        policy: the policy as meant, for what shows its rules in words; `None` when the text
            has an error.
    """

    path: str
    title: str | None
    readable: bool
    findings: tuple[Diagnostic, ...]
    proof: Proof | None
    name: str = ""
    accepted: tuple[Accepted, ...] = ()
    tests: tuple[ReadyTest, ...] = ()
    left_out: int = 0
    strict: bool = False
    policy: Policy | None = field(default=None, compare=False, repr=False)
    prints: Mapping[Diagnostic, str] = field(default_factory=dict, compare=False, repr=False)
    meanings: Mapping[Diagnostic, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def fingerprints(self) -> dict[Diagnostic, str]:
        """What each finding can be known by, whatever lines it moves to."""
        new = [finding for finding in self.findings if finding not in self.prints]
        known = {**self.prints, **fingerprints(self.name or self.path, new)}
        return {finding: known[finding] for finding in self.findings}


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
