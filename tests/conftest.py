"""How Hypothesis runs, and what becomes of a test whose tool is missing."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.replay import watch

watch()  # before any check is imported: no witness in any test that the evaluator does not confirm

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from tests.postgresql import Connection

# `quick` draws the same examples at every run, so that a red test is red for everybody;
# `nightly` looks further, at new examples each time, and prints how to repeat a failure.
settings.register_profile("quick", derandomize=True, deadline=None, max_examples=50)
settings.register_profile(
    "nightly", derandomize=False, deadline=None, max_examples=2000, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

REQUIRE_ALL = os.environ.get("TENURE_REQUIRE_ALL", "") not in ("", "0")


GOLDENS = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write the golden files anew instead of comparing with them; read the diff",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the golden file of that name, or writes the file anew."""

    def compare(name: str, text: str) -> None:
        path = GOLDENS / name
        if request.config.getoption("--update-goldens"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return compare


@pytest.fixture(scope="session")
def require_tool() -> Callable[..., Path]:
    """The way to a program: `require_tool("chromium", "google-chrome")` is the first one found.

    Where none is found the test is skipped, or fails when TENURE_REQUIRE_ALL is set.
    """

    def find(*names: str) -> Path:
        for name in names:
            if place := shutil.which(name):
                return Path(place)
        reason = f"needs {' or '.join(names)} on the PATH"
        if REQUIRE_ALL:
            pytest.fail(f"{reason}, and TENURE_REQUIRE_ALL is set", pytrace=False)
        pytest.skip(reason)

    return find


@pytest.fixture(scope="session")
def postgresql(require_tool: Callable[..., Path]) -> Iterator[Connection]:
    """A connection to a PostgreSQL server that the tests start themselves."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"))  # not on Debian's PATH

    def find(name: str) -> Path:
        return require_tool(name, *(str(folder / name) for folder in debian))

    from tests.postgresql import server

    with server(find) as connection:
        yield connection


@pytest.fixture(scope="session")
def spark(require_tool: Callable[..., Path]) -> Iterator[SparkSession]:
    """A Spark session on this machine; it takes seconds to start."""
    require_tool("java")
    if importlib.util.find_spec("pyspark") is None:
        reason = "needs pyspark: pip install 'tenure[spark]'"
        if REQUIRE_ALL:
            pytest.fail(f"{reason}, and TENURE_REQUIRE_ALL is set", pytrace=False)
        pytest.skip(reason)

    from tests.spark import session

    with session() as started:
        yield started


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Under TENURE_REQUIRE_ALL a run that skipped anything, by whatever means, has failed."""
    if skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if count := skipped(config):
        terminalreporter.write_line(f"failed: {count} skipped, and TENURE_REQUIRE_ALL is set")


def skipped(config: pytest.Config) -> int:
    """How many tests and modules were skipped, and should not have been; 0 on a user's machine."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    return len(terminal.stats.get("skipped", ())) if REQUIRE_ALL and terminal else 0
