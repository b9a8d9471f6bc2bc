"""Publishes a policy's schedule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from importlib.util import find_spec

from tenure.compiler.deadlines import LogEntry
from tenure.compiler.policy.policy import Policy
from tenure.reports.look.house import USUAL, House
from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.formats import FORMATS
from tenure.reports.schedule.parts import Part
from tenure.reports.wording import ENGLISH, Catalogue


def publish(  # noqa: PLR0913 - what is published, and how it is told
    policy: Policy,
    formats: Iterable[str],
    as_of: date,
    *,
    log: Iterable[LogEntry] | None = None,
    history: Part | None = None,
    language: Catalogue = ENGLISH,
    house: House = USUAL,
) -> dict[str, bytes]:
    """Return the schedule of a policy in some formats.

    Args:
        policy: the policy.
        formats: names of formats, keys of `FORMATS`; a name said twice counts once.
        as_of: the day for which the schedule speaks: it shows which rules are in force.
        log: what was done and what happened; with one, duties show when they are next due.
        history: what each version changed, as the last part of the document.
        language: the language of the tool's own words.
        house: the look.

    Returns:
        The content of each file, by file name. The same for the same policy, day, log and look.

    Raises:
        ValueError: a format has no writer, or its library is not installed, or a template
            or the logo cannot be used.
    """
    wanted = tuple(dict.fromkeys(formats))
    for name in wanted:
        if name not in FORMATS:
            raise ValueError(f"no format is called `{name}`; there are {', '.join(FORMATS)}")
        require(name, FORMATS[name].library)
    view = assemble(policy, as_of, language, log, house)
    if history is not None:
        view = replace(view, parts=(*view.parts, history))
    return {FORMATS[name].file_name: FORMATS[name].write(view) for name in wanted}


def require(name: str, library: str | None) -> None:
    """See that the library of a format is there.

    Raises:
        ValueError: it is not installed.
    """
    if library is not None and find_spec(library) is None:
        raise ValueError(
            f"the format `{name}` needs a library that is not installed: "
            "pip install 'tenure[documents]'"
        )
