"""What the tests of the ready-made CI share: a repository of ours, and one of a user."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORKED = ("calico", "chat", "polha", "staffords", "surrey")
MADE = (".*_cache", ".hypothesis", ".venv", ".git", "*.egg-info", "__pycache__")
"""What is made here; and so are `build` and `dist` at the top."""

CLEAN = """\
policy "Schedule"
  owner     "Records manager"
  approved  2026-01-15
  review    every 90 years

record call "Calls"
  made  date required

rule 1 "Calls"
  for   call
  keep  1 year after made

test "a year"
  given call c  made 2026-01-05
  on 2026-02-01
  expect c retain until 2027-01-05 by 1
"""
CONFLICT = CLEAN + '\nrule 2 "Calls again"\n  for   call\n  keep  2 years after made\n'
UNTIDY = CLEAN.replace("  keep  1", "  keep 1")

Shell = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which git and pre-commit know nothing of whoever runs the tests."""
    home = tmp_path_factory.mktemp("home")
    ours = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    if not os.environ.get("TENURE_REQUIRE_ALL"):
        pytest.skip("installs the project anew from the network; TENURE_REQUIRE_ALL=1 runs it")
    people = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER")
              for what in ("NAME", "EMAIL")}  # fmt: skip
    return {
        **ours,
        **people,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
    }


@pytest.fixture(scope="session")
def shell(surroundings: dict[str, str], require_tool: Callable[..., Path]) -> Shell:
    """Runs a program in a folder."""
    require_tool("git")

    def run(folder: Path, *args: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            args,
            cwd=folder,
            env={**surroundings, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=600,
        )

    return run


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory, shell: Shell) -> Path:
    """This repository as others would fetch it: one commit, nothing that was built."""
    folder = tmp_path_factory.mktemp("ours") / "tenure"
    made = shutil.ignore_patterns(*MADE)

    def ignored(place: str, names: list[str]) -> set[str]:
        return {*made(place, names), *(("build", "dist") if Path(place) == ROOT else ())}

    shutil.copytree(ROOT, folder, symlinks=True, ignore=ignored)
    committed(folder, shell)
    return folder


@pytest.fixture
def theirs(tmp_path: Path, shell: Shell) -> Path:
    """A user's repository with a policy that has nothing wrong with it."""
    folder = tmp_path / "their repository"
    (folder / "policies").mkdir(parents=True)
    (folder / "policies" / "schedule.tenure").write_text(CLEAN)
    committed(folder, shell)
    return folder


@pytest.fixture
def five(tmp_path: Path, shell: Shell) -> Path:
    """A user's repository with the worked policies, each published beside them."""
    folder = tmp_path / "their five"
    for name in WORKED:
        own = folder / "policies" / name
        shutil.copytree(ROOT / "policies" / name, own, ignore=shutil.ignore_patterns("as-written"))
        to = str(folder / "published" / name)
        done = shell(folder, sys.executable, "-m", "tenure", "publish", str(own), "--to", to)
        assert done.returncode == 0, done.stdout
    # Two of the documents are overdue for review, in truth; that is nothing to refuse a commit for.
    (folder / "tenure.toml").write_text('ignore = ["TN601", "TN604"]\n')
    committed(folder, shell)
    return folder


def committed(folder: Path, shell: Shell) -> None:
    for args in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "all")):
        done = shell(folder, "git", *args)
        assert done.returncode == 0, done.stdout
