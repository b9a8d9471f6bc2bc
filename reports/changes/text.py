"""A comparison as text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.reports.changes.inventory import InventoryView, inventory_view
from tenure.reports.changes.view import Compared, Entry, conclusion, groups, sign_offs
from tenure.reports.findings.characters import one_line
from tenure.reports.findings.paint import Paint


def render(compared: Compared, *, colour: bool = False) -> str:
    """Return what the change does, gravest first in each family."""
    return "".join(f"{line}\n" for line in _lines(compared, Paint(colour)))


def _lines(compared: Compared, paint: Paint) -> Iterator[str]:
    comparison = compared.comparison
    title = f"{compared.title}: {compared.old} → {compared.new}"
    yield paint(one_line(f"{title}, as of {comparison.as_of}"), "strong")
    if compared.trial is not None:
        yield from _inventory(inventory_view(compared.trial), paint)
    for group in groups(comparison):
        yield ""
        yield paint(one_line(group.title), "place")
        for entry in group.entries:
            yield from _entry(entry, paint)
    for heading, lines in (
        ("Declared otherwise", comparison.declared),
        ("Around promises", comparison.around),
        ("Without a sign-off", tuple(sign_offs(comparison))),
    ):
        if lines:
            yield ""
            yield paint(heading, "place")
            yield from (f"  {one_line(line)}" for line in lines)
    yield ""
    yield from (one_line(line) for line in conclusion(compared))


def _inventory(view: InventoryView, paint: Paint) -> Iterator[str]:
    yield ""
    yield paint(one_line(view.title), "place")
    yield from (f"  {one_line(line)}" for line in view.lines)
    for row in view.rows:
        headline = paint(row.headline, "error" if row.grave else "strong")
        yield f"  {headline}  {one_line(row.about)}: {row.records}"


def _entry(entry: Entry, paint: Paint) -> Iterator[str]:
    headline = paint(entry.headline, "error" if entry.grave else "strong")
    yield f"  {headline}  {one_line(entry.about)}".rstrip()
    if entry.reason:
        yield f"    {entry.reason}"
    if entry.example is not None:
        for record in entry.example.records:
            yield paint(f"    {one_line(record)}", "faint")
        yield f"    before  {one_line(entry.example.before)}"
        yield f"    after   {one_line(entry.example.after)}"
