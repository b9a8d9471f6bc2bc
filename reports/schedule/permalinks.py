"""Ids of entries: the same for as long as the reference is the same."""

from __future__ import annotations

from collections.abc import Iterable

from tenure.reports.wording.references import natural


def rule_ids(refs: Iterable[str]) -> dict[str, str]:
    """Return an id for each reference: `r-6.1.2`, and `r-6.1.2-complaint` for `6.1.2/complaint`.

    Where the id of an exception is also that of a rule called `6.1.2-complaint`, the
    exception's gets a further hyphen.
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for ref in sorted(refs, key=lambda ref: (ref.count("/"), natural(ref))):
        hyphen = "-"
        while (id_ := f"r-{ref.replace('/', hyphen)}") in taken:
            hyphen += "-"
        taken.add(id_)
        ids[ref] = id_
    return ids
