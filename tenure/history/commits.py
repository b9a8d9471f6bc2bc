"""The commits of a branch that touched policies, newest first, and what each of them changed.

A branch is followed along first parents: a merge is one step, with all that it brought, for on
that day the branch came to say it. What was written on the way, on another branch, never held
on this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tenure.history.git import Objects, Repository

POLICIES = ":(top,glob)**/*.tenure"
POLICY = ".tenure"
"""With what the path of a policy ends."""
_LONGEST = 200
"""How many characters of the first line of a message are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A file that a commit changed.

    Attributes:
        before, after: its path, from the top of the repository; empty where it was not there.
        content: the object that it was before; empty where it was not there, or was no file.
    """

    before: str
    after: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit.

    Attributes:
        id: all of its digits.
        day: the author's day, by the author's clock; `None` where it is no day.
        author: the author's name.
        subject: the first line of the message, cut where it is long.
        merge: whether it brought in another branch.
        touched: the policies that it changed, along the branch.
    """

    id: str
    day: date | None
    author: str
    subject: str
    merge: bool
    touched: tuple[Touched, ...]

    @property
    def short(self) -> str:
        """Its first ten digits: the same in every clone."""
        return self.id[:10]


def commits(repository: Repository, objects: Objects) -> Iterator[Commit]:
    """Yield the commits that touched some policy, newest first."""
    listed = repository.ask("rev-list", "--first-parent", "--parents", "HEAD", "--", POLICIES)
    # Parents are the commit before that touched a policy: between the two nothing changed.
    pairs = b"".join(b" ".join(line.split()[:2]) + b"\n" for line in listed.splitlines())
    told = repository.ask(
        "diff-tree", "--stdin", "-r", "-z", "-M", "--root", "--", POLICIES, given=pairs
    )
    for id_, touched in _changes(told):
        yield _commit(id_, touched, objects)


def files_at(repository: Repository, commit: str, ending: str) -> Iterator[tuple[str, str]]:
    """Yield the plain files of a commit whose paths end in some way: each path, and its object.

    Args:
        repository: where the commit is.
        commit: its digits, or `HEAD`.
        ending: with what a path ends.

    Raises:
        GitError: there is no such commit.
    """
    listed = repository.ask("ls-tree", "-r", "-z", "--full-tree", commit)
    for entry in listed.split(b"\0"):
        about, _, name = entry.partition(b"\t")
        if about.startswith(b"100") and _path(name).endswith(ending):
            yield _path(name), about.split()[2].decode()


def _changes(told: bytes) -> Iterator[tuple[str, tuple[Touched, ...]]]:
    """Yield what `diff-tree -z` says: an id, and modes, objects and a letter for each change."""
    id_, touched = "", list[Touched]()
    words = iter(told.split(b"\0"))
    for word in words:
        if word.startswith(b":"):
            touched.append(_change(word, words))
        elif word:
            if touched:
                yield id_, tuple(touched)
            id_, touched = word.decode(), []
    if touched:
        yield id_, tuple(touched)


def _change(word: bytes, words: Iterator[bytes]) -> Touched:
    mode, _, content, _, status = word[1:].split()
    first = _path(next(words))
    second = _path(next(words)) if status[:1] in b"RC" else first
    gone, come = status[:1] == b"D", status[:1] in b"AC"
    was_file = mode.startswith(b"100") and not come
    return Touched(
        before="" if come else first,
        after="" if gone else second,
        content=content.decode() if was_file else "",
    )


def _path(name: bytes) -> str:
    return name.decode(errors="surrogateescape")


def _commit(id_: str, touched: tuple[Touched, ...], objects: Objects) -> Commit:
    head, _, message = objects.read(id_).partition(b"\n\n")
    fields: dict[str, bytes] = {}
    parents = 0
    for line in head.split(b"\n"):
        name, _, value = line.partition(b" ")
        parents += name == b"parent"
        fields.setdefault(name.decode(errors="replace"), value)
    encoding = fields.get("encoding", b"utf-8").decode("ascii", "replace")
    name, _, when = fields.get("author", b"").partition(b" <")
    subject = message.lstrip(b"\n").split(b"\n", 1)[0][: 4 * _LONGEST]
    return Commit(
        id=id_,
        day=_day(when.rpartition(b"> ")[2]),
        author=_decoded(name, encoding)[:_LONGEST],
        subject=_cut(_decoded(subject, encoding)),
        merge=parents > 1,
        touched=touched,
    )


def _decoded(text: bytes, encoding: str) -> str:
    try:
        return text.decode(encoding, "replace")
    except LookupError:
        return text.decode("utf-8", "replace")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _day(when: bytes) -> date | None:
    """Return the day of `seconds ±hhmm`."""
    try:
        seconds, zone = when.split()
        minutes = int(zone[1:3]) * 60 + int(zone[3:5])
        east = -1 if zone.startswith(b"-") else 1
        start = datetime(1970, 1, 1)
        return (start + timedelta(seconds=int(seconds), minutes=east * minutes)).date()
    except (ValueError, OverflowError):
        return None
