"""`did you mean`: the nearest of the names that would have been right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(written: str, known: Iterable[str], *, what: str = "") -> tuple[str, ...]:
    """Return help lines for a name that is not known.

    Args:
        written: the name as the author wrote it.
        known: the names that would have been right.
        what: the plural noun for the list of names, used when none is near.

    Returns:
        A single line with the nearest name; else, a line that lists up to eight
        names, when `what` is given and there are any; else nothing.
    """
    names = sorted(set(known))
    by_folded = {name.casefold(): name for name in names}
    near = get_close_matches(written.casefold(), by_folded, n=1, cutoff=0.6)
    if near:
        return (f"did you mean `{by_folded[near[0]]}`?",)
    if what and names:
        listed = ", ".join(f"`{name}`" for name in names[:8])
        return (f"{what}: {listed}{', …' if len(names) > 8 else ''}",)
    return ()
