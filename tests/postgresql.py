"""A PostgreSQL server of the tests' own, gone when they end."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import chown
from tempfile import TemporaryDirectory

import psycopg

Connection = psycopg.Connection[tuple[object, ...]]


@contextmanager
def server(find: Callable[..., Path]) -> Iterator[Connection]:
    """A connection to a new, empty database; `find` finds programs."""
    initdb, pg_ctl = find("initdb"), find("pg_ctl")
    # The server refuses to run as root; the package brings a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    with TemporaryDirectory(prefix="tenure-pg-") as name:
        folder = Path(name)
        if user is not None:
            chown(folder, user)

        def run(*command: str | Path) -> None:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=user, cwd=folder)

        run(
            initdb,
            "-D",
            folder / "data",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "-U",
            "tenure",
        )
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        log = folder / "log"
        run(pg_ctl, "-D", folder / "data", "-o", options, "-l", log, "-w", "start")
        try:
            with psycopg.connect(host=name, user="tenure", dbname="postgres") as connection:
                yield connection
        finally:
            run(pg_ctl, "-D", folder / "data", "-m", "immediate", "-w", "stop")
