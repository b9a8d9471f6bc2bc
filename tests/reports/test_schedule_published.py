"""A policy read back from its schedule published as JSON; and what is no such document."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tenure.compiler.compile import compile_policy
from tenure.compiler.policy import Policy
from tenure.compiler.shelves import BundledFile
from tenure.dsl.codes import Code
from tenure.reports.schedule import publish
from tenure.reports.schedule.fingerprint import digest, fingerprint
from tenure.reports.schedule.published import MAX_BYTES, compile_published

AS_OF = date(2026, 11, 23)
POLICIES = ("sample", "hostile", "surrey", "contact", "hostile_contact", "calico", "polha")

Document = dict[str, Any]
Spoil = Callable[[Document], None]


def document_of(policy: Policy) -> bytes:
    (content,) = publish(policy, ["json"], AS_OF).values()
    return content


def message(path: Path) -> str:
    compilation = compile_published(path)
    assert compilation.policy is None
    assert not compilation.readable
    (found,) = compilation.diagnostics
    assert found.code is Code.UNREADABLE_FILE
    assert found.path == str(path)
    assert all(not line.endswith(".") for line in (found.message, *found.help))
    return found.message.partition("`: ")[2]


@pytest.fixture
def written(sample: Policy, tmp_path: Path) -> Callable[[Spoil], Path]:
    """The path of a document that was changed after it was published."""

    def write(spoil: Spoil) -> Path:
        data = json.loads(document_of(sample))
        spoil(data)
        path = tmp_path / "schedule.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_is_read_back(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    policy = request.getfixturevalue(name)
    path = tmp_path / "schedule.json"
    path.write_bytes(document_of(policy))
    compilation = compile_published(path)
    assert compilation.policy == policy
    assert compilation.policy is not None
    assert document_of(compilation.policy) == path.read_bytes()  # the tests are there too


def test_files_that_use_others(tmp_path: Path) -> None:
    laid = {
        "law/limits.tenure": 'authority act "An Act"  kind statute\n',
        "council/a.tenure": 'policy "A"\nuse "../law"\nuse "other.txt"\nrecord item "I" n date\n',
        "council/b.tenure": 'rule 1 "I"\r\n  for item\r\n  keep 1 year after n because act\r\n',
        "council/other.txt": 'authority code "A code"  kind good_practice\n',
    }
    for name, text in laid.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    policy = compile_policy(tmp_path / "council").policy
    assert policy is not None
    path = tmp_path / "elsewhere" / "schedule.json"
    path.parent.mkdir()
    path.write_bytes(document_of(policy))
    data = json.loads(path.read_bytes())
    assert [(file["name"], file["own"]) for file in data["source"]["files"]] == [
        ("council/a.tenure", True),
        ("law/limits.tenure", False),
        ("council/other.txt", False),
        ("council/b.tenure", True),
    ]
    for name in laid:
        (tmp_path / name).unlink()  # nothing but the document is read
    again = compile_published(path).policy
    assert again == policy
    assert again is not None
    assert again.sources[0].path == str(path / "council" / "a.tenure")
    assert document_of(again) == path.read_bytes()


@pytest.mark.parametrize("target", ["/etc/hostname", "../../secret.tenure", "..", "."])
def test_nothing_outside_of_the_document_is_read(
    target: str, compiled: Callable[[str], Policy], tmp_path: Path
) -> None:
    data = json.loads(document_of(compiled('policy "A"\nrecord item "I" ended date\n')))
    (tmp_path / "secret.tenure").write_text("never shown", encoding="utf-8")
    (file,) = data["source"]["files"]
    file["text"] += f'use "{target}"\n'
    path = tmp_path / "public" / "schedule.json"
    path.parent.mkdir()
    _sealed(data, path)
    compilation = compile_published(path)
    if target != ".":  # the file itself, a circle
        (found,) = compilation.diagnostics
        assert "it is not among the files that were published" in found.message
    assert compilation.policy is None
    assert not any("never shown" in found.message for found in compilation.diagnostics)


def _sealed(data: Document, path: Path) -> None:
    """Write a document that somebody made to look untouched."""
    files = [BundledFile(**file) for file in data["source"]["files"]]
    data["fingerprint"] = fingerprint(files)
    data["source"]["sha256"] = digest(files)
    path.write_text(json.dumps(data), encoding="utf-8")


def _longer(data: Document) -> None:
    file = data["source"]["files"][0]
    file["text"] = file["text"].replace("6 years", "60 years").replace("3 years", "30 years")


@pytest.mark.parametrize(
    "spoil",
    [
        _longer,
        lambda data: data["source"]["files"][0].update(name="other.tenure"),
        lambda data: data["source"]["files"][0].update(own=False),
        lambda data: data["source"]["files"][0].update(name="/etc/a.tenure"),
        lambda data: data["source"]["files"][0].update(name="../a.tenure"),
        lambda data: data["source"]["files"][0].update(name=""),
        lambda data: data["source"]["files"][0].update(text="\ud800"),
        lambda data: data["source"]["files"][0].pop("text"),
        lambda data: data["source"]["files"].append(data["source"]["files"][0]),
        lambda data: data["source"]["files"].clear(),
        lambda data: data["source"].update(files="all"),
        lambda data: data["source"].update(sha256=7),
        lambda data: data.update(source=[]),
        lambda data: data.update(fingerprint="0" * 64),
    ],
)
def test_an_altered_document(written: Callable[[Spoil], Path], spoil: Spoil) -> None:
    assert message(written(spoil)).startswith("it was altered after it was published")


def test_a_document_of_before(written: Callable[[Spoil], Path]) -> None:
    said = message(written(lambda data: data.pop("source")))
    assert said == "it does not carry the policy's files: an older version of tenure wrote it"


def test_a_document_of_a_later_version(written: Callable[[Spoil], Path]) -> None:
    said = message(written(lambda data: data.update(schema="tenure-schedule-2")))
    assert "`tenure-schedule-2`" in said
    assert "`tenure-schedule-1`" in said


def test_keys_that_a_later_version_adds_are_passed_over(written: Callable[[Spoil], Path]) -> None:
    assert compile_published(written(lambda data: data.update(extra=1))).policy is not None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"policy",
        b"\xff\xfe\xfd",
        b"[" * 100_000,
        b'{"schema": 1}',
        b'{"schema": "tenure-changes-1"}',
        b'{"schema": "tenure-schedule-x"}',
    ],
)
def test_what_is_no_schedule(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_bytes(content)
    assert message(path) == "it is no schedule published as JSON"


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES * 1000)
    assert message(path) == "it is larger than 50 MB"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert message(tmp_path / "schedule.json") == "no such file or directory"
