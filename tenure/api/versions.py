"""The versions of a policy that can be read: its files, or a schedule published as JSON."""

from __future__ import annotations

from pathlib import Path

from tenure.compiler.compile import Compilation, compile_policy


def compile_version(path: str | Path) -> Compilation:
    """Read and resolve the policy at a path.

    Args:
        path: a `.tenure` file, a folder with some directly in it, or the `schedule.json`
            that `tenure publish` wrote, which carries the policy's files.
    """
    place = Path(path)
    if place.suffix.lower() == ".json" and not place.is_dir():
        from tenure.reports.schedule.published import compile_published

        return compile_published(place)
    return compile_policy(place)
