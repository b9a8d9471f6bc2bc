"""JUnit's XML, which every CI system shows as a list of tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

from tenure.dsl.source import Span
from tenure.reports.findings.characters import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One line of the list.

    Attributes:
        name: what was tried.
        outcome: how it went; `error` where it could not be tried.
        message: why, where it did not pass: one clause.
        text: the same at length.
        span: where it is written.
    """

    name: str
    outcome: Literal["passed", "failure", "error", "skipped"]
    message: str = ""
    text: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """The cases of one policy."""

    name: str
    cases: tuple[Case, ...]


def document(suites: Sequence[Suite]) -> str:
    """Return the suites as one document."""
    every = [case for suite in suites for case in suite.cases]
    root = ET.Element("testsuites", {"name": "tenure", **_counts(every)})
    for suite in suites:
        element = ET.SubElement(
            root, "testsuite", {"name": _clean(suite.name), **_counts(suite.cases)}
        )
        for case in suite.cases:
            element.append(_case(case, suite.name))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _counts(cases: Iterable[Case]) -> dict[str, str]:
    outcomes = [case.outcome for case in cases]
    return {
        "tests": str(len(outcomes)),
        "failures": str(outcomes.count("failure")),
        "errors": str(outcomes.count("error")),
        "skipped": str(outcomes.count("skipped")),
    }


def _case(case: Case, suite: str) -> ET.Element:
    element = ET.Element("testcase", {"name": _clean(case.name), "classname": _clean(suite)})
    if case.span is not None:
        element.set("file", _clean(case.span.source.path))
        element.set("line", str(case.span.line))
    if case.outcome != "passed":
        ET.SubElement(element, case.outcome, message=_clean(case.message)).text = _clean(case.text)
    elif case.text:
        ET.SubElement(element, "system-out").text = _clean(case.text)
    return element


def _clean(text: str) -> str:
    """Return a text that XML can hold: it has no control characters, not even escaped."""
    return "\n".join(
        visible(line).encode("utf-8", "backslashreplace").decode() for line in text.split("\n")
    )
