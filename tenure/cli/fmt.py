"""`tenure fmt`: lay policies out the one canonical way."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import click

from tenure.cli.parameters import paths_argument
from tenure.cli.terminal import CANNOT, cannot_write, wants_colour, write, write_data
from tenure.compiler.load import MAX_BYTES, decoded, read_source
from tenure.compiler.shelves import SUFFIX
from tenure.dsl.diagnostics import Diagnostic
from tenure.reports.findings.characters import one_line, visible

_STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """A file's text as it is and as it should be."""

    path: str
    before: str
    after: str

    @property
    def changes(self) -> bool:
        return self.before != self.after


@click.command("fmt")
@paths_argument()
@click.option("--check", is_flag=True, help="Change nothing; say what would be changed.")
@click.option("--diff", is_flag=True, help="Change nothing; show what would be changed.")
def command(paths: tuple[str, ...], check: bool, diff: bool) -> int:
    """Lay policies out the one canonical way; comments stay, and so does the meaning.

    PATH is a .tenure file, or a folder: every .tenure file in it and below is meant. Without
    one, it is the current folder. With - the text is read from standard input and written
    to standard output.

    \b
    Examples:
      tenure fmt
      tenure fmt --check policies
      tenure fmt --diff policies/surrey/schedule.tenure

    Exits with 1 when --check or --diff find something to change, with 2 when a file cannot
    be read or has a syntax error; such a file is left as it is.
    """
    trouble: list[Diagnostic] = []
    layouts = [one for path in _files(paths) if (one := _layout(path, trouble)) is not None]
    changing = [one for one in layouts if one.changes]
    try:
        if diff:
            _show(changing)
        elif _STANDARD_INPUT in paths and not check:
            write_data("".join(one.after for one in layouts))
        else:
            _settle(changing, check=check)
            _sum(len(changing), len(layouts), check=check)
    except (OSError, ValueError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        return cannot_write(f"`{getattr(error, 'filename', None) or 'the file'}`", error)
    if trouble:
        _report(trouble)
        return CANNOT
    return int(bool(changing) and (check or diff))


def _files(paths: Iterable[str]) -> list[str]:
    """Return the files that are meant, each once."""
    if _STANDARD_INPUT in paths:
        if tuple(paths) != (_STANDARD_INPUT,):
            raise click.UsageError("`-`, standard input, cannot be named with other paths")
        return [_STANDARD_INPUT]
    found = [file for path in tuple(paths) or (".",) for file in _files_at(path)]
    return list(dict.fromkeys(found))


def _files_at(path: str) -> Iterator[str]:
    if not Path(path).is_dir():
        yield path
        return
    below = list(_files_below(path))
    if not below:
        raise click.ClickException(f"`{path}` has no {SUFFIX} files, nor have the folders below")
    yield from below


def _files_below(folder: str) -> Iterator[str]:
    """Yield the files in a folder and below; hidden folders are passed over."""
    for place, folders, names in os.walk(folder, onerror=_cannot_look):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix == SUFFIX:
                yield str(Path(place, name))


def _cannot_look(error: OSError) -> None:
    reason = (error.strerror or str(error)).lower()
    raise click.ClickException(f"cannot look into `{error.filename}`: {reason}")


def _layout(path: str, trouble: list[Diagnostic]) -> _Layout | None:
    """Return a file's layout; `None`, with the reason in `trouble`, where it has none."""
    from tenure.dsl.format.layout import formatted

    if path == _STANDARD_INPUT:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        source = decoded(Path("standard input"), data, trouble.append)
    else:
        source = read_source(Path(path), trouble.append)
    after = formatted(source, trouble.append) if source is not None else None
    if source is None or after is None:
        return None
    return _Layout(path=path, before=source.text, after=after)


def _settle(changing: Iterable[_Layout], *, check: bool) -> None:
    """Write the files anew, each whole or not at all; or only say which it would be."""
    from tenure.api.files import rewrite_file

    for one in changing:
        if not check:
            rewrite_file(one.path, one.after.encode("utf-8"))
        write(f"{'would format' if check else 'formatted'} {one_line(one.path)}\n")


def _sum(changing: int, files: int, *, check: bool) -> None:
    left = files - changing
    would = "would be " if check else ""
    parts = [f"{_counted(changing)} {would}formatted"] if changing else []
    parts += [f"{_counted(left)} left as {'it was' if left == 1 else 'they were'}"] if left else []
    click.echo(", ".join(parts), err=True)


def _counted(files: int) -> str:
    return f"{files:,} file{'' if files == 1 else 's'}"


def _show(changing: Iterable[_Layout]) -> None:
    """Write the differences: for `patch` as they are, for a terminal with nothing to drive it."""
    shown = visible if sys.stdout.isatty() else str
    for one in changing:
        for line in unified_diff(_lines(one.before), _lines(one.after), one.path, one.path):
            text = line.removesuffix("\n")
            missing = "" if line.endswith("\n") else "\n\\ No newline at end of file"
            write_data(f"{shown(text)}{missing}\n")


def _lines(text: str) -> list[str]:
    """Return the lines of a text, each with its line end; only `\\n` is one."""
    return io.StringIO(text, newline="\n").readlines()


def _report(trouble: Iterable[Diagnostic]) -> None:
    from tenure.reports.findings.diagnostics import render_all

    text = render_all(trouble, colour=wants_colour(sys.stderr))
    click.echo(text, err=True, nl=False, color=True)
