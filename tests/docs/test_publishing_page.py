"""The page on publishing says what `tenure publish` does: its examples are tried."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tenure.cli.program import program
from tenure.reports.schedule.columns import COLUMNS
from tenure.reports.schedule.html import TEMPLATES
from tenure.settings.publishing import _KEYS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
STYLE, FOLDER = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
(TEMPLATE,) = re.findall(r"```jinja\n(.*?)```", PAGE, re.DOTALL)
(MISTAKE,) = re.findall(r"```text\n(error: .*?)```", PAGE, re.DOTALL)
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><rect width="3" height="1"/></svg>'
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    policy = tmp_path / "policy.tenure"
    policy.write_bytes((ROOT / "policies" / "surrey" / "schedule.tenure").read_bytes())
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    (tmp_path / "house").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def publish(*options: str) -> Result:
    return CliRunner().invoke(program, ["publish", "policy.tenure", "--to", "out", *options])


def test_the_house_style(project: Path) -> None:
    (project / "tenure.toml").write_text(STYLE, encoding="utf-8")
    result = publish()
    assert result.exit_code == 0, result.output
    written = [Path(line).name for line in result.output.splitlines()]
    assert written == ["schedule.html", "schedule.pdf", "schedule.xlsx", "published.json"]
    page = (project / "out" / "schedule.html").read_text(encoding="utf-8")
    heads = re.findall(r'<th role="columnheader" scope="col">(.*?)</th>', page)
    assert heads[:4] == ["Reference", "Title", "How long we keep it", "Authority"]
    for said in ("In this schedule", "data:image/svg+xml;base64,", "#7a1f5c", "#e9a8d2"):
        assert said in page


def test_a_template_of_ones_own(project: Path) -> None:
    (project / "tenure.toml").write_text(FOLDER, encoding="utf-8")
    (project / "house" / "schedule.html.jinja").write_text(TEMPLATE, encoding="utf-8")
    result = publish("--as-of", "2026-03-03", "--format", "html")
    assert result.exit_code == 0, result.output
    page = (project / "out" / "schedule.html").read_text(encoding="utf-8")
    footer = page.partition("<footer>")[2]
    assert "schedule, As of 3 March 2026. Questions:" in footer
    assert "<p>6.0.1: Keep for 2 years after" in footer


def test_a_mistake(project: Path) -> None:
    (project / "tenure.toml").write_text(FOLDER, encoding="utf-8")
    text = "\n\n<p>{{ veiw.title }}</p>"
    (project / "house" / "schedule.html.jinja").write_text(text, encoding="utf-8")
    result = publish()
    assert result.exit_code == 2
    assert result.output == MISTAKE


def test_the_page_names_every_key_column_template_and_block() -> None:
    for key in _KEYS:
        assert f"| `{key}`" in PAGE or f"`{key}` |" in PAGE or f", `{key}`" in PAGE
    for kind, choice in COLUMNS.items():
        cells = (
            ", ".join(f"`{name}`" for name in names)
            for names in (choice.all, choice.first, choice.needed)
        )
        assert f"| `{kind}` | {' | '.join(cells)} |" in PAGE
    for name in TEMPLATES:
        assert f"`{name}`" in PAGE
    folder = ROOT / "reports" / "schedule" / "templates"
    built_in = (folder / "schedule.html.jinja").read_text(encoding="utf-8")
    for block in re.findall(r"{% block (\w+) %}", built_in):
        assert f"`{block}`" in PAGE
