"""From the versions of a policy to its change history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

from tenure.compiler.check.checks import HORIZON
from tenure.compiler.compare.compare import compare_policies
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import InForce
from tenure.history.versions import Version, repository_of, versions
from tenure.reports.history.view import Changed, Entry, History, State
from tenure.reports.redline.assemble import first_statements, redline
from tenure.reports.redline.questions import Versions
from tenure.reports.redline.view import Noted
from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.view import ScheduleView
from tenure.reports.wording import ENGLISH, Catalogue


def history_of(
    path: Path,
    policy: Policy,
    as_of: date,
    *,
    rule: str | None = None,
    at_most: int | None = None,
    language: Catalogue = ENGLISH,
) -> History:
    """Return the change history of a policy.

    Args:
        path: the policy's file or folder.
        policy: the policy as it is on disk.
        as_of: the day for what is not committed, and where a commit has no day.
        rule: the reference of a rule, standard or stage; without one, everything is told.
        at_most: how many versions, the newest; all of them without a number.
        language: the language of the tool's own words.

    Raises:
        GitError: it is in no repository, or git cannot be asked.
    """
    every = entries(path, policy, as_of, language)
    told = every if rule is None else about(rule, every)
    found = tuple(islice(told, None if at_most is None else at_most + 1))
    return History(
        title=policy.document.title,
        path=str(path),
        about=rule or "",
        entries=found[:at_most],
        cut=repository_of(path).is_shallow,
        more=at_most is not None and len(found) > at_most,
    )


def about(rule: str, every: Iterable[Entry]) -> Iterator[Entry]:
    """Yield what changed of one rule and its exceptions, whatever its reference was then.

    Versions that cannot be read are among them, for they may have changed it.
    """
    names = {rule.casefold()}
    for entry in every:
        mine = tuple(changed for changed in entry.changes if _is_about(changed, names))
        names |= {changed.noted.was.casefold() for changed in mine if changed.noted.was}
        if mine or entry.state in ("unreadable", "removed"):
            yield replace(entry, changes=mine)


def _is_about(changed: Changed, names: set[str]) -> bool:
    ref = changed.noted.ref.casefold()
    return ref in names or any(ref.startswith(f"{name}/") for name in names)


def entries(
    path: Path, policy: Policy, as_of: date, language: Catalogue = ENGLISH
) -> Iterator[Entry]:
    """Yield the change history of a policy, newest first.

    What a version does is compared as of the author's day of its commit: what became due at
    once became so then.

    Args:
        path: the policy's file or folder.
        policy: the policy as it is on disk.
        as_of: the day for what is not committed, and where a commit has no day.
        language: the language of the tool's own words.

    Raises:
        GitError: it is in no repository, or git cannot be asked.
    """
    teller = _Teller(as_of, language)
    pending: list[Version] = []
    for version in versions(path, policy):
        if pending and not version.problem:
            yield from _told(pending, version, teller)
            pending = []
        pending.append(version)
    if pending:
        yield from _told(pending, None, teller)


def _told(pending: list[Version], base: Version | None, teller: _Teller) -> Iterator[Entry]:
    """Yield what a version did, and those between it and its base, none of which can be read.

    Args:
        pending: the version, and those that cannot be read.
        base: what it is compared with; `None` where there is nothing before.
        teller: tells what one version changed of another.
    """
    version = pending[0]
    before = [*pending[1:], *([base] if base else []), None]
    moved = [_moved(one, previous) for one, previous in zip(pending, before, strict=False)]
    after = base.commit.id if len(pending) > 1 and base and base.commit else ""
    if version.problem:
        yield _entry(version, "unreadable", moved=moved[0])
    elif version.policy is not None or (base is not None and base.policy is not None):
        state, changes = teller.changes(version, base)
        yield replace(_entry(version, state, moved=moved[0]), after=after, changes=tuple(changes))
    for one, came_from in zip(pending[1:], moved[1:], strict=True):
        yield _entry(one, "unreadable", moved=came_from)


def _moved(version: Version, previous: Version | None) -> str:
    both = previous is not None and previous.is_there and version.is_there
    return previous.path if both and previous and previous.path != version.path else ""


def _entry(version: Version, state: State, *, moved: str) -> Entry:
    commit, policy = version.commit, version.policy
    return Entry(
        state=state,
        commit=commit.id if commit else "",
        day=commit.day if commit else None,
        author=commit.author if commit else "",
        subject=commit.subject if commit else "",
        merge=commit.merge if commit else False,
        moved=moved,
        problem=version.problem,
        after="",
        changes=(),
        rules=len(policy.rules) + len(policy.obligations) if policy else 0,
    )


class _Teller:
    """Tells what a version changed of the one before; each document is made once."""

    def __init__(self, as_of: date, language: Catalogue) -> None:
        self._as_of = as_of
        self._language = language
        self._made: list[tuple[Policy, ScheduleView]] = []

    def changes(self, version: Version, base: Version | None) -> tuple[State, list[Changed]]:
        """Return what a version did, and what it says otherwise than its base."""
        new, old = version.policy, base.policy if base else None
        if new is None:
            return "removed", []
        if old is None:
            first = first_statements(new, self._as_of, self._language)
            return "first", [_changed(noted, new, new) for noted in first]
        compared = Versions(
            old=old,
            new=new,
            since="",
            comparison=compare_policies(old, new, self._day(version)),
            as_of=self._as_of,
        )
        noted = redline(compared, self._language, self._document).summary
        return ("changed" if noted else "same"), [_changed(each, old, new) for each in noted]

    def _day(self, version: Version) -> date:
        """Return the author's day, where that is a day for which anything can be proved."""
        day = version.commit.day if version.commit else None
        return day if day is not None and HORIZON[0] <= day <= HORIZON[1] else self._as_of

    def _document(self, policy: Policy) -> ScheduleView:
        """Return the document of a version, which serves for the one after it too."""
        for known, view in self._made:
            if known is policy:
                return view
        view = assemble(policy, self._as_of, self._language)
        self._made = [*self._made[-2:], (policy, view)]
        return view


def _changed(noted: Noted, old: Policy, new: Policy) -> Changed:
    """Return a change with the days on which it counts; of what is gone, on which it did."""
    policy = old if noted.kind == "removed" else new
    if noted.ref in policy.rules:
        return Changed(noted=noted, in_force=policy.rules[noted.ref].in_force)
    step = policy.step(noted.ref)
    one = policy.obligations.get(noted.ref) or (step[0] if step else None)
    return Changed(noted=noted, in_force=one.in_force if one else InForce())
