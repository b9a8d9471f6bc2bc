"""The command line. One module a command, imported when it is called."""

from typing import NoReturn


def main() -> NoReturn:
    """Run the `tenure` command and leave with its exit code."""
    import gc
    import sys

    # Reading a policy makes many small values that all live to the end. Looking through them
    # for garbage every few hundred is a sixth of the time of a short run.
    gc.set_threshold(50_000, 20, 20)
    try:
        from tenure.cli.program import program
    except KeyboardInterrupt:
        sys.exit(130)
    program.main(prog_name="tenure")
    raise AssertionError("the program leaves by itself")
