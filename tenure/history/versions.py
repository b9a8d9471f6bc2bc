"""The versions of one policy, newest first: what each was, and which commit made it so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from tenure.compiler.compile import Compilation, compile_policy
from tenure.compiler.load import Reading
from tenure.compiler.policy.policy import Policy
from tenure.compiler.resolve.recall import RuleMemory
from tenure.compiler.shelves import SUFFIX
from tenure.dsl.codes import Severity
from tenure.dsl.rereading import Rereader
from tenure.history.checkout import Checkout, checkout, parent_of
from tenure.history.commits import Commit, Touched, commits
from tenure.history.git import GitError, Repository


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a policy.

    Attributes:
        commit: the commit that made it so; `None` for the files as they are on disk, where
            they are not committed.
        path: where the policy lay, from the top of the repository.
        policy: the policy; `None` where it was not there, or cannot be read.
        problem: why it cannot be read; empty where it can, or was not there.
    """

    commit: Commit | None
    path: str
    policy: Policy | None
    problem: str = ""

    @property
    def is_there(self) -> bool:
        """Whether there was a policy at all."""
        return self.policy is not None or bool(self.problem)


def versions(path: Path, policy: Policy) -> Iterator[Version]:
    """Yield every version of a policy, newest first.

    A commit counts when it changed what the policy is read from: its files, those that it
    uses, what they are called. Files and folders are followed where they were renamed.

    Args:
        path: the policy's file or folder.
        policy: the policy as it is on disk.

    Raises:
        GitError: it is in no repository, or git cannot be asked.
    """
    place = path.resolve()
    repository = repository_of(path)
    if not place.is_relative_to(repository.top):
        raise GitError(f"`{path}` lies outside of the repository at `{repository.top}`")
    name = place.relative_to(repository.top).as_posix().removeprefix(".")
    on_disk = Version(commit=None, path=name, policy=policy)
    if not repository.has_commits:
        yield on_disk
        return
    with repository.objects() as objects, checkout(repository, objects) as files:
        here = key_of(policy, repository.top)
        walk = _Walk(files, name, here[0])
        if walk.key != here:
            yield on_disk
        for commit in commits(repository, objects):
            yield from walk.back(commit)


def repository_of(path: Path) -> Repository:
    """Return the repository of a policy.

    Raises:
        GitError: it is in none, or git cannot be asked.
    """
    place = path.resolve()
    return Repository(place if place.is_dir() else place.parent)


class _Walk:
    """Goes back from version to version.

    Attributes:
        key: what the version at hand is read from.
    """

    def __init__(self, files: Checkout, name: str, used: tuple[str, ...]) -> None:
        """Begin at the newest commit.

        Args:
            files: the policies as they stood at it.
            name: where the policy lies, from the top.
            used: the files that it is read from on disk.
        """
        self._files = files
        self._name = name
        self._used = used
        self._is_folder = not name.endswith(SUFFIX)
        self._reading = Reading(read=Rereader().read)
        self._memory = RuleMemory()
        self._at_hand = self._compiled()
        self.key = self._key()

    def back(self, commit: Commit) -> Iterator[Version]:
        """Go before a commit; yield the version that it made, where it made one."""
        concerned = self._concerned(commit)
        name = self._name
        self._files.go_before(commit)
        if not concerned:
            return
        self._follow(commit)
        newer, key = self._at_hand, self.key
        self._at_hand = self._compiled()
        self.key = self._key()
        if (key, name) != (self.key, self._name) and (newer.is_there or self._at_hand.is_there):
            yield replace(newer, commit=commit)

    def _concerned(self, commit: Commit) -> bool:
        """Return whether a commit may have changed what the policy is read from."""
        places = {parent_of(name) for name in (*self.key[0], *self._used)} | {self._name}
        return any(
            name in self.key[0] or name == self._name or parent_of(name) in places
            for touched in commit.touched
            for name in (touched.before, touched.after)
            if name
        )

    # --- renames ----------------------------------------------------------------------

    def _follow(self, commit: Commit) -> None:
        """Find where the policy lay before a commit that renamed it."""
        if not self._is_folder:
            moved = [t for t in commit.touched if t.after == self._name and t.before]
            self._name = moved[0].before if moved else self._name
            return
        if self._files.beside(self._name):
            return
        moved = [t for t in commit.touched if t.before and parent_of(t.after) == self._name]
        came_from = {parent_of(touched.before) for touched in moved if touched.after}
        if len(came_from) == 1:
            self._follow_into(came_from.pop(), moved)

    def _follow_into(self, folder: str, moved: list[Touched]) -> None:
        """Follow a policy that is a folder into where its files came from.

        Where only one of several files of that folder moved, it was a policy by itself.
        """
        if self._files.beside(folder) <= {touched.before for touched in moved}:
            self._name = folder
        elif len(moved) == 1:
            self._name, self._is_folder = moved[0].before, False

    # --- reading ----------------------------------------------------------------------

    def _own(self) -> set[str]:
        """Return the policy's own files, as far as they are there."""
        if self._is_folder:
            return self._files.beside(self._name)
        return {self._name} & self._files.names

    def _compiled(self) -> Version:
        if not self._own():
            return Version(commit=None, path=self._name, policy=None)
        place = self._place(self._name)
        compilation = compile_policy(place, self._reading, self._memory)
        policy = compilation.policy
        problem = _problem(compilation) if policy is None else self._outside(policy)
        return Version(
            commit=None,
            path=self._name,
            policy=None if problem else policy,
            problem=problem.replace(f"{self._files.folder}/", ""),
        )

    def _outside(self, policy: Policy) -> str:
        """Return that a policy uses a file of which git knows no versions; nothing where not."""
        for source in policy.sources:
            if not Path(source.path).resolve().is_relative_to(self._files.folder):
                return f"it uses `{source.path}`, which is not in the repository"
        return ""

    def _key(self) -> Key:
        """Return what the version at hand is read from.

        Of one that cannot be read it is not known which files it would use: those that the
        version after it used are taken.
        """
        if self._at_hand.policy is not None:
            key = key_of(self._at_hand.policy, self._files.folder)
            self._used = key[0]
            return key
        present = sorted((self._own() | set(self._used)) & self._files.names)
        texts = (self._place(name).read_bytes().decode(errors="replace") for name in present)
        return tuple(present), tuple(texts)

    def _place(self, name: str) -> Path:
        return self._files.folder.joinpath(*PurePosixPath(name).parts)


Key = tuple[tuple[str, ...], tuple[str, ...]]
"""What a version is read from: the paths of its files from the top, and their texts."""


def key_of(policy: Policy, top: Path) -> Key:
    """Return what a policy is read from, however its line ends are stored."""
    found = []
    for source in policy.sources:
        place = Path(source.path).resolve()
        name = place.relative_to(top).as_posix() if place.is_relative_to(top) else str(place)
        found.append((name, source.text.replace("\r\n", "\n")))
    found.sort()
    return tuple(name for name, _ in found), tuple(text for _, text in found)


def _problem(compilation: Compilation) -> str:
    """Return the first mistake, and how many more there are."""
    first, *others = [
        found for found in compilation.diagnostics if found.severity is Severity.ERROR
    ]
    more = f", and {len(others)} more" if others else ""
    return f"{first.code.number}: {first.message}{more}"
