"""The page in a browser: no sideways scroll, cards on a phone, a table on a desk, no requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

from tenure.compiler.policy import Policy
from tenure.reports.schedule import publish

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_CARRIER = find_spec("axe_playwright_python")
assert _CARRIER is not None
assert _CARRIER.origin is not None
AXE = Path(_CARRIER.origin).with_name("axe.min.js")
Shown = Callable[[int], webdriver.Chrome]


@pytest.fixture(scope="module")
def browser(
    require_tool: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[webdriver.Chrome]:
    """A browser with a profile of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(require_tool("chromium", "google-chrome"))
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(str(require_tool("chromedriver"))))
    yield driver
    driver.quit()


@pytest.fixture(
    params=(
        "sample",
        "hostile",
        "surrey",
        "contact",
        "hostile_contact",
        "calico",
        "polha",
        "staffords",
    )
)
def shown(
    request: pytest.FixtureRequest, browser: webdriver.Chrome, tmp_path: Path
) -> Iterator[Shown]:
    """Opens the page of each policy in turn in a window of some width."""
    policy = request.getfixturevalue(request.param)
    assert isinstance(policy, Policy)
    page = tmp_path / "schedule.html"
    page.write_bytes(publish(policy, ["html"], date(2026, 11, 23))["schedule.html"])

    def show(width: int) -> webdriver.Chrome:
        metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        browser.get(page.as_uri())
        return browser

    yield show
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def asked(browser: webdriver.Chrome, script: str) -> object:
    """What the page answers to a script."""
    answer: object = browser.execute_script(script)
    return answer


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_scrolls_sideways(shown: Shown, width: int) -> None:
    found = asked(shown(width), "return document.documentElement.scrollWidth")
    assert isinstance(found, int)
    assert found <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_no_text_is_wider_than_its_cell(shown: Shown, width: int) -> None:
    """What a box cuts off scrolls nothing, and is still unreadable."""
    cut = """
        return [...document.querySelectorAll('th, td, h1, h2, dd, dt, li, p')]
            .filter(box => !box.closest('thead') || innerWidth > 1000)
            .filter(box => box.scrollWidth > box.clientWidth + 1)
            .map(box => box.className + ': ' + box.textContent.slice(0, 40))
    """
    assert asked(shown(width), cut) == []


def test_rows_are_cards_on_a_phone_and_rows_on_a_desk(shown: Shown) -> None:
    display = "return getComputedStyle(document.querySelector('tbody tr')).display"
    cell = "const cell = document.querySelector('td:not(.title):not(.empty)');"
    label = f"{cell} return getComputedStyle(cell, '::before').content"
    assert asked(shown(640), display) == "block"
    column = asked(shown(640), f"{cell} return cell.dataset.label")
    assert asked(shown(640), label) == f'"{column}"'
    assert asked(shown(1280), display) == "table-row"
    assert asked(shown(1280), label) == "none"


def test_nothing_is_asked_of_the_network(shown: Shown) -> None:
    resources = "return performance.getEntriesByType('resource').map(entry => entry.name)"
    assert asked(shown(1280), resources) == []


def found(browser: webdriver.Chrome, words: str) -> list[str]:
    """The references of the entries that are shown once somebody has typed these words."""
    field = browser.find_element("id", "find")
    field.clear()
    field.send_keys(words or " ")
    shown = """
        return [...document.querySelectorAll('tbody')].filter(body => body.checkVisibility())
            .map(body => body.querySelector('.reference').textContent.trim())
    """
    answer = asked(browser, shown)
    assert isinstance(answer, list)
    return answer


@pytest.fixture
def page(browser: webdriver.Chrome, sample: Policy, tmp_path: Path) -> webdriver.Chrome:
    """The page of the sample."""
    path = tmp_path / "schedule.html"
    path.write_bytes(publish(sample, ["html"], date(2026, 11, 23))["schedule.html"])
    browser.get(path.as_uri())
    return browser


def test_entries_are_found_by_all_of_the_words(page: webdriver.Chrome) -> None:
    everything = found(page, "")
    assert found(page, "recordings CALLS") == ["6.1.2"]
    assert page.find_element("css selector", "#filter [role=status]").text == "1 of 5 entries"
    assert found(page, "contact centre") == ["6.1.2"]
    assert found(page, "no such thing") == []
    assert found(page, "") == everything


def test_a_link_to_what_is_hidden_shows_it(page: webdriver.Chrome) -> None:
    found(page, "recordings")
    asked(page, "location.hash = '#r-6.0.2'")
    visible = "return document.getElementById('r-6.0.2').checkVisibility()"
    WebDriverWait(page, 5).until(lambda driver: asked(driver, visible))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(shown: Shown, width: int, scheme: str) -> None:
    browser = shown(width)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    violations = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run().then(r => done(r.violations.map(v => v.id + ': ' + v.nodes[0].html)))"
    )
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert violations == []
