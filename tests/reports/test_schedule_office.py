"""Word and Excel files in an office program other than the one they are named after."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tenure.compiler.policy import Policy
from tenure.reports.schedule import publish
from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.sheets import sheets
from tenure.reports.schedule.view import ScheduleView
from tenure.reports.wording import ENGLISH
from tenure.reports.wording.prose import plain

AS_OF = date(2026, 11, 23)
POLICIES = ("surrey", "calico", "polha", "staffords", "chat", "hostile", "hostile_contact")
TEXT = "txt:Text (encoded):UTF8"
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.fixture(scope="module")
def opened(
    request: pytest.FixtureRequest,
    require_tool: Callable[..., Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """What LibreOffice reads in the files of all policies, as text and as CSV."""
    office = require_tool("soffice")
    folder = tmp_path_factory.mktemp("office")
    for name in POLICIES:
        files = publish(request.getfixturevalue(name), ["docx", "xlsx"], AS_OF)
        for file, content in files.items():
            (folder / f"{name}{Path(file).suffix}").write_bytes(content)
    for kind, form in (("docx", TEXT), ("xlsx", EVERY_SHEET)):
        command = [str(office), "--headless", f"-env:UserInstallation={(folder / 'own').as_uri()}"]
        command += ["--convert-to", form, "--outdir", str(folder)]
        documents = [str(folder / f"{name}.{kind}") for name in POLICIES]
        subprocess.run([*command, *documents], check=True, capture_output=True, timeout=300)
    return folder


@pytest.fixture(params=POLICIES)
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def view(name: str, request: pytest.FixtureRequest) -> ScheduleView:
    policy = request.getfixturevalue(name)
    assert isinstance(policy, Policy)
    return assemble(policy, AS_OF, ENGLISH)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_word_has_every_sentence(opened: Path, name: str, view: ScheduleView) -> None:
    text = squeezed((opened / f"{name}.txt").read_text(encoding="utf-8-sig"))
    assert squeezed(view.title) in text
    for group in view.groups:
        for line in (line for entry in group.entries for line in entry.lines):
            for sentence in line.period:
                assert squeezed(plain(sentence)) in text
    for part in view.parts:
        for row in part.table.rows if part.table else ():
            assert squeezed(row.head) in text


def test_excel_has_every_cell_as_it_was_meant(opened: Path, name: str, view: ScheduleView) -> None:
    pages = sorted(opened.glob(f"{name}-*.csv"))
    wanted = sheets(view)
    assert len(pages) == len(wanted)
    read = []
    for page in pages:
        with page.open(encoding="utf-8", newline="") as file:
            read.append([[squeezed(cell) for cell in row] for row in csv.reader(file)])
    for sheet in wanted:
        cells = [[squeezed(_shown(value)) for value in row] for row in (sheet.header, *sheet.rows)]
        assert cells in read, sheet.title


def _shown(value: object) -> str:
    text = "" if value is None else str(value)
    return re.sub(r"[\x00-\x08]", "", text)
