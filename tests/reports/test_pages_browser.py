"""Every page that the tool writes, in a browser: accessible, narrow, and asking for nothing.

The pages of schedules have tests of their own beside these (`test_schedule_browser.py`,
`test_answers_page.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import html5lib
import pytest
from click.testing import CliRunner
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tenure.cli.program import program
from tests.browsing import browsing, resize, violations

POLICIES = Path(__file__).parents[2] / "policies"
AS_OF = ("--as-of", "2026-11-23")
SURREY, AS_WRITTEN = POLICIES / "surrey", POLICIES / "surrey" / "as-written"
MADE: dict[str, tuple[str | Path, ...]] = {
    "findings-surrey": ("check", AS_WRITTEN, "--output-format", "html", "--to", "page.html"),
    "changes": ("diff", AS_WRITTEN, SURREY, "--output-format", "html"),
    "chat": ("publish", POLICIES / "chat", "--to", ".", "--format", "html"),
    "surrey": ("publish", SURREY, "--to", ".", "--format", "html"),
    "audit": ("audit", SURREY, "--data", SURREY / "inventory", "--to", "audit"),
    "promises": (
        "audit",
        POLICIES / "polha",
        "--data",
        POLICIES / "polha" / "inventory",
        "--to",
        "audit",
    ),
}


@pytest.fixture(scope="module")
def browser(
    require_tool: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[webdriver.Chrome]:
    with browsing(require_tool, tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="module", params=sorted(MADE))
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One page, written by the command that writes it."""
    folder = tmp_path_factory.mktemp("page")
    command = [str(part) for part in (*MADE[request.param], *AS_OF)]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(program, command)
    assert result.exit_code in (0, 1), result.output
    if request.param == "changes":
        (folder / "page.html").write_bytes(result.stdout_bytes)
    (found,) = folder.rglob("*.html")
    return found


@pytest.fixture
def opened(page: Path, browser: webdriver.Chrome) -> webdriver.Chrome:
    resize(browser, 1280)
    browser.get(page.as_uri())
    return browser


def test_it_is_html_as_the_standard_wants_it(page: Path) -> None:
    assert html5lib.HTMLParser(strict=True).parse(page.read_text(encoding="utf-8")) is not None


def test_nothing_is_wider_than_the_window_and_nothing_is_cut(opened: webdriver.Chrome) -> None:
    cut = """
        return [...document.querySelectorAll('th, td, h1, h2, h3, dd, dt, li, p, pre')]
            .filter(box => !box.closest('thead, details, .axis') && box.clientWidth)
            .filter(box => box.scrollWidth > box.clientWidth + 1)
            .map(box => box.textContent.slice(0, 40))
    """
    for width in (320, 640, 1280):
        resize(opened, width)
        assert opened.execute_script("return document.documentElement.scrollWidth") <= width
        assert opened.execute_script(cut) == []


def test_nothing_is_asked_of_the_network(opened: webdriver.Chrome) -> None:
    asked = "return performance.getEntriesByType('resource').map(each => each.name)"
    assert opened.execute_script(asked) == []


def test_axe_finds_nothing_closed_and_wide_nor_open_and_narrow(opened: webdriver.Chrome) -> None:
    assert violations(opened, "light") == []
    opened.execute_script("""
        document.querySelectorAll('details').forEach(each => { each.open = true; });
        const told = element => element.dispatchEvent(new Event('input', { bubbles: true }));
        const kind = document.getElementById('answers-kind');
        if (kind) { kind.selectedIndex = 2; told(kind); }
        const find = document.getElementById('find');
        if (find) { find.value = 'a'; told(find); }
    """)
    resize(opened, 320)
    assert violations(opened, "dark") == []


def test_the_keyboard_reaches_everything_and_shows_where_it_is(opened: webdriver.Chrome) -> None:
    wanted = opened.execute_script("""
        const focusable = 'a[href], button, input:not([type=radio]), select, summary';
        const all = [...document.querySelectorAll(focusable)];
        return all.filter(each => each.checkVisibility()).length
    """)
    look = """
        const each = document.activeElement;
        if (each === document.body) return null;
        window.reached ??= [];
        if (!reached.includes(each)) reached.push(each);
        const style = getComputedStyle(each);
        return [reached.length, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0]
    """
    seen = 0
    for _ in range(wanted + 60):  # a date has several stops
        opened.switch_to.active_element.send_keys(Keys.TAB)
        found = opened.execute_script(look)
        if found is None or found[0] >= wanted:
            seen = max(seen, found[0] if found else 0)
            break
        seen = found[0]
        assert found[1], opened.switch_to.active_element.get_attribute("outerHTML")
    assert seen >= wanted
    assert opened.find_elements(By.CSS_SELECTOR, "[tabindex]:not([tabindex='-1'])") == []
