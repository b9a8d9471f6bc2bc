"""Times what users wait for, each beside something measured in the same run.

`make bench`. Ratios and medians are what to quote: machines are shared and noisy.
"""

from __future__ import annotations

import functools
import itertools
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import beside_z3
import publishing
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
    """Time cold checks of generated policies; the seed and shapes are in generate.py."""
    print("\ncold checks of generated policies")
    sizes = [("council", n) for n in (200, 2_000, 10_000)]
    harder = [("dense", 2_000), ("dated", 2_000), ("linked", 2_000), ("disputed", 400)]
    with tempfile.TemporaryDirectory() as folder:
        for shape, rules in (*sizes, *harder):
            path = Path(folder) / f"{shape}-{rules}.tenure"
            path.write_text(policy_text(rules, shape=shape), encoding="utf-8")
            runs = 5 if rules < 2_000 else 1
            times = process_seconds([TENURE, "check", str(path)], runs)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            note = f"largest process so far {peak:.0f} MB"
            shown(f"tenure check, {rules:,} rules, {shape}", times, note)


def comparing() -> None:
    """Time two versions, read and compared: by the rules that nobody touched, and by edits."""
    from datetime import date

    from tenure.api.versions import compile_versions
    from tenure.compiler.compare.changes import Comparison
    from tenure.compiler.compare.compare import compare_policies

    def compared(old: Path, new: Path) -> tuple[Comparison, float]:
        before, after = compile_versions((old, new))
        assert before.policy is not None
        assert after.policy is not None
        read = time.process_time()
        found = compare_policies(before.policy, after.policy, date(2026, 6, 1))
        return found, time.process_time() - read

    print("\ncomparing two versions, reading included (of that, without reading)")
    with tempfile.TemporaryDirectory() as folder:
        old, new = (Path(folder) / f"{name}.tenure" for name in ("old", "new"))
        for rules in (500, 1_000, 2_000):
            text = policy_text(rules)
            old.write_text(text, encoding="utf-8")
            for edits in (0, 1, 5, 20):
                new.write_text(_edited(text, edits), encoding="utf-8")
                found, own = compared(old, new)
                note = f"{own:.2f} s; {len(found.changes)} changes, {found.untouched} untouched"
                times = seconds(lambda: compared(old, new), 3)
                shown(f"{rules:,} rules, {edits} edits", times, note)


def _edited(text: str, edits: int) -> str:
    """Return a policy in which some rules keep one year or day longer."""
    lines = text.splitlines(keepends=True)
    periods = [n for n, line in enumerate(lines) if re.match(r"  keep \d+ (years|days)", line)]
    for number in random.Random(7).sample(periods, edits):
        lines[number] = re.sub(r"\d+", lambda n: str(int(n[0]) + 1), lines[number], count=1)
    return "".join(lines)


def editing() -> None:
    """Time a session's answer to edits of a policy of 2,000 rules, in process."""
    from datetime import date

    from tenure.compiler.session import Session

    text = policy_text(2_000)
    rule = text.index("rule 50.7 ")
    start, end = text.index("keep ", rule), text.index("\n", text.index("keep ", rule))
    field = text.index("  amount ", text.index("record class_51 "))
    edits: dict[str, Callable[[int], str]] = {
        "nothing": lambda _: text,
        "the period of a rule": lambda n: f"{text[:start]}keep {n} years after closed{text[end:]}",
        "a new rule": lambda n: (
            f"{text[:rule]}rule 50.{n}x for class_50\n  keep {n} days after closed\n{text[rule:]}"
        ),
        "a word that has no meaning": lambda n: f"{text[:start]}kep {n}{text[end:]}",
        "the review of the policy": lambda n: text.replace("every 3 years", f"every {n} years"),
        "a field of a class": lambda n: f"{text[:field]}  field_{n}  date\n{text[field:]}",
    }
    print("\na session's answer to an edit of 2,000 rules, in process")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "policy.tenure"
        path.write_text(text, encoding="utf-8")
        session = Session(path)
        numbers = itertools.count(2)

        def answer(edit: Callable[[int], str]) -> None:
            session.write(path, edit(next(numbers)))
            session.check(date(2026, 11, 23))

        for name, edit in edits.items():
            shown(name, seconds(functools.partial(answer, edit)))


if __name__ == "__main__":
    whole_processes()
    reading()
    checking()
    editing()
    comparing()
    beside_z3.main()
    publishing.main()
