"""Adds the tests of findings to a policy's own, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import count

from tenure.compiler.policy.policy import Policy
from tenure.compiler.selftest import run_tests
from tenure.dsl.codes import Severity
from tenure.dsl.diagnostics import Diagnostic, ReadyTest
from tenure.dsl.format.layout import formatted
from tenure.dsl.source import SourceFile


def unwritten(policy: Policy, findings: Iterable[Diagnostic]) -> tuple[ReadyTest, ...]:
    """Return the tests of errors and warnings that a policy does not have yet.

    It has one that fails under the same title, or one with the same steps, whatever its
    title. A title that a passing test has is given a number. Advice may be meant as it
    is; its tests are offered, and never added. Of a finding that stands for several cases
    each has its own, because settling one does not settle the others.
    """
    wanted = [
        test
        for finding in findings
        if finding.severity is not Severity.ADVICE
        for test in (*(one.test for one in finding.instances), finding.test)
        if test is not None
    ]
    if not wanted:
        return ()
    titles = tuple(test.title for test in wanted)
    alike = tuple(test for test in policy.tests if test.title.startswith(titles))
    results = run_tests(replace(policy, tests=alike)).results
    passed = {result.title: result.passed for result in results}
    said = [" ".join(_without_comments(source).split()) for source in policy.sources]
    found: list[ReadyTest] = []
    for test in wanted:
        steps = " ".join(" ".join(test.steps).split())
        title = _title(test.title, passed)
        if title is not None and not any(steps in text for text in said):
            passed[title] = False
            said.append(steps)
            found.append(replace(test, title=title))
    return tuple(found)


def appended(before: bytes, tests: Iterable[ReadyTest]) -> bytes:
    """Return a file with tests at its end; what was in it stays as it is, byte for byte.

    The tests are in the canonical layout, an empty line stands before each, and line ends
    are those of the file.
    """
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    added = _laid_out("\n".join(test.text for test in tests)).encode().replace(b"\n", newline)
    if not before.strip(b"\xef\xbb\xbf"):
        return before + added
    gap = newline if before.endswith(b"\n") else newline * 2
    return before + gap + added


def _laid_out(text: str) -> str:
    """Return tests in the canonical layout; as they are where they cannot be read."""
    return formatted(SourceFile(path="tests", text=text), lambda _: None) or text


def _title(title: str, passed: Mapping[str, bool]) -> str | None:
    """Return the title, or that with a number; `None` where a failing test has it already."""
    for number in count(1):
        numbered = title if number == 1 else f"{title} ({number})"
        if numbered not in passed:
            return numbered
        if not passed[numbered]:
            return None
    return None


def _without_comments(source: SourceFile) -> str:
    parts, start = [], 0
    for comment in source.comments:
        parts.append(source.text[start : comment.start])
        start = comment.end
    return "".join((*parts, source.text[start:]))
