"""The `tenure` command as a whole: its help, its speed, its colours, its end."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import tenure
from tenure.cli.guard import INTERRUPTED, PIPE_CLOSED, guarded
from tenure.cli.program import COMMANDS, program

Run = Callable[..., Result]
Start = Callable[..., "subprocess.CompletedProcess[bytes]"]
ROOT = Path(__file__).parents[2]
POLICY = "policies/disagree.tenure"


def test_the_version_is_the_projects(run: Run) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert tenure.__version__ == project["version"]
    assert run("--version").output == f"tenure {project['version']}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_their_own_help_says(run: Run, name: str) -> None:
    first = COMMANDS[name].split()[0].rstrip(".")
    page = run(name, "--help").output
    assert page.split("\n\n")[1].strip().startswith(first)
    assert run(name, "-h").output == page


def examples() -> list[str]:
    """The examples of every help page, each as one line of a shell."""
    pages = [CliRunner().invoke(program, [*words, "--help"]).output for words in WORDS]
    joined = "\n".join(pages).replace("\\\n", " ")
    return re.findall(r"^ {4}(tenure .*)$", joined, re.MULTILINE)


WORDS: list[list[str]] = [[], *([name] for name in COMMANDS)]


def _committed(folder: Path) -> None:
    """Make the folder a repository with the revisions that the help names."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for words in ("init -q -b main", "add .", "commit -qm Policies", "tag v1", "tag v2"):
        subprocess.run(["git", *who, *words.split()], cwd=folder, check=True)


@pytest.mark.parametrize("example", examples())
def test_the_examples_of_the_help_work(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    monkeypatch.chdir(tmp_path)
    _, *words = shlex.split(example.split(" | ", maxsplit=1)[0])
    if words[0] in ("diff", "log") or "--since" in words:
        _committed(tmp_path)
    if "public/schedule.json" in words:
        publishing = ["publish", "policies/surrey", "--to", "public", "--format", "json"]
        assert CliRunner().invoke(program, publishing).exit_code == 0
    result = CliRunner().invoke(program, words)
    if "casework.toml" in words:  # the mapping of a database that only the reader has
        assert result.exit_code == 2
        assert "--> casework.toml" in result.output
        return
    assert result.exit_code in (0, 1), result.output


def test_the_page_has_every_option_and_no_other() -> None:
    page = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        section = page.split(f"\n## tenure {name}\n")[1].split("\n## ")[0]
        command = program.get_command(click.Context(program), name)
        assert command is not None
        options = {o for p in command.params if isinstance(p, click.Option) for o in p.opts}
        assert set(re.findall(r"--[a-z-]+", section)) == options


def imported_by(*args: str) -> set[str]:
    """The modules that are there when a command has run in a process of its own."""
    code = (
        "import sys\n"
        "from tenure.cli.program import program\n"
        "try: program.main(sys.argv[1:])\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        cwd=ROOT / "tests/golden",
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


def test_nothing_heavy_is_imported_to_check() -> None:
    loaded = imported_by("check", "policies/clean.tenure")
    heavy = {"networkx", "jinja2", "numpy", "asyncio", "importlib.metadata", "holidays", "json"}
    assert "tenure.compiler.check.checks" in loaded
    assert loaded.isdisjoint(heavy)


def test_help_imports_no_command() -> None:
    loaded = imported_by("--help")
    assert "tenure.cli.program" in loaded
    assert loaded.isdisjoint({f"tenure.cli.{name}" for name in COMMANDS} | {"lark"})


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "Usage: tenure"),
        (["chek"], "there is no command `chek`; did you mean `check`?"),
        (["frobnicate"], "commands: `audit`"),
        (["check", "--nope"], "No such option"),
        (["check", "--output-format", "pdf"], "'pdf' is not one of"),
        (["check", ""], "the path is empty"),
        (["publish", "", "--to", "x"], "the path is empty"),
        (["publish", POLICY, "--to", ""], "the path is empty"),
        (["publish", POLICY], "Missing option '--to'"),
        (["publish", POLICY, "--to", "x", "--format", "odt"], "`odt` is no format"),
        (["explain", POLICY], "Missing argument 'CLASS'"),
    ],
)
def test_a_wrong_command_line_is_one_message_and_2(run: Run, args: list[str], said: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


# --- processes ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["check", "policies/clean.tenure"], 0),
        (["check", POLICY], 1),
        (["check", "policies/misspelt.tenure"], 2),
        (["test", POLICY], 1),
        (["test", "policies/clean.tenure"], 0),
        (["explain", POLICY, "lost"], 0),
        (["explain", POLICY, "lots"], 2),
        (["graph", POLICY], 0),
        (["--version"], 0),
        ([], 2),
    ],
)
def test_exit_codes_of_the_process(start: Start, args: list[str], code: int) -> None:
    assert start(*args).returncode == code


def test_plain_when_piped_and_coloured_when_forced(start: Start) -> None:
    plain = start("check", POLICY).stdout
    assert b"\x1b" not in plain
    assert start("check", POLICY, env={"NO_COLOR": "1", "FORCE_COLOR": "1"}).stdout == plain
    assert start("check", POLICY, env={"FORCE_COLOR": "0"}).stdout == plain
    coloured = start("check", POLICY, env={"FORCE_COLOR": "1"}).stdout
    assert b"\x1b[31m\x1b[1merror[TN401]" in coloured
    assert click.unstyle(coloured.decode()) == plain.decode()


def on_a_terminal(*args: str, env: dict[str, str] | None = None) -> bytes:
    """What a process writes when its output and errors are a terminal."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tenure", *args],
        cwd=ROOT / "tests/golden",
        env={**clean, "TERM": "xterm", **(env or {})},
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    written = b""
    try:
        while piece := os.read(ours, 65536):
            written += piece
    except OSError:  # how Linux says that the other end is closed
        pass
    process.wait()
    os.close(ours)
    return written


COLOUR = re.compile(rb"\x1b\[[0-9;]*m")
"""What sets a colour or ends it; a slow machine's progress line is cleared by another."""


def test_coloured_on_a_terminal_unless_it_cannot_or_one_does_not_want_it() -> None:
    assert COLOUR.search(on_a_terminal("check", POLICY))
    assert not COLOUR.search(on_a_terminal("check", POLICY, env={"NO_COLOR": "1"}))
    assert b"\x1b[" not in on_a_terminal("check", POLICY, env={"TERM": "dumb"})
    assert COLOUR.search(on_a_terminal("explain", POLICY, "lots"))


def test_json_is_never_coloured(start: Start) -> None:
    done = start("check", POLICY, "--output-format", "json", env={"FORCE_COLOR": "1"})
    assert b"\x1b" not in done.stdout


def test_what_an_encoding_lacks_is_spelled_out(start: Start) -> None:
    western = {"PYTHONIOENCODING": "latin-1"}
    done = start("check", "policies/characters.tenure", env=western)
    assert done.returncode == 2
    assert rb"\u4fdd" in done.stdout
    assert done.stderr == b""


def test_json_is_utf_8_whatever_the_terminal_has(start: Start) -> None:
    western = {"PYTHONIOENCODING": "latin-1"}
    asked = ("explain", POLICY, "complaint:\u624b", "--output-format", "json")
    assert json.loads(start(*asked, env=western).stdout.decode("utf-8"))["record"] == "\u624b"


@pytest.mark.skipif(os.name == "nt", reason="names are bytes on Unix only")
def test_arguments_that_are_no_text(start: Start) -> None:
    for args in (
        ["check", b"\xff\xfe"],
        ["check", b"\xff\xfe", "--output-format", "json"],
        ["check", b"--as-of=\xff"],
        ["explain", POLICY, b"\xff"],
        ["explain", POLICY, "complaint", b"\xff=\xfe"],
        ["explain", POLICY, "complaint", "--given", b"\xff \xfe"],
        ["graph", POLICY, "--around", b"\xff"],
        [b"\xff"],
    ):
        done = start(*args)
        assert done.returncode == 2, args
        assert b"Traceback" not in done.stderr + done.stdout
        assert (done.stdout + done.stderr).decode("utf-8")


def test_a_reader_that_leaves_early(start: Start) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tenure", "graph", POLICY, "--format", "svg"],
        cwd=ROOT / "tests/golden",
        env={**os.environ, "PYTHONUNBUFFERED": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), said) == (PIPE_CLOSED, b"")


def test_a_full_disk_for_an_output() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    with full.open("wb") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "tenure", "check", POLICY],
            cwd=ROOT / "tests/golden",
            stdout=stream,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == b"error: cannot write the output: no space left on device\n"


@pytest.mark.skipif(os.name == "nt", reason="a FIFO is a Unix thing")
def test_control_c(tmp_path: Path) -> None:
    """The process waits for its output to be read, which it never is, until the signal."""
    program_ = (
        "import signal, time\n"
        "from tenure.cli.program import program\n"
        "import tenure.compiler.compile as c\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's & ignores it
        "def wait(path): print('here', flush=True); time.sleep(60)\n"
        "c.compile_policy = wait\n"
        "program.main(['check', 'x'])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program_], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (INTERRUPTED, b"")
    assert b"Traceback" not in err


# --- the guard ----------------------------------------------------------------


def raising(error: BaseException) -> Callable[[], object]:
    def run() -> object:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (RecursionError("maximum"), 2, "error: it is nested too deeply to be worked on\n"),
        (MemoryError(), 2, "error: there is not enough memory for it\n"),
        (KeyboardInterrupt(), 130, ""),
        (click.Abort(), 130, ""),
        (PermissionError(13, "Permission denied", "x"), 2, "cannot write `x`: permission denied"),
        (KeyError("x"), 2, "error: internal error: KeyError: 'x'\n  this is a mistake in tenure"),
        (AssertionError("\x1b[31m"), 2, "AssertionError: <U+001B>[31m"),
    ],
)
def test_however_it_ends_there_is_one_message(
    error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(error)) == code
    written = capsys.readouterr()
    assert written.out == ""
    assert said in written.err
    assert bool(written.err) == bool(said)


def test_whoever_mends_tenure_can_see_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_DEBUG", "1")
    with pytest.raises(KeyError):
        guarded(raising(KeyError("x")))


def test_an_internal_error_leaves_no_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> object:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("tenure.cli.publish.publish_edition", fail)
    result = run("publish", POLICY, "--to", tmp_path / "out")
    assert result.exit_code == 2
    assert "internal error: ZeroDivisionError: oops" in result.stderr
    assert not (tmp_path / "out").exists()


def test_progress_is_for_terminals_and_for_what_takes_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tenure.cli import progress

    with progress.progress("working") as told:
        assert told is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress.progress("working") as told:
        assert told is not None
        told(1, 2000)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(progress, "PATIENCE", 0)
    with progress.progress("working") as told:
        assert told is not None
        time.sleep(0.001)
        told(1, 2000)
    assert capsys.readouterr().err == "\r\x1b[2Kworking: 1 of 2,000\r\x1b[2K"
