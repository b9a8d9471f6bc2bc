"""Every code about data: the example of its page earns it, and says what the page says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tenure.api.audits import audit_to
from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code
from tenure.engine.audit.audit import AuditRequest
from tenure.engine.audit.spreadsheets import read_sheet
from tenure.engine.inventories.stage import DataError
from tenure.reports.audit.reasons import reason
from tests.audit.letters import AS_OF, MAPPING, audited, blocks, laid_out, policy_of

PAGES = Path(__file__).parents[2] / "docs" / "diagnostics"
VERIFIED = {
    Code.NOT_DISPOSED: "Ref,Received,Box\nL-1,2019-01-31,\n",
    Code.GONE_UNLISTED: "Ref,Received,Box\nL-2,2026-05-31,\n",
}
"""Codes that two audits earn together, with the letters of the second one."""

WITH_A_SERVER = {Code.DATABASE_REFUSED, Code.RESULTS_IN_THE_WAY}
"""Codes that only a database can earn: tests/audit/test_inside.py."""

CODES = [code for code in Code if code.number.startswith("TN5") and code is not Code.BAD_RECORD]


def said(data: Path, policy: Policy) -> Iterator[str]:
    """What is said of the data, as the pages show it."""
    try:
        audit = audited(data, policy=policy)
    except DataError as error:
        for each in error.diagnostics:
            yield f"{Path(each.path or '').name}: {each.code.number} {each.message}\n"
        return
    for found in (*audit.rejects, *audit.notes):
        yield f"{found.source}:{found.row}: {found.code} {reason(found, policy)}\n"


@pytest.mark.parametrize(
    "code", [c for c in CODES if c not in {*VERIFIED, *WITH_A_SERVER}], ids=lambda code: code.number
)
def test_the_example_of_a_page_earns_its_code(code: Code, tmp_path: Path) -> None:
    page = blocks((PAGES / f"{code.number}.md").read_text(encoding="utf-8"))
    data = laid_out(tmp_path / "data", page.get("csv"), page.get("toml", MAPPING))
    found = list(said(data, policy_of()))
    assert all(f" {code.number} " in line for line in found)
    assert "".join(found) == page["text"]


@pytest.mark.parametrize("code", VERIFIED, ids=lambda code: code.number)
def test_the_example_of_two_audits_earns_its_code(code: Code, tmp_path: Path) -> None:
    page = blocks((PAGES / f"{code.number}.md").read_text(encoding="utf-8"))
    policy = policy_of()
    before = laid_out(tmp_path / "before", page["csv"])
    audit_to(tmp_path / "first", AuditRequest(policy=policy, data=before, as_of=AS_OF))
    after = laid_out(tmp_path / "after", VERIFIED[code])
    asked = AuditRequest(policy=policy, data=after, as_of=AS_OF, previous=tmp_path / "first")
    audit_to(tmp_path / "second", asked)
    log = [row for row in read_sheet(tmp_path / "second" / "disposal-log.csv") if row["code"]]
    lines = [f"{row['code']} {row['record']}: {row['outcome']}\n" for row in log]
    assert [line for line in lines if "L-" in line] == page["text"].splitlines(keepends=True)


def test_the_pages_share_one_policy() -> None:
    assert set(policy_of().classes) == {"box", "letter"}
