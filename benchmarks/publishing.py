"""Times published documents: their writers, and how quickly a large page answers its reader.

Seconds of this process's processor for what is written, of the browser's clock for the page.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from generate import policy_text

from tenure.compiler.compile import compile_policy
from tenure.compiler.policy import Policy
from tenure.reports.schedule import publish
from tenure.reports.schedule.formats import FORMATS

ROOT = Path(__file__).resolve().parents[1]
POLICIES = ("surrey", "calico", "polha", "staffords", "chat")
DAY = date(2026, 11, 23)
KEYSTROKE = """
    const [field, typed] = [document.getElementById('find'), 'closed paper'];
    return [...typed, ''].map((letter, place) => {
        field.value = letter && typed.slice(0, place + 1);
        const start = performance.now();
        field.dispatchEvent(new Event('input', { bubbles: true }));
        const script = performance.now();
        document.body.offsetHeight;
        return [script - start, performance.now() - script];
    });
"""
QUESTION = """
    const kind = document.getElementById('answers-kind');
    return [1, 2, 3, 4, 5].map(place => {
        kind.selectedIndex = place;
        const start = performance.now();
        kind.dispatchEvent(new Event('input', { bubbles: true }));
        return performance.now() - start;
    });
"""


def spent(work: Callable[[], object]) -> float:
    """Return the seconds of the processor that work takes, after one run that does not count."""
    work()
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Time the five worked policies in all formats, and 2,000 rules in each."""
    print("\npublishing, seconds of the processor")
    site = [_policy(ROOT / "policies" / name) for name in POLICIES]
    together = spent(lambda: [publish(policy, FORMATS, DAY) for policy in site])
    print(f"{'five worked policies, all formats':44} {together:8.2f}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "policy.tenure"
        path.write_text(policy_text(2_000), encoding="utf-8")
        large = _policy(path)
        for name in FORMATS:
            seconds = spent(lambda name=name: publish(large, [name], DAY))
            print(f"{f'2,000 rules, {name}':44} {seconds:8.2f}")
        print(f"{'2,000 rules, all formats':44} {spent(lambda: publish(large, FORMATS, DAY)):8.2f}")
        page = Path(folder) / "schedule.html"
        page.write_bytes(publish(large, ["html"], DAY)[page.name])
        _in_browser(page)


def _policy(path: Path) -> Policy:
    policy = compile_policy(path).policy
    if policy is None:
        raise SystemExit(f"{path} has an error")
    return policy


def _in_browser(page: Path) -> None:
    """Time a keystroke in the filter and a question of the page, where there is a browser."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        print("no Chromium with its driver here: the page was not timed")
        return
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in ("--headless", "--no-sandbox", "--disable-gpu"):
        options.add_argument(flag)
    browser = webdriver.Chrome(options=options, service=Service(driver))
    try:
        browser.get(page.as_uri())
        strokes = browser.execute_script(KEYSTROKE)
        asked = browser.execute_script(QUESTION)
    finally:
        browser.quit()
    print(f"{'its page, a keystroke: script, at most':44} {max(s for s, _ in strokes):8.1f} ms")
    print(
        f"{'its page, a keystroke: layout, at most':44} {max(each for _, each in strokes):8.1f} ms"
    )
    print(f"{'its page, a question answered, at most':44} {max(asked):8.1f} ms")


if __name__ == "__main__":
    main()
