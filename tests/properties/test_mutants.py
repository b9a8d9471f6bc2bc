"""The worked policies, broken in one place at a time: whatever conflict comes of it is found.

Whether one comes of it is asked of records, decided one by one, and not of the analysis.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tenure.compiler.check import check_policy
from tenure.compiler.compile import compile_policy
from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code, Severity
from tenure.dsl.diagnostics import Verdict
from tests.properties.lifelike import Lifelike
from tests.properties.mutants import Mutant, mutants
from tests.properties.said import missed, refuted, verdicts_of
from tests.properties.scale import NIGHTLY
from tests.properties.shown import Shown

AS_OF = date(2026, 6, 1)
POLICIES = Path(__file__).parents[2] / "policies"
AS_WRITTEN = "as-written"
MUTANTS, RECORDS = (1_000, 600) if NIGHTLY else (10, 250)
ERRORS = {Code.AMBIGUOUS_OUTCOME, Code.OUTSIDE_LIMIT, Code.FLOOR_AFTER_CEILING}


def settled() -> list[Path]:
    """The folders with a worked policy that is meant to be free of conflicts."""
    folders = {path.parent for path in POLICIES.rglob("*.tenure")}
    return sorted(folder for folder in folders if AS_WRITTEN not in folder.parts)


def policy_in(folder: Path) -> Policy:
    compiled = compile_policy(folder)
    assert compiled.policy is not None, compiled.diagnostics
    return compiled.policy


@pytest.mark.parametrize("folder", settled(), ids=lambda folder: folder.name)
def test_a_settled_policy_has_no_error(folder: Path) -> None:
    """And no record of it shows any conflict."""
    policy = policy_in(folder)
    findings = check_policy(policy, AS_OF).findings
    assert [f.message for f in findings if f.severity is Severity.ERROR] == []
    stated = [name for name, c in policy.classes.items() if c.where is None]
    shown = shown_by(policy, stated, 5 * RECORDS)
    assert [claim for claim in shown.claims if claim[0] in ERRORS] == []


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A mutant, the file it is of, and the classes whose records it can concern."""

    mutant: Mutant
    file: Path
    classes: tuple[str, ...]


def broken(folder: Path) -> Iterator[Broken]:
    """Every mutant of a policy that lies in one of its rules."""
    policy = policy_in(folder)
    for file in sorted(folder.glob("*.tenure")):
        for mutant in mutants(file.read_text(encoding="utf-8")):
            classes = tuple(_concerned(policy, file, mutant.line))
            if classes:
                yield Broken(mutant=mutant, file=file, classes=classes)


def _concerned(policy: Policy, file: Path, line: int) -> list[str]:
    """The classes that a record of the rule on a line can state."""
    names = {
        name
        for rule in policy.rules.values()
        if Path(rule.span.source.path).name == file.name
        and rule.span.line <= line <= rule.span.line + rule.span.text.count("\n")
        for name in rule.classes
    }
    return [
        name
        for name, c in policy.classes.items()
        if c.where is None
        and any(policy.is_under(name, n) or policy.is_under(n, name) for n in names)
    ]


def shown_by(policy: Policy, classes: list[str] | tuple[str, ...], count: int) -> Shown:
    shown = Shown(policy)
    for tried in Lifelike(policy, classes, random.Random(1)).some(count):
        shown.take(tried)
    return shown


def chosen() -> list[Broken]:
    """Mutants of every policy: those without an `overrides`, and as many others."""
    everything = [one for folder in settled() for one in broken(folder)]
    bare = [one for one in everything if one.mutant.what == "overrides dropped"]
    others = [one for one in everything if one.mutant.what != "overrides dropped"]
    rng = random.Random(7)
    return [part for some in (bare, others) for part in rng.sample(some, min(MUTANTS, len(some)))]


def test_a_conflict_that_is_put_in_is_found(tmp_path: Path) -> None:
    copy = tmp_path / "policies"
    shutil.copytree(POLICIES, copy, ignore=shutil.ignore_patterns("tests.tenure"))
    injected = 0
    for one in chosen():
        place = copy / one.file.relative_to(POLICIES)
        place.write_text(one.mutant.text, encoding="utf-8")
        policy = compile_policy(place.parent).policy
        place.write_text(one.file.read_text(encoding="utf-8"), encoding="utf-8")
        if policy is None:
            continue  # a name that others need is gone, and the compiler says so
        verdicts = verdicts_of(check_policy(policy, AS_OF).findings, policy)
        shown = shown_by(policy, one.classes, RECORDS)
        conflicts = [claim for claim in shown.claims if claim[0] in ERRORS]
        about = (one.file, one.mutant.what, one.mutant.line)
        assert [c for c in conflicts if verdicts.get(c) is not Verdict.WITNESS] == [], about
        assert missed(verdicts, shown.claims, policy) == [], about
        assert refuted(verdicts, shown.claims) == [], about
        injected += bool(conflicts)
    assert injected >= 3
