"""What makes a finding the same finding, although lines were moved and words changed.

A finding of an analysis is the same while it is of the same code, in the same policy, about
the same rules, and shown to the same degree. Any other is about a piece of text. Neither
the message nor a line number counts, so that a newer version of this tool, or a comment
above, leaves it what it was; that another rule joins a group of them does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tenure.dsl.diagnostics import Diagnostic, Verdict
from tenure.reports.notices.notice import digest


def fingerprints(policy: str, findings: Iterable[Diagnostic]) -> dict[Diagnostic, str]:
    """Return the fingerprints of a policy's findings, no two alike.

    Args:
        policy: the policy's path from the root of its project.
        findings: all of its findings, in their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found: dict[Diagnostic, str] = {}
    for finding in findings:
        matter = (policy, *_matter(finding))
        again = (str(seen[matter]),) if seen[matter] else ()
        seen[matter] += 1
        found[finding] = digest(*matter, *again)
    return found


def _matter(finding: Diagnostic) -> tuple[str, ...]:
    code = finding.code.number
    if finding.rules:
        others = {ref for one in finding.instances for ref in one.rules}
        shown = "open" if finding.verdict is Verdict.UNKNOWN else ""
        return code, shown, *sorted({*finding.rules, *others})
    text = " ".join(finding.at.text.split()) if finding.at is not None else finding.message
    return code, text
