"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from tenure.compiler.deadlines import AsOf

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def as_of_option(help_: str) -> Decorator:
    """Return the `--as-of` option; without it, the command is given `None`."""
    return click.option(
        "--as-of", metavar="YYYY-MM-DD", callback=_day, help=f"{help_}  [default: today]"
    )


def day_option(name: str, help_: str) -> Decorator:
    """Return an option for a day; without it, the command is given `None`."""
    return click.option(name, metavar="YYYY-MM-DD", callback=_day, help=help_)


def fact_option() -> Decorator:
    """Return the `--fact` option, for `facts`; `reading.read_facts` reads what it is given."""
    return click.option(
        "--fact",
        "facts",
        multiple=True,
        metavar="NAME=VALUE",
        help="A fact that is to differ from the policy's. May be repeated.",
    )


def as_of_moment_option(help_: str) -> Decorator:
    """Return the `--as-of` option that may have a time of day; without it, `None`."""
    return click.option(
        "--as-of",
        metavar="YYYY-MM-DD[THH:MM]",
        callback=_moment,
        help=f"{help_}  [default: today]",
    )


def log_option(help_: str, *, required: bool = False) -> Decorator:
    """Return the `--log` option: the path of a log of duties."""
    return click.option("--log", metavar="FILE", required=required, callback=not_empty, help=help_)


def output_format_option(formats: Iterable[str]) -> Decorator:
    """Return the `--output-format` option; the first format is the default."""
    names = tuple(formats)
    return click.option(
        "--output-format",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How to write it.",
    )


def paths_argument() -> Decorator:
    """Return the argument for any number of paths, the current folder by default."""
    return click.argument("paths", nargs=-1, metavar="[PATH]...", callback=not_empty)


def policy_argument() -> Decorator:
    """Return the argument for one policy."""
    return click.argument("policy", callback=not_empty)


T = TypeVar("T", bound=str | tuple[str, ...] | None)


def not_empty(ctx: click.Context, param: click.Parameter, value: T) -> T:
    """Return paths none of which is empty: to Python, that would be the current folder."""
    if value == "" or (isinstance(value, tuple) and "" in value):
        raise click.BadParameter("the path is empty")
    return value


def _moment(ctx: click.Context, param: click.Parameter, value: str | None) -> AsOf | None:
    """Return the day, or the day and time, that was written as the language writes it."""
    if value is None:
        return None
    from tenure.api.records import as_of_in

    found = as_of_in(value)
    if found is None:
        raise click.BadParameter(
            f"`{value}` is not a day or a time; write it as 2026-02-28 or 2026-02-28T14:30"
        )
    return found


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """Return the day that was written, the way the language writes it."""
    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or str(day) != value:
        raise click.BadParameter(f"`{value}` is not a day; write it as 2026-02-28")
    return day
