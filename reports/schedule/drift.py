"""Whether what was published still says what the rules say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256

from tenure.compiler.policy.policy import Policy
from tenure.reports.look.house import USUAL, House
from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.edition import Edition, digests
from tenure.reports.schedule.formats import FORMATS
from tenure.reports.schedule.statements import states
from tenure.reports.wording.languages import catalogue


def drift(
    edition: Edition,
    files: Mapping[str, bytes],
    policy: Policy,
    as_of: date,
    house: House = USUAL,
) -> tuple[str, ...]:
    """Return what is no longer so, a clause each; nothing where all of it still is.

    Args:
        edition: what was published.
        files: what lies there now, by file name.
        policy: the policy as it is now.
        as_of: the day on which readers read: a rule may have come into force since.
        house: the look as it is now; the language is that in which they were published.
    """
    return (
        *_files(edition, files),
        *_house(edition, house),
        *_rules(edition, policy, as_of, house),
    )


def _files(edition: Edition, files: Mapping[str, bytes]) -> Iterator[str]:
    for name, digest in edition.files.items():
        if name not in files:
            yield f"`{name}` is gone"
        elif sha256(files[name]).hexdigest() != digest:
            yield f"`{name}` was changed after it was published"
    names = {writer.file_name for writer in FORMATS.values()}
    for name in sorted(names & files.keys() - edition.files.keys()):
        yield f"`{name}` was not published with the others, so nobody knows what it says"


def _house(edition: Edition, house: House) -> Iterator[str]:
    if edition.house != house.digest:
        yield (
            "the look is another: the `publish` section of the configuration, its logo, its "
            "templates or its wording changed after it was published"
        )


def _rules(edition: Edition, policy: Policy, as_of: date, house: House) -> Iterator[str]:
    language = catalogue(edition.language)
    then, now = (assemble(policy, day, language, house=house) for day in (edition.as_of, as_of))
    old, new = edition.statements, digests(then)
    yield from (f"{_named(name)} is new" for name in new if name not in old)
    yield from (f"{_named(name)} is no longer there" for name in old if name not in new)
    changed = [name for name in new if name in old and new[name] != old[name]]
    yield from (f"{_named(name)} says something else now" for name in changed)
    if old == new and then.fingerprint != edition.fingerprint:
        yield "the text of the policy is another, though it reads the same when published"
    before, after = states(then), states(now)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            state = _STATES[after.get(name, "current")]
            yield f"{_named(name)} came into force or went out of it: in force on {as_of}: {state}"


_STATES = {"current": "yes", "future": "not yet", "past": "no longer"}


def _named(name: str) -> str:
    return f"`{name}`"
