"""The page of a redline in a browser: readable at every width, and by those who do not see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from tenure.compiler.policy import Policy
from tenure.reports.redline.html import write_html
from tests.reports.conftest import CONTACT, HOSTILE_CONTACT, SAMPLE
from tests.reports.redlines import redline_of
from tests.reports.test_redline import CONTACT_EDITS, changed
from tests.reports.test_schedule_browser import AXE, Shown, asked, browser

__all__ = ["browser"]
Compiled = Callable[[str], Policy]
TEXTS = {
    "edited": (CONTACT, changed(CONTACT, *CONTACT_EDITS)),
    "hostile": (SAMPLE, HOSTILE_CONTACT),
}


@pytest.fixture(scope="module")
def pages(compiled: Compiled, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two redlines: of a policy with every kind of part, and of hostile texts."""
    views = {
        name: redline_of(compiled(texts[0]), compiled(texts[1])) for name, texts in TEXTS.items()
    }
    folder = tmp_path_factory.mktemp("pages")
    for name, view in views.items():
        (folder / f"{name}.html").write_bytes(write_html(view))
    return {name: folder / f"{name}.html" for name in views}


@pytest.fixture(params=TEXTS)
def shown(
    request: pytest.FixtureRequest, browser: webdriver.Chrome, pages: dict[str, Path]
) -> Iterator[Shown]:
    """Opens each page in turn in a window of some width."""

    def show(width: int) -> webdriver.Chrome:
        metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        browser.get(pages[request.param].as_uri())
        return browser

    yield show
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_scrolls_sideways_or_is_cut_off(shown: Shown, width: int) -> None:
    browser = shown(width)
    found = asked(browser, "return document.documentElement.scrollWidth")
    assert isinstance(found, int)
    assert found <= width
    cut = """
        return [...document.querySelectorAll('th, td, h1, h2, h3, dd, dt, li, p')]
            .filter(box => !box.closest('thead') || innerWidth > 1000)
            .filter(box => box.scrollWidth > box.clientWidth + 1)
            .map(box => box.className + ': ' + box.textContent.slice(0, 40))
    """
    assert asked(browser, cut) == []


def test_a_change_is_told_by_more_than_its_colour(shown: Shown) -> None:
    browser = shown(1280)
    lines = """
        return [...document.querySelectorAll('del, ins')].filter(each => {
            const line = getComputedStyle(each).textDecorationLine;
            const wanted = each.tagName == 'DEL' ? 'line-through' : 'underline';
            return line != wanted || !each.querySelector('.said').textContent.trim();
        }).map(each => each.outerHTML)
    """
    assert asked(browser, lines) == []
    assert asked(browser, "return document.querySelectorAll('del, ins').length")


def test_every_line_of_the_summary_leads_to_its_place(shown: Shown) -> None:
    browser = shown(1280)
    lost = """
        return [...document.querySelectorAll('a[href^="#"]')]
            .filter(link => !document.getElementById(decodeURIComponent(link.hash.slice(1))))
            .map(link => link.outerHTML)
    """
    assert asked(browser, lost) == []
    doubled = """
        const ids = [...document.querySelectorAll('[id]')].map(each => each.id);
        return ids.filter((id, place) => ids.indexOf(id) != place)
    """
    assert asked(browser, doubled) == []
    assert asked(browser, "return document.querySelectorAll('nav.changes li a').length")


def test_nothing_is_asked_of_the_network(shown: Shown) -> None:
    resources = "return performance.getEntriesByType('resource').map(entry => entry.name)"
    assert asked(shown(1280), resources) == []
    assert asked(shown(1280), "return document.querySelectorAll('script').length") == 0


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
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
