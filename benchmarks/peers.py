"""Decides the same records by the same policy with what else a user would pick.

`python benchmarks/peers.py`. Each peer is installed into build/peers, apart from the tools of
this project; one that cannot be is named, and the others go on. All read Parquet, decide
the record's status, last day and rule, and write these four columns to Parquet. Each does
as many records as take it some seconds; compared is the time for a record.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import duckdb
from deciding import staged_decisions
from measured import Taken, line, report, run
from twenty import by_hand, policy_text, write_records

HERE = Path(__file__).parent
APART = HERE.parent / "build" / "peers"
TIMES = 3
COLUMNS = "record, status, keep_until, rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """What the records are decided with.

    Attributes:
        name: as it calls itself.
        script: what runs it.
        needs: the packages to install, beside pyarrow.
        records: how many records it is given.
    """

    name: str
    script: str
    needs: tuple[str, ...]
    records: int


PEERS = (
    Peer(name="plain Python", script="plain.py", needs=(), records=500_000),
    Peer(name="pandas", script="in_pandas.py", needs=("pandas>=3",), records=4_000_000),
    Peer(
        name="OpenFisca",
        script="in_openfisca_by_rule.py",
        needs=("openfisca-core>=46",),
        records=500_000,
    ),
    Peer(
        name="OpenFisca, folded",
        script="in_openfisca.py",
        needs=("openfisca-core>=46",),
        records=2_000_000,
    ),
    Peer(name="zen-engine", script="in_zen.py", needs=("zen-engine>=2.1",), records=50_000),
)
OURS = 10_000_000


def installed(peer: Peer) -> bool:
    """Install what a peer needs; say so where it cannot be."""
    python = APART / "bin" / "python"
    if not python.exists():
        venv.create(APART, with_pip=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    command = [*pip, "pyarrow>=20", *peer.needs]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["pip failed"])[-1]
        print(f"{peer.name}: left out, cannot be installed: {reason}", flush=True)
    return not done.returncode


def decide(folder: Path) -> None:
    """Decide with tenure: the same four columns."""
    connection = duckdb.connect()
    view = staged_decisions(connection, folder)
    target = folder / "tenure.parquet"
    connection.execute(f"COPY (SELECT {COLUMNS} FROM {view}) TO '{target}' (FORMAT parquet)")


def differing(folder: Path, peer: Path) -> int:
    """Count the records that a peer decides in another way than the SQL written by hand."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW records AS SELECT * FROM '{folder / 'records.parquet'}'")
        ((count,),) = connection.execute(
            f"SELECT count(*) FROM (SELECT {COLUMNS} FROM ({by_hand()}) EXCEPT ALL "
            f"SELECT record, status, CAST(keep_until AS DATE), rule FROM '{peer}')"
        ).fetchall()
    return int(count)


def of_peer(peer: Peer, folder: Path, sample: Path) -> list[str]:
    """Check what a peer answers on a sample, and return the command that times it."""
    python, script = str(APART / "bin" / "python"), str(HERE / "peers" / peer.script)
    answer = sample / "peer.parquet"
    run([python, script, str(sample / "records.parquet"), str(answer)])
    print(f"{peer.name}: records decided otherwise, in a sample: {differing(sample, answer)}")
    target = folder / f"{peer.script}.parquet"
    return [python, script, str(folder / "records.parquet"), str(target)]


def _prepared(folder: Path, count: int) -> Path:
    folder.mkdir()
    (folder / "twenty.tenure").write_text(policy_text(), encoding="utf-8")
    write_records(folder / "records.parquet", count)
    return folder


def compare(top: Path) -> None:
    """Time all of them in turn."""
    sample = _prepared(top / "sample", 20_000)
    counts, commands = {"tenure": OURS}, {}
    ours = _prepared(top / "tenure", OURS)
    commands["tenure"] = [sys.executable, __file__, "--run", str(ours)]
    for peer in PEERS:
        if not installed(peer):
            continue
        folder = _prepared(top / peer.script, peer.records)
        try:
            commands[peer.name] = of_peer(peer, folder, sample)
            counts[peer.name] = peer.records
        except subprocess.CalledProcessError as error:
            reason = (str(error.stderr).strip().splitlines() or [""])[-1]
            print(f"{peer.name}: left out, does not run: {reason}")
    found: dict[str, list[Taken]] = {name: [] for name in commands}
    for _ in range(TIMES):
        for name, command in commands.items():
            found[name].append(run(command))
    for name, runs in found.items():
        print(f"{line(name, counts[name], runs)}  {_slower(runs, counts[name], found['tenure'])}")


def _slower(runs: list[Taken], count: int, ours: list[Taken]) -> str:
    """Return how many times as long a record takes: by the clock, and of the processor."""
    pairs = list(zip(runs, ours, strict=True))
    scale = OURS / count
    wall = median(one.wall / own.wall for one, own in pairs) * scale
    processor = median(one.processor / own.processor for one, own in pairs) * scale
    return f"{wall:.1f} x ({processor:.1f} x) the time of tenure"


def main() -> None:
    """Compare with all peers; `--run FOLDER` is one run of tenure."""
    if sys.argv[1:2] == ["--run"]:
        folder = Path(sys.argv[2])
        report(lambda: decide(folder))
        return
    with tempfile.TemporaryDirectory() as name:
        compare(Path(name))


if __name__ == "__main__":
    main()
