"""The page in a browser: no sideways scroll, cards on a phone, a table on a desk, no requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

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
