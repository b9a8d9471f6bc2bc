"""The policy, the mapping and the data that tests of audits share: docs/diagnostics/README.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tenure.compiler.compile import compile_policy
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.engine.audit.audit import AuditRequest, connected, run_audit
from tenure.engine.audit.by_size import decide_by_size
from tenure.engine.audit.places import Decide, Here, Place
from tenure.engine.audit.results import AuditSummary, Exceptional, Found, Listed
from tenure.engine.inside.host import Elsewhere
from tenure.engine.inside.place import inside
from tenure.engine.staging import DECISIONS

AS_OF = date(2026, 6, 1)
PAGE = Path(__file__).parents[2] / "docs" / "diagnostics" / "README.md"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

BLOCKS: dict[str, str] = dict(_BLOCK.findall(PAGE.read_text(encoding="utf-8")))
POLICY = BLOCKS["tenure"]
MAPPING = BLOCKS["toml"]
BOXES = """
[[table]]
path = "boxes.csv"
class = "box"
id = "id"
[table.fields]
opened = "opened"
"""
FILES = {"boxes.csv": "id,opened\nB-1,2020-05-05\n"}


def blocks(text: str) -> dict[str, str]:
    """The fenced blocks of a page, by their kind."""
    found: dict[str, str] = dict(_BLOCK.findall(text))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What an audit came to, read out."""

    summary: AuditSummary
    decisions: dict[str, dict[str, object]]
    listed: tuple[Listed, ...]
    exceptions: tuple[Exceptional, ...]
    rejects: tuple[Found, ...]
    notes: tuple[Found, ...]

    def status(self, record: str) -> object:
        """The status of a record."""
        return self.decisions[record]["status"]


def policy_of(text: str = POLICY) -> Policy:
    """The policy of a text."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "letters.tenure")
        path.write_text(text, encoding="utf-8")
        compilation = compile_policy(path)
    assert compilation.policy is not None, compilation.diagnostics
    return compilation.policy


def laid_out(
    folder: Path,
    letters: str | None = None,
    mapping: str = MAPPING,
    files: Mapping[str, str | bytes] | None = None,
) -> Path:
    """A folder of data: the letters, the box, what else is given, and the mapping of all."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {**FILES, **({} if letters is None else {"letters.csv": letters}), **(files or {})}
    for name, content in data.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "mapping.toml").write_text(f"{mapping}\n{BOXES}", encoding="utf-8")
    return folder


def audited(
    data: Path,
    *,
    policy: Policy | None = None,
    as_of: date = AS_OF,
    facts: Mapping[str, Value] | None = None,
    decide: Decide | Elsewhere = decide_by_size,
) -> Audited:
    """Audit a folder of data: here, or elsewhere."""
    asked = AuditRequest(policy=policy or policy_of(), data=data, as_of=as_of, facts=facts or {})
    with ExitStack() as opened:
        folder = opened.enter_context(TemporaryDirectory())
        connection = opened.enter_context(connected(Path(folder)))
        if isinstance(decide, Elsewhere):
            place: Place = opened.enter_context(inside(connection, decide))
        else:
            place = Here(connection, Path(folder), decide)
        audit = run_audit(connection, asked, place)
        rows = connection.execute(f"SELECT {', '.join(DECISIONS)} FROM decisions").fetchall()
        decisions = [dict(zip(DECISIONS, row, strict=True)) for row in rows]
        return Audited(
            summary=audit.summary,
            decisions={str(one["record"]): one for one in decisions},
            listed=tuple(audit.listed()),
            exceptions=tuple(audit.exceptions()),
            rejects=tuple(audit.rejects()),
            notes=tuple(audit.notes()),
        )
