"""The page of an audit in a browser: no sideways scroll, no request, names for its pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import html5lib
import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from tenure.api.audits import audit_to
from tenure.compiler.compile import compile_policy
from tenure.engine.audit.audit import AuditRequest

SURREY = Path(__file__).parents[2] / "policies" / "surrey"
NASTY = "<script>alert(1)</script>{{ x }}&<!--"
HOSTILE = f'''
policy "{NASTY}{"Donaudampfschiff" * 20}"
  publisher "</style></title>{NASTY}"
  dispose within 30 days
authority law "{NASTY}" kind statute
record letter "{NASTY}{"Schifffahrt" * 20}"
  received  date
  {"long_name" * 20}  yes/no
hold legal "{NASTY}" for letter while {"long_name" * 20}
rule {"9" * 80} "{NASTY}"
  for letter
  keep 1 year after received
  then transfer to "{NASTY}"
  because law
'''
ROWS = f"id,received,odd\n{NASTY},2019-01-31,no\n{'x' * 300},2026-05-05,yes\ny,2019-01-31,\n"
MAPPING = f"""
[[table]]
path = "{"letters" * 20}.csv"
class = "letter"
id = "id"
[table.fields]
received = "received"
{"long_name" * 20} = "odd"
"""
Shown = Callable[[int], webdriver.Chrome]


@pytest.fixture(scope="module")
def browser(
    require_tool: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[webdriver.Chrome]:
    """A browser with a profile of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(require_tool("chromium", "google-chrome"))
    profile = tmp_path_factory.mktemp("profile")
    for flag in ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(str(require_tool("chromedriver"))))
    yield driver
    driver.quit()


@pytest.fixture(scope="module", params=("surrey", "hostile"))
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of an audit, of a real schedule and of texts that try to break it."""
    folder = tmp_path_factory.mktemp("audit")
    path, data = SURREY, SURREY / "inventory"
    if request.param == "hostile":
        path, data = folder / "hostile.tenure", folder
        path.write_text(HOSTILE, encoding="utf-8")
        (folder / f"{'letters' * 20}.csv").write_text(ROWS, encoding="utf-8")
        (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    compilation = compile_policy(path)
    assert compilation.policy is not None, compilation.diagnostics
    as_of = date(2026, 11, 23)
    audit_to(folder / "out", AuditRequest(policy=compilation.policy, data=data, as_of=as_of))
    return folder / "out" / "report.html"


@pytest.fixture
def shown(page: Path, browser: webdriver.Chrome) -> Iterator[Shown]:
    """Opens the page in a window of some width."""

    def show(width: int) -> webdriver.Chrome:
        metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        browser.get(page.as_uri())
        return browser

    yield show
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_scrolls_sideways(shown: Shown, width: int) -> None:
    found = shown(width).execute_script("return document.documentElement.scrollWidth")
    assert found <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_no_text_is_wider_than_its_cell(shown: Shown, width: int) -> None:
    cut = """
        return [...document.querySelectorAll('th, td, h1, h2, dd, dt, li, p')]
            .filter(box => !box.closest('thead, details, .axis') && box.clientWidth)
            .filter(box => box.scrollWidth > box.clientWidth + 1)
            .map(box => box.textContent.slice(0, 40))
    """
    assert shown(width).execute_script(cut) == []


def test_nothing_is_asked_for_and_nothing_runs(shown: Shown) -> None:
    browser = shown(1280)
    asked = "return performance.getEntriesByType('resource').map(each => each.name)"
    assert browser.execute_script(asked) == []
    assert browser.execute_script("return document.scripts.length") == 0


def test_the_page_is_html_as_the_standard_wants_it(page: Path) -> None:
    parser = html5lib.HTMLParser(strict=True)
    document = parser.parse(page.read_text(encoding="utf-8"))
    assert document is not None


def test_every_picture_is_named_or_passed_over(shown: Shown) -> None:
    unnamed = """
        return [...document.querySelectorAll('svg')].filter(svg =>
            svg.getAttribute('aria-hidden') !== 'true'
            && !(svg.getAttribute('role') === 'img' && svg.querySelector('title')?.textContent))
            .length
    """
    assert shown(1280).execute_script(unnamed) == 0


def test_every_table_has_a_caption_and_headed_rows(shown: Shown) -> None:
    bare = """
        return [...document.querySelectorAll('table')].filter(table =>
            !table.caption?.textContent || [...table.tBodies[0].rows].some(row =>
                row.cells[0].tagName !== 'TH' || row.cells[0].scope !== 'row')).length
    """
    assert shown(1280).execute_script(bare) == 0
