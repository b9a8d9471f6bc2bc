"""What a check came to, with the project's own decisions applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tenure.reports.findings.fingerprints import fingerprints
from tenure.reports.findings.results import Accepted, Checked
from tenure.settings.configuration import Configuration
from tenure.settings.ledger import Entry, Ledger

ACCEPTABLE = ("TN4", "TN6")
"""The findings that can be accepted; a policy with any other was not checked to its end."""


def judged(checked: Checked, configuration: Configuration, ledger: Ledger, as_of: date) -> Checked:
    """Return what a check came to: accepted findings apart, others left out or graded anew.

    An acceptance that has ended, of rules that say something else by now, or of which nothing
    is found any more, is a finding itself.
    """
    name = configuration.name(Path(checked.path))
    prints = fingerprints(name, checked.findings) if ledger.entries else {}
    accepted: list[Accepted] = []
    others: list[Diagnostic] = []
    about_entries: list[Diagnostic] = []
    for finding in checked.findings:
        meaning = checked.meanings.get(finding)
        asked = prints and acceptable(finding)
        entry = ledger.entry(name, prints[finding], meaning) if asked else None
        if entry is not None and entry.until >= as_of and entry.is_of(meaning):
            accepted.append(_accepted(finding, entry))
            continue
        others.append(finding)
        if entry is not None:
            about_entries.append(_ended(entry) if entry.until < as_of else _changed(entry))
    if checked.proof is not None:
        known = frozenset(prints.values())
        about_entries += [_gone(entry) for entry in _idle(ledger, name, known)]
    kept = [one for one in others if one.code not in configuration.left_out]
    wanted = _steps(kept)
    graded = [_graded(one, configuration) for one in (*kept, *about_entries)]
    return replace(
        checked,
        name=name,
        findings=tuple(graded),
        prints=prints | fingerprints(name, about_entries),
        accepted=tuple(accepted),
        tests=tuple(test for test in checked.tests if test.steps in wanted),
        left_out=len(others) - len(kept),
        strict=checked.strict or configuration.strict,
    )


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a path that no system takes
        return False


def _steps(findings: Iterable[Diagnostic]) -> set[tuple[str, ...]]:
    """Return what the tests of findings say; nobody wants those of what was accepted."""
    tests = (
        test
        for finding in findings
        for test in (finding.test, *(one.test for one in finding.instances))
    )
    return {test.steps for test in tests if test is not None}


def forgotten(ledger: Ledger, root: Path) -> tuple[Diagnostic, ...]:
    """Return a finding for each acceptance whose policy is not there any more."""
    return tuple(_gone(entry) for entry in ledger.entries if not _is_there(root / entry.policy))


def acceptable(finding: Diagnostic) -> bool:
    """Return whether a finding can be accepted."""
    own = (Code.ACCEPTED_RULES_CHANGED, Code.ACCEPTANCE_ENDED, Code.NOTHING_ACCEPTED)
    return finding.code.number.startswith(ACCEPTABLE) and finding.code not in own


def _idle(ledger: Ledger, policy: str, known: frozenset[str]) -> Iterator[Entry]:
    """Return the acceptances of a policy of which nothing is found any more."""
    for entry in ledger.entries:
        if entry.policy == policy and entry.fingerprint not in known:
            yield entry


def _accepted(finding: Diagnostic, entry: Entry) -> Accepted:
    return Accepted(
        finding=finding,
        fingerprint=entry.fingerprint,
        owner=entry.owner,
        reason=entry.reason,
        until=entry.until,
    )


def _graded(finding: Diagnostic, configuration: Configuration) -> Diagnostic:
    severity = configuration.severities.get(finding.code)
    return finding if severity is None else replace(finding, graded=severity)


def _ended(entry: Entry) -> Diagnostic:
    return Diagnostic(
        code=Code.ACCEPTANCE_ENDED,
        message=f"{entry.code} in `{entry.policy}` was accepted until {entry.until} "
        f"by `{entry.owner}`, and is still found",
        at=entry.at,
        help=(
            "mend what was found",
            f"or accept it anew: `tenure check --accept {entry.fingerprint} …`",
        ),
    )


def _changed(entry: Entry) -> Diagnostic:
    return Diagnostic(
        code=Code.ACCEPTED_RULES_CHANGED,
        message=f"{entry.code} in `{entry.policy}` was accepted by `{entry.owner}`, "
        "and its rules say something else since",
        at=entry.at,
        help=(
            "mend what was found",
            f"or accept it as it is now: `tenure check --accept {entry.fingerprint} …`",
        ),
    )


def _gone(entry: Entry) -> Diagnostic:
    return Diagnostic(
        code=Code.NOTHING_ACCEPTED,
        message=f"{entry.code} in `{entry.policy}` is accepted by `{entry.owner}`, "
        "and is not found any more",
        at=entry.at,
        help=("remove the entry, so that it does not accept the same finding later on",),
    )
