"""The ledger of accepted findings, from the command line: to add to it and to read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from tenure.cli.terminal import cannot_write, write
from tenure.dsl.diagnostics import Diagnostic
from tenure.reports.findings.characters import one_line
from tenure.reports.findings.results import Checked
from tenure.settings.configuration import configuration_for
from tenure.settings.judging import ACCEPTABLE, acceptable
from tenure.settings.ledger import Entry, add, read_ledger

_SHORTEST = 6
"""The fewest digits of a fingerprint that may stand for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What somebody wants to accept."""

    fingerprint: str
    owner: str
    reason: str
    until: date

    @classmethod
    def asked(
        cls, fingerprint: str, owner: str | None, reason: str | None, until: date | None
    ) -> Acceptance:
        """Return what is asked for; every part of it must be said.

        Raises:
            click.UsageError: something is missing.
        """
        said = {"--owner": owner, "--reason": reason, "--until": until}
        missing = [name for name, value in said.items() if value is None or not str(value).strip()]
        if owner is None or reason is None or until is None or missing:
            raise click.UsageError(f"`--accept` needs {', '.join(missing)} too")
        if len(fingerprint) < _SHORTEST:
            raise click.BadParameter(
                f"give at least {_SHORTEST} digits of the fingerprint", param_hint="--accept"
            )
        return cls(fingerprint=fingerprint, owner=owner, reason=reason, until=until)


def accept(asked: Acceptance, checked: Sequence[Checked], as_of: date) -> int:
    """Add an acceptance to the ledger of the policy in which the finding is.

    Raises:
        click.ClickException: there is no such finding, or it cannot be accepted.
    """
    if asked.until < as_of:
        raise click.BadParameter(f"{asked.until} is over", param_hint="--until")
    one, finding, fingerprint = _found(asked.fingerprint, checked)
    if not acceptable(finding):
        raise click.ClickException(
            f"{finding.code.number} cannot be accepted, only {' and '.join(ACCEPTABLE)}: mend it"
        )
    ledger = read_ledger(configuration_for(Path(one.path)).ledger)
    entry = Entry(
        fingerprint=fingerprint,
        code=finding.code.number,
        policy=one.name,
        owner=asked.owner,
        reason=asked.reason,
        meaning=one.meanings.get(finding),
        since=as_of,
        until=asked.until,
    )
    try:
        add(ledger, entry)
    except (OSError, ValueError) as error:
        return cannot_write(f"`{ledger.path}`", error)
    what = one_line(f"{finding.code.number} {finding.message}")
    write(f"accepted until {asked.until}, in {one_line(str(ledger.path))}: {what}\n")
    return 0


def _found(wanted: str, checked: Sequence[Checked]) -> tuple[Checked, Diagnostic, str]:
    """Return the one finding that a fingerprint, or its first digits, stands for."""
    matching = [
        (one, finding, fingerprint)
        for one in checked
        for finding, fingerprint in one.fingerprints.items()
        if fingerprint.startswith(wanted)
    ]
    if not matching:
        if any(a.fingerprint.startswith(wanted) for one in checked for a in one.accepted):
            raise click.ClickException(f"the finding `{wanted}` is accepted already")
        raise click.ClickException(
            f"no finding has the fingerprint `{wanted}`; `--list-accepted` lists them"
        )
    if len(matching) > 1:
        raise click.ClickException(f"`{wanted}` stands for several findings: give more digits")
    return matching[0]


def list_accepted(checked: Sequence[Checked]) -> None:
    """Write what is accepted, then what is not and could be, each with its fingerprint."""
    for one in checked:
        for entry in one.accepted:
            write("\n".join(_lines(entry.fingerprint, one, entry.finding, entry.in_words)) + "\n")
    for one in checked:
        for finding, fingerprint in one.fingerprints.items():
            if acceptable(finding):
                write("\n".join(_lines(fingerprint, one, finding, "not accepted")) + "\n")


def _lines(fingerprint: str, one: Checked, finding: Diagnostic, state: str) -> Iterator[str]:
    yield f"{fingerprint}  {one_line(one.path)}: {finding.code.number} {one_line(finding.message)}"
    yield f"  {one_line(state)}"
