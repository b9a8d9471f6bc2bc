"""The page in Welsh and in the colours of a house, in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from selenium import webdriver

from tenure.compiler.policy import Policy
from tenure.reports.look.house import House, Logo, Palette
from tenure.reports.schedule import publish
from tenure.reports.wording import catalogue
from tests.browsing import browsing, resize, violations

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 1"><rect width="9" height="1"/></svg>'
)
HOUSE = House(
    organisation="Cyngor Rhywle",
    logo=Logo(media_type="image/svg+xml", content=SVG, alt="Arfbais"),
    palette=Palette(accent="#7a1f5c", accent_dark="#e9a8d2", text="#1a1a1a", tint="#f3f0f2"),
    columns={"schedule": ("reference", "notes", "period", "title")},
)


@pytest.fixture(scope="module")
def browser(
    require_tool: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[webdriver.Chrome]:
    with browsing(require_tool, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(params=("surrey", "polha"))
def page(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a policy's page."""
    policy = request.getfixturevalue(request.param)
    assert isinstance(policy, Policy)
    files = publish(policy, ["html"], date(2026, 11, 23), language=catalogue("cy"), house=HOUSE)
    path = tmp_path / "schedule.html"
    path.write_bytes(files["schedule.html"])
    return path.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, page: str, browser: webdriver.Chrome) -> None:
    resize(browser, 1280)
    browser.get(page)
    assert violations(browser, scheme) == []


@pytest.mark.parametrize("width", [320, 800, 1280])
def test_nothing_is_wider_than_the_window(width: int, page: str, browser: webdriver.Chrome) -> None:
    resize(browser, width)
    browser.get(page)
    script = "return document.documentElement.scrollWidth <= window.innerWidth"
    assert browser.execute_script(script) is True


def test_the_colours_are_those_of_the_house(page: str, browser: webdriver.Chrome) -> None:
    resize(browser, 1280)
    for scheme, colour in (("light", "rgb(122, 31, 92)"), ("dark", "rgb(233, 168, 210)")):
        feature = {"name": "prefers-color-scheme", "value": scheme}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
        browser.get(page)
        script = "return getComputedStyle(document.querySelector('.contents a')).color"
        assert browser.execute_script(script) == colour
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
