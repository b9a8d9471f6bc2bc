"""Times what users wait for, each beside something measured in the same run.

`make bench`. Ratios and medians are what to quote: machines are shared and noisy.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from generate import policy_text

HERE = Path(__file__).parent
ROOT = HERE.parent
PYTHON = sys.executable
TENURE = str(Path(PYTHON).with_name("tenure"))
RUNS = 11


def process_seconds(command: list[str], runs: int = RUNS) -> list[float]:
    """Return the wall-clock seconds of whole processes, after one that does not count."""
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - start)
    return times[1:]


def seconds(work: Callable[[], object], runs: int = RUNS) -> list[float]:
    """Return the wall-clock seconds of work in this process, after one that does not count."""
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return times[1:]


def shown(name: str, times: list[float], note: str = "") -> float:
    """Print a line and return the median."""
    median = statistics.median(times)
    print(f"{name:44} {min(times):8.3f} {median:8.3f} {max(times):8.3f} s  {note}")
    return median


def whole_processes() -> None:
    """Time commands on the worked policy beside Python itself and its heaviest imports."""
    print(f"{'whole processes':44} {'min':>8} {'median':>8} {'max':>8}")
    python = shown("python -c pass", process_seconds([PYTHON, "-c", "pass"]))
    shown("python -c 'import lark, click'", process_seconds([PYTHON, "-c", "import lark, click"]))
    shown("python -c 'import networkx'", process_seconds([PYTHON, "-c", "import networkx"]))
    for verb in (["check"], ["test"], ["graph"]):
        times = process_seconds([TENURE, *verb, "policies/surrey"])
        median = statistics.median(times)
        name = f"tenure {' '.join(verb)} policies/surrey"
        shown(name, times, f"{median / python:.0f} times python")


def reading() -> None:
    """Time the reader beside lark's parse of the same text without building nodes."""
    from lark import Lark

    from tenure.dsl.reader import read_file
    from tenure.dsl.source import SourceFile

    text = "".join(
        path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("policies/surrey/*.tenure"))
    )
    text *= 1 + 200_000 // len(text)
    source = SourceFile(path="policy.tenure", text=text)
    grammar = (ROOT / "dsl" / "grammar.lark").read_text(encoding="utf-8")
    bare = Lark(grammar, parser="lalr", keep_all_tokens=True, maybe_placeholders=False)
    print(f"\nreading {len(text) / 1e6:.2f} MB of the Surrey policy")
    shown("lark, tree only", tree := seconds(lambda: bare.parse(text), 3))
    times = seconds(lambda: read_file(source, lambda _: None), 3)
    speed = len(text) / statistics.median(times) / 1e6
    ratio = statistics.median(times) / statistics.median(tree)
    shown("tenure reader", times, f"{speed:.2f} MB/s, {ratio:.2f} times lark's tree")


def checking() -> None:
    """Time cold checks of generated policies; the seed and shape are in generate.py."""
    print("\ncold checks of generated policies")
    with tempfile.TemporaryDirectory() as folder:
        for rules in (200, 2_000, 10_000):
            path = Path(folder) / f"{rules}.tenure"
            path.write_text(policy_text(rules), encoding="utf-8")
            runs = 5 if rules < 2_000 else 1
            times = process_seconds([TENURE, "check", str(path)], runs)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            shown(f"tenure check, {rules:,} rules", times, f"largest process so far {peak:.0f} MB")


if __name__ == "__main__":
    whole_processes()
    reading()
    checking()
