"""A policy that is being edited: checked again after each edit, at an editor's pace.

What comes back is what a fresh compilation and check of the same texts give: the same
policy, the same findings with the same spans in the same order, the same proof. Only what
an edit can have changed is worked out anew: the declarations with another text, the rules
whose names now mean something else, and the parts of the policy to which these belong.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tenure.compiler.check.checks import CheckReport, check_policy
from tenure.compiler.check.memory import CheckMemory, Progress
from tenure.compiler.collector import collector_paused
from tenure.compiler.compile import Compilation, compile_policy
from tenure.compiler.load import Reading, true_path
from tenure.compiler.resolve.recall import RuleMemory
from tenure.compiler.shelves import DISK, Shelf
from tenure.dsl.diagnostics import Diagnostic, Edit
from tenure.dsl.rereading import Rereader


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What one version of a policy's texts came to.

    Attributes:
        compilation: the policy, and what is wrong with its text. The spans in the policy
            are of this version until the session goes on to the next; then they move along
            with the text. Those of diagnostics stay as they are.
        report: what the checks found; `None` where the text has an error.
    """

    compilation: Compilation
    report: CheckReport | None


class Session:
    """A policy under edit. It is not for several threads at once."""

    def __init__(self, path: str | Path) -> None:
        """Begin with a policy as it is on disk.

        Args:
            path: a `.tenure` file, or a folder with some directly in it.
        """
        self._path = path
        self._unsaved: dict[Path, str] = {}
        self._rereader = Rereader()
        self._rules = RuleMemory()
        self._checks = CheckMemory()

    def write(self, file: str | Path, text: str) -> None:
        """Take a text for that of a file, whatever is on disk there.

        Which files belong to the policy is told by the disk and by their `use`: a file
        that is not yet in its folder counts once something uses it.
        """
        self._unsaved[true_path(Path(file))] = text

    def forget(self, file: str | Path) -> None:
        """Take a file from disk again."""
        self._unsaved.pop(true_path(Path(file)), None)

    def compile(self) -> Compilation:
        """Return the policy as it is written now."""
        reading = Reading(read=self._rereader.read, unsaved=self._unsaved)
        with collector_paused():
            compilation = compile_policy(self._path, reading, self._rules)
        return _settled(compilation)

    def check(self, as_of: date, progress: Progress | None = None) -> Revision:
        """Return the policy as it is written now, and what the checks find in it.

        Args:
            as_of: the day as of which reviews are due and policies in force.
            progress: told how far the check has come.
        """
        compilation = self.compile()
        if compilation.policy is None:
            return Revision(compilation=compilation, report=None)
        with collector_paused():
            report = check_policy(compilation.policy, as_of, progress, self._checks)
        findings = tuple(_fixed(finding) for finding in report.findings)
        return Revision(compilation=compilation, report=replace(report, findings=findings))


class Succession:
    """Versions of one policy, read one after the other, wherever each of them lies.

    What stands in both of two versions is read and resolved once, and its spans move along:
    those in the policy of an earlier version are of no use once a later one is read. The
    policies are what they would be by themselves.
    """

    def __init__(self) -> None:
        self._rereader: Rereader | None = None
        self._rules = RuleMemory()

    def compile(self, path: str | Path, shelf: Shelf = DISK) -> Compilation:
        """Read and resolve the next version.

        Args:
            path: a `.tenure` file, or a folder with some directly in it.
            shelf: where it lies.
        """
        self._rereader = Rereader(self._rereader)
        reading = Reading(read=self._rereader.read, shelf=shelf)
        with collector_paused():
            return _settled(compile_policy(path, reading, self._rules))


def _settled(compilation: Compilation) -> Compilation:
    """Return what came of a text, with diagnostics that stay when the text is edited further."""
    return replace(compilation, diagnostics=tuple(_fixed(d) for d in compilation.diagnostics))


def _fixed(diagnostic: Diagnostic) -> Diagnostic:
    """Return a diagnostic whose spans do not move when the text is edited further."""
    return replace(
        diagnostic,
        at=diagnostic.at.fixed() if diagnostic.at else None,
        related=tuple(replace(label, span=label.span.fixed()) for label in diagnostic.related),
        instances=tuple(
            replace(one, at=one.at.fixed(), edits=_fixed_edits(one.edits))
            for one in diagnostic.instances
        ),
        edits=_fixed_edits(diagnostic.edits),
    )


def _fixed_edits(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    return tuple(replace(edit, span=edit.span.fixed()) for edit in edits)
