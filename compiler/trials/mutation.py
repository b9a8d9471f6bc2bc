"""How much of a policy its own tests hold fast: which changed text would none of them notice.

Each mutant is read and resolved as a policy under edit, so that only the changed
declaration is read anew, and the tests are run on it until the first that fails. What no
test notices is held against the policy as it is: where no record is decided otherwise the
change is none, and is not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from tenure.compiler.compile import compile_policy
from tenure.compiler.deadlines import DeadlineDecision, DutyDecision
from tenure.compiler.decisions import Decision, Standing
from tenure.compiler.load import LoadedFile, load_policy
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.scenarios import Scenario
from tenure.compiler.selftest import Checked, TestReport, check_expectation, run_tests
from tenure.compiler.session import Session
from tenure.compiler.trials.alike import alike
from tenure.compiler.trials.expectations import sentence, written_test
from tenure.compiler.trials.mutants import Mutant, mutants_of
from tenure.compiler.trials.telling import Candidates, told_at_length, told_at_once
from tenure.dsl.diagnostics import ReadyTest
from tenure.dsl.nodes.scenarios import PolicyTestDecl

_ASIDE = (Standing.DOES_NOT_APPLY, Standing.NOT_IN_FORCE)

Progress = Callable[[int, int], None]


class Outcome(StrEnum):
    """What became of a mutant."""

    NOTICED = "noticed"
    """A test fails, or names what is not there any more."""
    UNNOTICED = "unnoticed"
    ALIKE = "alike"
    """It is proved that no record is decided otherwise: there is nothing to notice."""
    NO_POLICY = "no policy"
    """The text is not one that can be read as a policy: `check` would refuse it."""
    UNTRIED = "untried"
    """There was no time for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One mutant, tried.

    Attributes:
        mutant: the change.
        outcome: what became of it.
        by: the test that notices it; `None` where none does.
        test: a test that would; `None` where none was found, or none is needed.
    """

    mutant: Mutant
    outcome: Outcome
    by: str | None = None
    test: ReadyTest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MutationReport:
    """All mutants of a policy, tried, in the order of its text."""

    trials: tuple[Trial, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many mutants came to an outcome."""
        return sum(trial.outcome is outcome for trial in self.trials)

    @property
    def unnoticed(self) -> tuple[Trial, ...]:
        """The changes that no test notices."""
        return tuple(trial for trial in self.trials if trial.outcome is Outcome.UNNOTICED)

    @property
    def counted(self) -> int:
        """How many changes tests could notice; one that was not tried is one of them."""
        outcomes = (Outcome.NOTICED, Outcome.UNNOTICED, Outcome.UNTRIED)
        return sum(self.count(outcome) for outcome in outcomes)

    @property
    def score(self) -> float:
        """The share of these that a test notices, in per cent, rounded down to a tenth."""
        noticed = self.count(Outcome.NOTICED)
        return 1000 * noticed // self.counted / 10 if self.counted else 100.0


class BrokenTestsError(Exception):
    """The tests of a policy do not pass as it is, so they can tell nothing of a change."""


def try_mutants(
    path: str | Path,
    as_of: date,
    *,
    progress: Progress | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> MutationReport:
    """Try every mutant of a policy's own files; files that it uses are left as they are.

    Args:
        path: a policy without errors, a file or a folder.
        as_of: the day from which on the policy and its mutants are compared.
        progress: told how many mutants are tried, and how many there are.
        go_on: asked before each mutant whether there is time for it.

    Raises:
        BrokenTestsError: a test fails as the policy is.
        ValueError: the policy has an error.
    """
    policy = compile_policy(path).policy
    files = load_policy(path, lambda _: None)
    if policy is None or files is None:
        raise ValueError(f"`{path}` has errors")
    report = run_tests(policy)
    if report.failed:
        raise BrokenTestsError
    own = [file for file in files if file.own]
    ranked = "authority" in policy.resolve_by
    mutants = [m for file in own for m in mutants_of(file.declarations, ranked=ranked)]
    bench = _Bench(path, policy, report, own, as_of)
    trials: list[Trial] = []
    for done, mutant in enumerate(mutants):
        if progress is not None:
            progress(done, len(mutants))
        trials.append(
            bench.tried(mutant) if go_on() else Trial(mutant=mutant, outcome=Outcome.UNTRIED)
        )
    return MutationReport(trials=tuple(trials))


class _Bench:
    """A policy, and everything that is needed to try changes of it one after the other."""

    def __init__(
        self,
        path: str | Path,
        policy: Policy,
        report: TestReport,
        files: Sequence[LoadedFile],
        as_of: date,
    ) -> None:
        self._policy = policy
        self._session = Session(path)
        self._without_tests = Session(path)
        self._tests = {file.source.path: _test_texts(file) for file in files}
        self._about = [_about(result.checks) for result in report.results]
        self._as_of = as_of
        self._candidates = Candidates(policy, report)

    def tried(self, mutant: Mutant) -> Trial:
        """Return what becomes of a change."""
        file = mutant.span.source.path
        self._session.write(file, mutant.changed)
        changed = self._session.compile().policy
        self._session.forget(file)
        if changed is None:
            return self._refused(mutant)
        by = self._noticing(changed, mutant.subject)
        if by is not None:
            return Trial(mutant=mutant, outcome=Outcome.NOTICED, by=by)
        found = told_at_once(self._policy, changed, self._candidates)
        if found is None and alike(self._policy, changed, self._as_of):
            return Trial(mutant=mutant, outcome=Outcome.ALIKE)
        if found is None:
            found = told_at_length(self._policy, changed, self._candidates, self._as_of)
        test = self._written(found) if found is not None else None
        return Trial(mutant=mutant, outcome=Outcome.UNNOTICED, test=test)

    def _written(self, scenario: Scenario) -> ReadyTest | None:
        titled = replace(scenario, title=sentence(self._policy, scenario))
        return written_test(self._policy, titled)

    def _noticing(self, changed: Policy, subject: str) -> str | None:
        """Return the title of a test that fails; those about the subject are run first."""
        order = sorted(range(len(changed.tests)), key=lambda i: subject not in self._about[i])
        for index in order:
            scenario = changed.tests[index]
            if any(
                check_expectation(changed, scenario, expected).mismatches
                for expected in scenario.expectations
            ):
                return scenario.title
        return None

    def _refused(self, mutant: Mutant) -> Trial:
        """Return whether it is the tests that refuse a change, or the policy itself."""
        for path, spans in self._tests.items():
            changed = mutant if path == mutant.span.source.path else None
            self._without_tests.write(path, _blanked(spans, changed))
        if self._without_tests.compile().policy is None:
            return Trial(mutant=mutant, outcome=Outcome.NO_POLICY)
        return Trial(mutant=mutant, outcome=Outcome.NOTICED, by="a test that names it")


@dataclass(frozen=True, slots=True)
class _Texts:
    """A file and where its tests stand in it."""

    text: str
    tests: tuple[tuple[int, int], ...]


def _test_texts(file: LoadedFile) -> _Texts:
    spans = (d.span for d in file.declarations if isinstance(d, PolicyTestDecl))
    return _Texts(file.source.text, tuple((span.start, span.end) for span in spans))


def _blanked(texts: _Texts, mutant: Mutant | None) -> str:
    """Return a file without its tests, and with a change where it is one of this file."""
    edits = [(start, end, "") for start, end in texts.tests]
    if mutant is not None:
        edits.append((mutant.span.start, mutant.span.end, mutant.text))
    text = texts.text
    for start, end, put in sorted(edits, reverse=True):
        text = text[:start] + put + text[end:]
    return text


def _about(checks: Iterable[Checked]) -> frozenset[str]:
    """Return the rules, promises, duties and holds with which a test has to do."""
    found: set[str] = set()
    for check in checks:
        match check.decision:
            case Decision(considered=considered, held_by=held_by):
                found.update(c.rule for c in considered if c.standing not in _ASIDE)
                found.update(held_by)
            case DeadlineDecision(step=step):
                found.update((step, step.rpartition("/")[0]))
            case DutyDecision(duty=duty):
                found.add(duty)
    return frozenset(found)
