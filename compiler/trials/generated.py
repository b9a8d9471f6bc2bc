"""Adds the boundary tests of a policy to its own, each once, and none that does not pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tenure.compiler.check.appending import appended
from tenure.compiler.policy.policy import Policy
from tenure.compiler.selftest import run_tests
from tenure.compiler.session import Session
from tenure.compiler.trials.boundaries import Boundary
from tenure.compiler.trials.expectations import written_test
from tenure.dsl.diagnostics import ReadyTest

NO_WORDS = "the language has no words for its record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What is to be added to a policy's tests.

    Attributes:
        tests: the tests that it does not have yet, in the order of what they are of.
        without: what has none, and why not: its kind, its reference, and a clause.
    """

    tests: tuple[ReadyTest, ...]
    without: tuple[tuple[str, str, str], ...]


class DoesNotPassError(Exception):
    """A generated test does not pass: a mistake of this tool."""


def generated(path: str | Path, policy: Policy, found: Iterable[Boundary]) -> Generated:
    """Return the boundary tests that a policy does not have yet.

    It has one that goes by the same title, whatever that says: what an author has changed
    stays changed.

    Args:
        path: the policy's file or folder.
        policy: the policy.
        found: its boundaries.

    Raises:
        DoesNotPassError: a test was read again and does not pass.
    """
    titles = {test.title for test in policy.tests}
    tests: list[ReadyTest] = []
    without: list[tuple[str, str, str]] = []
    for one in found:
        written = [written_test(policy, scenario) for scenario in one.scenarios]
        new = [test for test in written if test is not None and test.title not in titles]
        titles.update(test.title for test in new)
        tests += new
        if None in written or not written:
            reason = one.reason or NO_WORDS
            without.append((one.subject.kind, one.subject.ref, reason))
    _replay(path, policy, tests)
    return Generated(tests=tuple(tests), without=tuple(without))


def _replay(path: str | Path, policy: Policy, tests: list[ReadyTest]) -> None:
    """Read the tests as part of the policy, and run them."""
    if not tests:
        return
    source = policy.sources[0]
    session = Session(path)
    session.write(source.path, appended(source.text.encode(), tests).decode())
    changed = session.compile().policy
    results = run_tests(changed).results if changed is not None else ()
    passed = {result.title for result in results if result.passed}
    wrong = [test.title for test in tests if test.title not in passed]
    if wrong:
        raise DoesNotPassError(wrong[0])
