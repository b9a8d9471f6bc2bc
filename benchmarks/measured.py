"""Runs things in processes of their own, in turn, and compares what they took.

Machines are shared: everything is run several times in turn, and compared run by run. The
processor's time is the steadier figure; the clock's is what a user waits.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a run took: seconds by the clock and of the processor, and megabytes at most."""

    wall: float
    processor: float
    most: float


def report(work: Callable[[], None]) -> None:
    """Do some work in this process, and print what it took, for `run` to read.

    Imports that are done before are not counted.
    """
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    work()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(wall, processor, _most())


def _most() -> float:
    """Return the most megabytes that this process had in memory.

    What `getrusage` says includes the process that started this one, where that was larger.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(command: Sequence[str]) -> Taken:
    """Run a program that ends with `report`."""
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    wall, processor, most = (float(figure) for figure in out.splitlines()[-1].split())
    return Taken(wall=wall, processor=processor, most=most)


def in_turn(commands: Mapping[str, Sequence[str]], times: int) -> dict[str, list[Taken]]:
    """Run several programs so many times, each in its turn."""
    found: dict[str, list[Taken]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            found[name].append(run(command))
    return found


def ratios(found: Sequence[Taken], to: Sequence[Taken]) -> tuple[float, float]:
    """Return the medians of the ratios, run by run: of the clock, and of the processor."""
    pairs = list(zip(found, to, strict=True))
    return (
        median(one.wall / other.wall for one, other in pairs),
        median(one.processor / other.processor for one, other in pairs),
    )


def line(name: str, count: int, found: Sequence[Taken], to: Sequence[Taken] | None = None) -> str:
    """Return what to print of the runs of one program, on so many records."""
    wall = median(one.wall for one in found)
    processor = median(one.processor for one in found)
    most = max(one.most for one in found)
    text = (
        f"{name:18} {count:>12,} records {wall:8.2f} s ({processor:8.2f} s) {most:7.0f} MB"
        f" {count / processor:>12,.0f} records per second of the processor"
    )
    if to is not None:
        by_wall, by_processor = ratios(found, to)
        text += f"  {by_wall:.2f} x ({by_processor:.2f} x)"
    return text


def python(script: str, *arguments: str) -> list[str]:
    """Return the command that runs a script with this Python."""
    return [sys.executable, script, *arguments]
