"""Files in, declarations out; whatever cannot be read is said once, and nothing is raised."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tenure.compiler.compile import compile_policy
from tenure.compiler.load import MAX_BYTES, LoadedFile, load_policy, policy_paths, read_source
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic

HEADER = 'policy "Schedule"\n'
Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file below the folder of the test; return that folder."""

    def write_file(name: str, content: str | bytes = HEADER) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return write_file


def load(path: Path | str) -> tuple[tuple[LoadedFile, ...] | None, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return load_policy(path, found.append), found


def names(path: Path | str) -> list[str]:
    """The names of the files read, a star behind the policy's own."""
    loaded, found = load(path)
    assert found == []
    assert loaded is not None
    return [Path(file.source.path).name + "*" * file.own for file in loaded]


def error(path: Path | str) -> Diagnostic:
    """The one thing for which a policy cannot be read."""
    loaded, found = load(path)
    assert loaded is None
    assert len(found) == 1, found
    compiled = compile_policy(path)
    assert (compiled.policy, compiled.readable) == (None, False)
    assert compiled.diagnostics == tuple(found)
    return found[0]


def unreadable(path: Path | str) -> str:
    """Why a file given by the user cannot be read."""
    one = error(path)
    assert one.code is Code.UNREADABLE_FILE
    assert (one.at, one.path) == (None, str(path))
    assert one.message.startswith("cannot read `")
    assert one.message.isprintable()
    return one.message.split("`: ", 1)[1]


# --- what is read ---------------------------------------------------------------


def test_a_file(write: Write) -> None:
    assert names(write("a.tenure", HEADER) / "a.tenure") == ["a.tenure*"]


def test_a_file_by_any_other_name(write: Write) -> None:
    """A file that is named is read; only in a folder does its name tell."""
    assert names(write("a.txt", HEADER) / "a.txt") == ["a.txt*"]


def test_a_folder_in_the_order_of_names(write: Write) -> None:
    for name in ("b.tenure", "a.tenure", "c.txt", "d.TENURE", "sub/e.tenure", ".tenure"):
        folder = write(name, "")
    assert names(folder) == ["a.tenure*", "b.tenure*"]


def test_a_folder_with_the_name_of_a_file(write: Write) -> None:
    folder = write("x.tenure/a.tenure", HEADER)
    assert names(folder / "x.tenure") == ["a.tenure*"]
    said = f"the folder has no .tenure files, but `{folder}/x.tenure` has: name that"
    assert unreadable(folder) == said


def test_a_relative_path(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("one/a.tenure", 'use "../two/b.tenure"')
    monkeypatch.chdir(write("two/b.tenure", HEADER))
    assert names("one") == ["a.tenure*", "b.tenure"]
    monkeypatch.chdir("one")
    assert names(".") == names("a.tenure") == ["a.tenure*", "b.tenure"]


def test_a_link_to_a_file(write: Write) -> None:
    folder = write("real/a.tenure", HEADER)
    (folder / "link.tenure").symlink_to(folder / "real" / "a.tenure")
    assert names(folder / "link.tenure") == ["link.tenure*"]


def test_a_byte_order_mark_and_windows_line_ends(write: Write) -> None:
    folder = write("a.tenure", b"\xef\xbb\xbf" + HEADER.replace("\n", "\r\n").encode())
    loaded, _ = load(folder)
    assert loaded is not None
    assert loaded[0].source.text == 'policy "Schedule"\r\n'
    assert loaded[0].declarations[0].span.start == 0


def test_a_file_as_large_as_may_be(write: Write) -> None:
    content = HEADER.encode()
    assert names(write("a.tenure", content + b"#" * (MAX_BYTES - len(content)))) == ["a.tenure*"]


# --- use ----------------------------------------------------------------------


def test_use_is_relative_to_the_file_that_says_it(write: Write) -> None:
    write("schedule/a.tenure", 'use "../law/b.tenure"')
    write("law/b.tenure", 'use "deep/c.tenure"')
    folder = write("law/deep/c.tenure", "")
    assert names(folder / "schedule") == ["a.tenure*", "b.tenure", "c.tenure"]


def test_use_of_an_absolute_path(write: Write) -> None:
    folder = write("law/b.tenure", "")
    write("a/a.tenure", f'use "{folder}/law/b.tenure"')
    assert names(folder / "a") == ["a.tenure*", "b.tenure"]


def test_use_of_a_folder(write: Write) -> None:
    write("a/a.tenure", 'use "../law"')
    write("law/c.tenure", "")
    folder = write("law/b.tenure", "")
    assert names(folder / "a") == ["a.tenure*", "b.tenure", "c.tenure"]


def test_what_is_used_twice_is_read_once(write: Write) -> None:
    write("a/a.tenure", 'use "../law/b.tenure" use "../law/c.tenure" use "../law/../law/d.tenure"')
    write("law/b.tenure", 'use "d.tenure"')
    write("law/c.tenure", 'use "./d.tenure"')
    folder = write("law/d.tenure", "")
    assert names(folder / "a") == ["a.tenure*", "b.tenure", "d.tenure", "c.tenure"]


@pytest.mark.parametrize(("user", "used"), [("a", "b"), ("b", "a")])
def test_a_folder_s_files_stay_its_own_when_one_uses_another(
    user: str, used: str, write: Write
) -> None:
    write(f"{user}.tenure", f'use "{used}.tenure"')
    folder = write(f"{used}.tenure", HEADER)
    assert names(folder) == ["a.tenure*", "b.tenure*"]
    assert compile_policy(folder).policy is not None


def test_a_missing_file_is_said_where_it_is_used(write: Write) -> None:
    folder = write("a.tenure", HEADER + 'use "b.tenure"')
    one = error(folder)
    assert one.code is Code.UNREADABLE_FILE
    assert one.where[1:] == (2, 5)
    assert one.at is not None
    assert one.at.text == '"b.tenure"'
    assert one.message.endswith("b.tenure`: no such file or directory")


def test_a_missing_file_is_said_once_for_all_who_use_it(write: Write) -> None:
    write("a.tenure", HEADER + 'use "c.tenure"')
    folder = write("b.tenure", 'use "c.tenure"')
    assert error(folder).where[0].endswith("a.tenure")


@pytest.mark.parametrize("used", ["empty", "a.tenure/b.tenure", "x" * 300, "", "c\\0d"])
def test_other_things_that_cannot_be_used(used: str, write: Write) -> None:
    write("empty/readme.txt", "")
    one = error(write("a.tenure", HEADER + f'use "{used}"'))
    assert one.at is not None
    assert one.at.text == f'"{used}"'
    assert one.code is (Code.UNREADABLE_FILE if used else Code.CYCLIC_USE)


def test_a_circle_of_files(write: Write) -> None:
    write("a/1.tenure", HEADER + 'use "../b/2.tenure"')
    write("b/2.tenure", 'use "3.tenure"')
    folder = write("b/3.tenure", '\nuse "../a/1.tenure"')
    one = error(folder / "a")
    assert one.code is Code.CYCLIC_USE
    assert one.where[0].endswith("3.tenure")
    assert one.where[1:] == (2, 5)
    assert "`1.tenure`, `2.tenure`, `3.tenure`, `1.tenure`" in one.message


def test_a_file_that_uses_itself(write: Write) -> None:
    assert error(write("a.tenure", HEADER + 'use "a.tenure"')).code is Code.CYCLIC_USE
    assert error(write("a.tenure", HEADER + 'use "."')).code is Code.CYCLIC_USE


def test_a_circle_through_a_link(write: Write) -> None:
    folder = write("a.tenure", HEADER + 'use "b/link.tenure"')
    (folder / "b").mkdir()
    (folder / "b" / "link.tenure").symlink_to(folder / "a.tenure")
    assert error(folder / "a.tenure").code is Code.CYCLIC_USE


@pytest.mark.parametrize(("uses", "read"), [(63, True), (64, False), (3000, False)])
def test_a_long_chain_of_uses(write: Write, uses: int, read: bool) -> None:
    """Each file uses the next: longer than any policy, or refused with a message."""
    for number in range(uses):
        folder = write(f"{number}.tenure", f'use "{number + 1}.tenure"')
    write(f"{uses}.tenure", HEADER)
    if read:
        assert len(names(folder / "0.tenure")) == uses + 1
    else:
        _, found = load(folder / "0.tenure")
        assert [f.code for f in found] == [Code.NESTED_TOO_DEEPLY]


def test_mistakes_in_every_file_are_reported(write: Write) -> None:
    write("a.tenure", 'polcy "x"\n')
    write("b.tenure", HEADER + 'use "law/c.tenure"')
    folder = write("law/c.tenure", "recrd x")
    _, found = load(folder)
    assert [(f.code, Path(f.where[0]).name) for f in found] == [
        (Code.UNEXPECTED_WORD, "a.tenure"),
        (Code.UNEXPECTED_WORD, "c.tenure"),
    ]


# --- what cannot be read ------------------------------------------------------------


def test_nothing_there(tmp_path: Path) -> None:
    assert unreadable(tmp_path / "a.tenure") == "no such file or directory"


def test_an_empty_folder(tmp_path: Path) -> None:
    assert unreadable(tmp_path) == "the folder has no .tenure files"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\0", "it is not a text file"),
        (b"\x7fELF\x02\x01\x01\0\0", "it is not a text file"),
        ('policy "x"'.encode("utf-16"), "it is not a text file"),
        (b'policy "caf\xe9"', "it is not UTF-8 text (byte 12)"),
        (b"\xff\xfe", "it is not UTF-8 text (byte 1)"),
        (b"\xed\xa0\x80", "it is not UTF-8 text (byte 1)"),
        (b" " * (MAX_BYTES + 1), "it is larger than 10 MB"),
    ],
    ids=lambda value: str(value)[:20] if isinstance(value, bytes) else "",
)
def test_content_that_is_no_policy(content: bytes, reason: str, write: Write) -> None:
    assert unreadable(write("a.tenure", content) / "a.tenure") == reason


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.tenure")
    assert unreadable(tmp_path / "a.tenure") == "it is not a file"


def test_a_device_is_not_read() -> None:
    assert unreadable(Path("/dev/zero")) == "it is not a file"


def test_a_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "a.tenure").symlink_to("b.tenure")
    (tmp_path / "b.tenure").symlink_to("a.tenure")
    assert unreadable(tmp_path / "a.tenure") == "too many levels of symbolic links"


def test_a_link_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.tenure").symlink_to("nothing.tenure")
    assert unreadable(tmp_path / "a.tenure") == "no such file or directory"


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "a\nb", "\udcff", "\x1b[31m"], ids=ascii)
def test_a_name_that_no_file_has(name: str, tmp_path: Path) -> None:
    assert unreadable(tmp_path / name)
    assert policy_paths(tmp_path / name) == (tmp_path / name,)


@pytest.fixture
def forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file may be opened and no folder listed, whoever runs the test."""

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "iterdir", refuse)


@pytest.mark.usefixtures("forbidden")
def test_a_file_without_permission(tmp_path: Path) -> None:
    assert unreadable(tmp_path / "a.tenure") == "permission denied"


@pytest.mark.usefixtures("forbidden")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    assert unreadable(tmp_path) == "permission denied"
    assert policy_paths(tmp_path) == (tmp_path,)


def test_a_disk_that_fails_while_it_is_read(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a.tenure", HEADER) / "a.tenure"

    class Broken:
        def __enter__(self) -> Broken:
            return self

        def __exit__(self, *_: object) -> None: ...

        def read(self, _: int) -> bytes:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", lambda *_: Broken())
    found: list[Diagnostic] = []
    assert read_source(path, found.append) is None
    assert [f.message.split("`: ")[1] for f in found] == ["input/output error"]


# --- where policies are ---------------------------------------------------------------


def test_a_file_and_a_folder_with_files_are_one_policy(write: Write) -> None:
    folder = write("a.tenure", HEADER)
    write("sub/b.tenure", HEADER)
    assert policy_paths(folder) == (folder,)
    assert policy_paths(folder / "a.tenure") == (folder / "a.tenure",)
    assert policy_paths(str(folder)) == (folder,)


def test_any_other_folder_stands_for_the_policies_below_it(write: Write) -> None:
    for name in (
        "policies/surrey/a.tenure",
        "policies/surrey/data/b.tenure",
        "policies/bank/deep/c.tenure",
        "policies/empty/readme.txt",
        "policies/.git/d.tenure",
        "z/e.tenure",
    ):
        folder = write(name, HEADER)
    assert policy_paths(folder) == (
        folder / "policies" / "bank" / "deep",
        folder / "policies" / "surrey",
        folder / "z",
    )


def test_a_folder_without_any_policy_is_returned_to_be_reported(tmp_path: Path) -> None:
    assert policy_paths(tmp_path) == (tmp_path,)
    assert policy_paths(tmp_path / "nothing") == (tmp_path / "nothing",)


@pytest.mark.parametrize(
    ("below", "said"),
    [
        ("", "files"),
        ("a", "files, but `{0}/a` has: name that"),
        ("ab", "files, but `{0}/a` and `{0}/b` have: name one"),
        ("abcde", "files, but `{0}/a`, `{0}/b`, `{0}/c` and 2 more have: name one"),
    ],
)
def test_a_folder_without_files_names_the_policies_below_it(
    write: Write, tmp_path: Path, below: str, said: str
) -> None:
    for name in below:
        write(f"{name}/p.tenure", HEADER)
    (_, (found,)) = load(tmp_path)
    assert found.message.endswith(f" has no .tenure {said.format(tmp_path)}")
