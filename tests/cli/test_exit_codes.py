"""Every verb on everything that is no policy: it ends with 2, says why, and writes nothing.

A policy that has mistakes in its names or types was read, so `check` finds them (1), and
every other verb cannot do its work (2). What cannot be read is never reported as clean.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

from tenure.compiler.load import MAX_BYTES

Run = Callable[..., Result]
Make = Callable[[Path], Path]

GOOD = 'policy "P"\nrecord file\n  closed date\nrule 1 for file keep 1 year after closed\n'

MAPPING = (
    '[[table]]\npath = "file.csv"\nclass = "file"\nid = "id"\n\n[table.fields]\nclosed = "closed"\n'
)

VERBS: Mapping[str, Callable[[Path, Path], tuple[object, ...]]] = {
    "check": lambda path, _: ("check", path),
    "check json": lambda path, _: ("check", path, "--output-format", "json"),
    "check sarif": lambda path, _: ("check", path, "--output-format", "sarif"),
    "check junit": lambda path, _: ("check", path, "--output-format", "junit"),
    "check gitlab": lambda path, _: ("check", path, "--output-format", "gitlab"),
    "check github": lambda path, _: ("check", path, "--output-format", "github"),
    "check --write-tests": lambda path, _: ("check", path, "--write-tests"),
    "test": lambda path, _: ("test", path),
    "test --mutate": lambda path, _: ("test", path, "--mutate"),
    "test --generate": lambda path, _: ("test", path, "--generate"),
    "test junit": lambda path, _: ("test", path, "--output-format", "junit"),
    "explain": lambda path, _: ("explain", path, "file", "closed=2026-01-01"),
    "diff": lambda path, aside: ("diff", aside / "good.tenure", path),
    "diff from": lambda path, aside: ("diff", path, aside / "good.tenure"),
    "audit": lambda path, aside: ("audit", path, "--data", aside, "--to", aside / "out"),
    "sql": lambda path, _: ("sql", path, "--dialect", "duckdb"),
    "duties": lambda path, aside: ("duties", path, "--log", aside / "log.csv"),
    "publish": lambda path, aside: ("publish", path, "--to", aside / "out"),
    "publish --check": lambda path, aside: ("publish", path, "--to", aside / "out", "--check"),
    "graph": lambda path, _: ("graph", path),
    "fmt --check": lambda path, _: ("fmt", "--check", path),
}
"""Each verb on a path, with a folder beside it for what it needs and what it would write."""


def written(data: bytes) -> Make:
    def make(folder: Path) -> Path:
        path = folder / "p.tenure"
        path.write_bytes(data)
        return path

    return make


def loop(folder: Path) -> Path:
    (folder / "p.tenure").symlink_to(folder / "p.tenure")
    return folder / "p.tenure"


def folder_of_loops(folder: Path) -> Path:
    below = folder / "policy"
    below.mkdir()
    (below / "p.tenure").symlink_to(below / "q.tenure")
    (below / "q.tenure").symlink_to(below / "p.tenure")
    return below


UNREADABLE: Mapping[str, Make] = {
    "missing": lambda folder: folder / "nowhere.tenure",
    "a folder without policies": lambda folder: folder,
    "a name that is too long": lambda folder: folder / ("x" * 5000),
    "binary": written(b"\x7fELF\x00\x01"),
    "not UTF-8": written(GOOD.encode().replace(b'"P"', b'"\xe4"')),
    "UTF-16": written(GOOD.encode("utf-16")),
    "huge": written(b"#" * (MAX_BYTES + 1)),
    "cut off in a word": written(GOOD.encode()[:-8]),
    "cut off in a text": written(b'policy "Half'),
    "a loop of links": loop,
    "a folder of loops": folder_of_loops,
    "uses itself": written(b'use "p.tenure"\n' + GOOD.encode()),
    "uses what is not there": written(b'use "gone.tenure"\n' + GOOD.encode()),
}

MISTAKEN: Mapping[str, Make] = {
    "empty": written(b""),
    "nothing but a comment": written(b"# later\n"),
    "an unknown class": written(GOOD.replace("for file", "for fil").encode()),
    "an unknown field": written(GOOD.replace("after closed", "after closd").encode()),
}
"""Policies that can be read and make no sense."""


@pytest.fixture
def aside(tmp_path: Path) -> Path:
    """What verbs need beside a policy, outside of its folder."""
    folder = tmp_path / "aside"
    folder.mkdir()
    (folder / "good.tenure").write_text(GOOD)
    (folder / "log.csv").write_text("name,day\n")
    (folder / "mapping.toml").write_text(MAPPING)
    (folder / "file.csv").write_text("id,closed\n")
    return folder


READ = [
    (verb, what)
    for verb in VERBS
    for what in UNREADABLE
    if not (verb.startswith("fmt") and what.startswith("uses"))  # it follows no `use`
]
MEANT = [verb for verb in VERBS if not verb.startswith("fmt")]
"""The verbs to which it matters what names mean."""


@pytest.mark.parametrize(("verb", "what"), READ)
def test_what_cannot_be_read_is_never_reported_as_clean(
    run: Run, tmp_path: Path, aside: Path, verb: str, what: str
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    path = UNREADABLE[what](place)
    before = sorted(p.name for p in tmp_path.rglob("*"))
    result = run(*VERBS[verb](path, aside))
    assert result.exit_code == 2, result.output
    assert "internal error" not in result.output
    assert result.output.strip(), "it says why"
    assert sorted(p.name for p in tmp_path.rglob("*")) == before
    said_clean(verb, result)


@pytest.mark.parametrize("what", MISTAKEN)
@pytest.mark.parametrize("verb", MEANT)
def test_what_makes_no_sense_is_found_by_check_and_refused_by_all_others(
    run: Run, tmp_path: Path, aside: Path, verb: str, what: str
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    result = run(*VERBS[verb](MISTAKEN[what](place), aside))
    assert result.exit_code == (1 if verb.startswith("check") else 2), result.output
    assert not (aside / "out").exists()
    said_clean(verb, result)


def said_clean(verb: str, result: Result) -> None:
    """No output for programs says that nothing was found."""
    if verb == "check json":
        assert json.loads(result.stdout)["findings"]
    elif verb == "check sarif":
        assert json.loads(result.stdout)["runs"][0]["results"]
    elif verb == "check gitlab":
        assert json.loads(result.stdout)
    elif verb in ("check junit", "test junit"):
        assert 'failures="0" errors="0"' not in result.stdout.splitlines()[1]
    elif verb == "check github":
        assert "::error" in result.stdout


@pytest.mark.parametrize("verb", [v for v in VERBS if not v.startswith("publish --check")])
def test_a_policy_without_mistakes_is_read_by_every_verb(
    run: Run, tmp_path: Path, aside: Path, verb: str
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    result = run(*VERBS[verb](written(GOOD.encode())(place), aside))
    assert result.exit_code in (0, 1), result.output
