"""A browser that tests drive, and what they ask of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def browsing(require_tool: Callable[..., Path], profile: Path) -> Iterator[webdriver.Chrome]:
    """A browser with a profile of its own; skips, or fails, where there is none."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(require_tool("chromium", "google-chrome"))
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(str(require_tool("chromedriver"))))
    try:
        yield driver
    finally:
        driver.quit()


def resize(browser: webdriver.Chrome, width: int, height: int = 800) -> None:
    """Show pages in a window of some width, as a phone's where it is narrow."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def violations(browser: webdriver.Chrome, scheme: str) -> list[str]:
    """What axe-core finds wrong with the page as it stands, in a light or a dark scheme."""
    carrier = find_spec("axe_playwright_python")
    assert carrier is not None
    assert carrier.origin is not None
    axe = Path(carrier.origin).with_name("axe.min.js")
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    browser.execute_script(axe.read_text(encoding="utf-8"))
    found: list[str] = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run().then(r => done(r.violations.map(v => v.id + ': ' + v.nodes[0].html)))"
    )
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    return found
