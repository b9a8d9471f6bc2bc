"""Findings as text for a person: every finding with its source, then what was proved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenure.compiler.check.checks import Proof
from tenure.reports.findings.characters import one_line
from tenure.reports.findings.diagnostics import diagnostic_lines
from tenure.reports.findings.paint import Paint
from tenure.reports.findings.results import Checked, all_findings, sums


def render(checked: Sequence[Checked], *, colour: bool = False) -> str:
    """Return the findings as text, with what was proved at its end."""
    paint = Paint(colour)
    lines: list[str] = []
    for finding in all_findings(checked):
        lines.extend(diagnostic_lines(finding, paint))
        lines.append("")
    lines.extend(conclusion(checked, paint))
    return "\n".join(lines) + "\n"


def conclusion(checked: Sequence[Checked], paint: Paint) -> Iterator[str]:
    """Return what a check came to, in a few lines: the counts, what was proved, what is ready."""
    yield _found(checked, paint)
    yield from _proved(checked)
    yield from _offered(checked)


def _found(checked: Sequence[Checked], paint: Paint) -> str:
    counts = sums(checked)
    parts = [
        paint(counted(counts.errors, "error"), "error") if counts.errors else "",
        paint(counted(counts.warnings, "warning"), "warning") if counts.warnings else "",
        paint(f"{counts.advice} advice", "advice") if counts.advice else "",
    ]
    found = [part for part in parts if part]
    policies = f" in {counted(len(checked), 'policy', 'policies')}" if len(checked) > 1 else ""
    outcome = ", ".join(found) if found else paint("no findings", "good")
    return f"{outcome}{policies}{_set_aside(checked)}"


def _set_aside(checked: Sequence[Checked]) -> str:
    """Return what was found and is not shown, so that nothing disappears without a word."""
    accepted = sum(len(one.accepted) for one in checked)
    left_out = sum(one.left_out for one in checked)
    parts = [f"{accepted:,} accepted"] if accepted else []
    parts += [f"{left_out:,} left out by the configuration"] if left_out else []
    return f" ({', '.join(parts)})" if parts else ""


def _proved(checked: Sequence[Checked]) -> Iterator[str]:
    """Return for each policy what was proved of it."""
    for one in checked:
        name = f"{one_line(one.path)}: " if len(checked) > 1 else ""
        if one.proof is not None:
            yield f"{name}{proof_line(one.proof)}"
        else:
            reason = "has an error" if one.readable else "cannot be read"
            yield f"{name}the rules were not compared, because the policy {reason}"


def _offered(checked: Sequence[Checked]) -> Iterator[str]:
    """Return, where there are any, that tests are ready to be added."""
    ready = sum(len(one.tests) for one in checked)
    if ready:
        fail = "fails until it is" if ready == 1 else "fail until they are"
        adds = "it" if ready == 1 else "them"
        yield f"{counted(ready, 'test')} that {fail} settled: `--write-tests` adds {adds}"


def proof_line(proof: Proof) -> str:
    """Return in one line what is certain of a policy's rules."""
    open_ = counted(proof.undecided, "other question")
    return _pairs_line(proof) + (f"; {open_} not decided" if proof.undecided else "")


def _pairs_line(proof: Proof) -> str:
    rules = counted(proof.rules, "rule")
    if proof.rules <= 1:
        return rules
    if proof.pairs == 0:
        return f"{rules}, no two of which can meet without an order"
    pairs = counted(proof.pairs, "pair")
    outcome = []
    if proof.witnessed:
        outcome.append(f"{proof.witnessed:,} disagree")
    if proof.unknown:
        outcome.append(f"{proof.unknown:,} not decided")
    if proof.absent:
        outcome.append(f"{proof.absent:,} proved not to disagree" if outcome else "none disagree")
    days = f"days {proof.first} to {proof.last}"
    return f"{rules}, {pairs} that can meet without an order: {', '.join(outcome)} ({days})"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
