"""The versions of a policy that can be read: its files, or a schedule published as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tenure.compiler.compile import Compilation, compile_policy

if TYPE_CHECKING:
    from tenure.compiler.session import Succession


def compile_version(path: str | Path) -> Compilation:
    """Read and resolve the policy at a path.

    Args:
        path: a `.tenure` file, a folder with some directly in it, or the `schedule.json`
            that `tenure publish` wrote, which carries the policy's files.
    """
    place = Path(path)
    if _is_published(place):
        from tenure.reports.schedule.published import compile_published

        return compile_published(place)
    return compile_policy(place)


def compile_versions(paths: Iterable[Path]) -> tuple[Compilation, ...]:
    """Read and resolve versions of one policy; what they have in common is read once.

    The spans in all policies but the last are of no use; those of diagnostics are.
    """
    from tenure.compiler.session import Succession

    versions = Succession()
    return tuple(_next(path, versions) for path in paths)


def _next(path: Path, versions: Succession) -> Compilation:
    if _is_published(path):
        from tenure.reports.schedule.published import compile_published

        return compile_published(path, versions.compile)
    return versions.compile(path)


def _is_published(path: Path) -> bool:
    return path.suffix.lower() == ".json" and not path.is_dir()
