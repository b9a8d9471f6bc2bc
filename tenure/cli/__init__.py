"""The command line. One module a command, imported when it is called."""

from typing import NoReturn


def main() -> NoReturn:
    """Run the `tenure` command and leave with its exit code."""
    import gc
    import os
    import sys

    # Reading a policy makes many small values that all live to the end. To look through them
    # for garbage every few hundred, and to take them apart one by one before leaving, would
    # be a quarter of the time of a short run.
    gc.set_threshold(50_000, 20, 20)
    try:
        from tenure.cli.program import program

        program.main(prog_name="tenure")
    except KeyboardInterrupt:
        code = 130
    except SystemExit as done:
        code = done.code if isinstance(done.code, int) else 1
    if sys.gettrace() is None and sys.getprofile() is None:
        os._exit(code)  # whatever was written has been flushed
    sys.exit(code)
