"""The `tenure` command: which commands there are, and how it ends."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, NoReturn

import click

import tenure
from tenure.cli.guard import PIPE_CLOSED, guarded

COMMANDS = {
    "check": "Find what is wrong with policies, or prove that their rules agree.",
    "fmt": "Lay policies out the one canonical way.",
    "test": "Run the policies' own tests.",
    "explain": "Decide one record and its deadlines, with every reason.",
    "audit": "Decide an inventory: what is due, what is held, what has no answer.",
    "sql": "Write the decisions as views of a database.",
    "duties": "Say which duties are next due, and which overdue.",
    "diff": "Say what a change does, with records that show it.",
    "log": "List when each rule changed, and what that did.",
    "publish": "Write the schedule for its readers.",
    "graph": "Draw how the rules hang together.",
}
"""The commands in the order of their use. Each is a module here, with a `command`."""

_HELP = """Retention and contact policies as source code: checked, tested, explained, published.

A policy is a .tenure file, or a folder with some directly in it.

\b
Examples:
  tenure check policies
  tenure test policies/surrey --cov-fail-under 90
  tenure explain policies/surrey comment last_contact=2024-05-14
  tenure diff main:policies/surrey policies/surrey
  tenure audit policies/surrey --data policies/surrey/inventory --to build/audit
  tenure publish policies/surrey --to build/surrey

\b
Exit codes: 0 nothing found, 1 something found, 2 the work could not be done.
"""


class Program(click.Group):
    """A group that imports a command when it is called, and never ends in a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; its module is imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"tenure.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name, or suggest the one that was meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from tenure.dsl.suggest import did_you_mean

            near = " ".join(did_you_mean(args[0], COMMANDS, what="commands"))
            ctx.fail(f"there is no command `{args[0]}`; {near}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for.

        A closed pipe is dealt with here because click would call it a failure, and 1 says
        that something was found.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return PIPE_CLOSED

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run, and leave with an exit code, whatever happens."""
        kwargs["standalone_mode"] = False
        start = super().main
        sys.exit(guarded(lambda: start(*args, **kwargs)))


@click.group(
    "tenure", cls=Program, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(tenure.__version__, message="tenure %(version)s")
def program() -> None:
    """Do nothing by itself: every command is a module."""
