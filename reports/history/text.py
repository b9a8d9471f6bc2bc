"""A change history as text, for a terminal: like `git log`, by what rules say."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.compiler.policy.rules import InForce
from tenure.reports.findings.characters import one_line
from tenure.reports.findings.paint import Paint
from tenure.reports.history.view import Changed, Entry, History
from tenure.reports.redline.view import Kind, Wording

_KINDS: dict[Kind, str] = {
    "removed": "removed",
    "changed": "changed",
    "added": "new",
    "renumbered": "renumbered",
    "texts": "texts",
    "reworded": "reworded",
}
_SHALLOW = "the clone is shallow: what was before its oldest commit is not known"
_WIDTH = max(map(len, _KINDS.values()))


def render_text(history: History, *, colour: bool = False) -> str:
    """Return the history, newest version first."""
    return "".join(f"{line}\n" for line in _lines(history, Paint(colour)))


def _lines(history: History, paint: Paint) -> Iterator[str]:
    about = f", `{history.about}`" if history.about else ""
    yield paint(one_line(f"{history.title}: {history.path}{about}"), "strong")
    for entry in history.entries:
        yield ""
        yield from _entry(entry, paint, whole=not history.about)
    if not history.entries:
        yield ""
        yield "nothing has changed it"
    if history.more:
        yield ""
        yield "there are older versions"
    if history.cut:
        yield ""
        yield _SHALLOW


def _entry(entry: Entry, paint: Paint, *, whole: bool) -> Iterator[str]:
    day = str(entry.day) if entry.day else "no known day"
    merge = "  merge" if entry.merge else ""
    if entry.commit:
        head = f"{day}  {entry.commit[:10]}{merge}  {entry.author}"
        yield paint(one_line(head), "place")
        yield one_line(f"  {entry.subject}")
    else:
        yield paint("not committed", "place")
    if entry.moved:
        yield one_line(f"  moved here from {entry.moved or '.'}")
    if entry.after:
        yield f"  compared with {entry.after[:10]}: the versions between the two cannot be read"
    match entry.state:
        case "unreadable":
            yield paint("  cannot be read: ", "error") + one_line(entry.problem)
        case "removed":
            yield "  the policy is removed"
        case "same":
            yield "  nothing that it says has changed"
        case "first" if whole:
            yield f"  the first version: {_count(entry.rules)}"
        case _:
            for changed in entry.changes:
                yield from _changed(changed, paint)


def _count(rules: int) -> str:
    return "1 rule or standard" if rules == 1 else f"{rules} rules and standards"


def _changed(changed: Changed, paint: Paint) -> Iterator[str]:
    noted = changed.noted
    was = f" (was {noted.was})" if noted.was else ""
    name = " ".join(filter(None, (f"{noted.ref}{was}" if noted.ref else "", noted.title)))
    kind = paint(_KINDS[noted.kind].ljust(_WIDTH), "strong")
    yield f"  {kind}  {one_line(name or noted.section)}"
    indent = " " * (_WIDTH + 4)
    for effect in noted.effects:
        yield f"{indent}{effect}"
    if days := in_force_text(changed.in_force):
        yield f"{indent}{days}"
    for wording in noted.wordings:
        yield from (paint(f"{indent}{line}", "faint") for line in _wording(wording))


def _wording(wording: Wording) -> Iterator[str]:
    head = wording.head.lower()
    if wording.before:
        yield f"{head}, before: {one_line(' '.join(wording.before.split()))}"
    if wording.after:
        yield f"{head}, now: {one_line(' '.join(wording.after.split()))}"


def in_force_text(days: InForce) -> str:
    """Return the days on which something counts; nothing where it always does."""
    if days.start and days.end:
        return f"in force from {days.start} until {days.end}"
    if days.start:
        return f"in force from {days.start}"
    return f"in force until {days.end}" if days.end else ""
