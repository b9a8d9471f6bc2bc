"""The change history of a policy: frozen views, newest version first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tenure.compiler.policy.rules import InForce
from tenure.reports.redline.view import Noted

State = Literal["first", "changed", "same", "removed", "unreadable"]
"""`same` is a version in which nothing that a document says is said otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One thing that a version says otherwise.

    Attributes:
        noted: what, and what that does.
        in_force: the days on which it counts, in the version that has it.
    """

    noted: Noted
    in_force: InForce


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One version.

    Attributes:
        state: what it did.
        commit: the commit that made it; empty for files that are not committed.
        day: the author's day; `None` where it is not known.
        author, subject: of the commit, as they were written.
        merge: whether the commit brought in another branch.
        moved: where the policy lay before; empty where it lay there already.
        problem: why the version cannot be read; empty where it can.
        after: the commit of the version it is compared with, where others between the two
            cannot be read; else empty.
        changes: what it says otherwise.
        rules: how many rules and promises it has.
    """

    state: State
    commit: str
    day: date | None
    author: str
    subject: str
    merge: bool
    moved: str
    problem: str
    after: str
    changes: tuple[Changed, ...]
    rules: int


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The versions of a policy.

    Attributes:
        title: its title.
        path: where it lies, as it was named.
        about: the rule that is asked about; empty for all.
        entries: the versions, newest first.
        cut: whether older versions are missing, because the clone is shallow.
        more: whether there are further versions that were not asked for.
    """

    title: str
    path: str
    about: str
    entries: tuple[Entry, ...]
    cut: bool = False
    more: bool = False
