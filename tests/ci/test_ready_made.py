"""The action, the template and the hooks, as a user's repository runs them."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.ci.conftest import CLEAN, CONFLICT, ROOT, UNTIDY, WORKED, Shell
from tests.conftest import REQUIRE_ALL

NO_NETWORK = re.compile(
    r"No matching distribution|Could not find a version|Connection|resolve host"
)


def cannot(reason: str) -> None:
    """Skip a test, or fail it where everything is required."""
    if REQUIRE_ALL:
        pytest.fail(f"{reason}, and TENURE_REQUIRE_ALL is set", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def yaml() -> Any:
    if importlib.util.find_spec("yaml") is None:
        cannot("needs PyYAML")
    return importlib.import_module("yaml")


def policy(repository: Path, text: str) -> Path:
    path = repository / "policies" / "schedule.tenure"
    path.write_text(text)
    return path


# --- GitHub -----------------------------------------------------------------------


class Runner:
    """Runs a composite action as GitHub does: one bash a step, the path handed on in a file."""

    def __init__(self, action: dict[str, Any], ours: Path, temp: Path, shell: Shell) -> None:
        self._action, self._shell = action, shell
        self._temp, self._more = temp, {"GITHUB_ACTION_PATH": str(ours), "RUNNER_TEMP": str(temp)}
        self._installed = False

    def __call__(self, repository: Path, **inputs: str) -> tuple[int, str]:
        given = {name: one["default"] for name, one in self._action["inputs"].items()} | inputs
        install, *steps = self._action["runs"]["steps"]
        out = ""
        for step in steps if self._installed else (install, *steps):
            env = {key: self._filled(text, given) for key, text in step.get("env", {}).items()}
            code, said = self._step(repository, step["run"], env)
            out += said
            if code:
                if step is install and NO_NETWORK.search(said):
                    cannot("needs a package index")
                return code, out
        self._installed = True
        return 0, out

    def _step(self, repository: Path, script: str, env: dict[str, str]) -> tuple[int, str]:
        assert "${{" not in script
        handed_on = self._temp / "path"
        handed_on.touch()
        folders = handed_on.read_text().split()
        path = os.pathsep.join((*folders, str(Path(sys.executable).parent), os.environ["PATH"]))
        done = self._shell(
            repository,
            *("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script),
            **{**self._more, **env, "GITHUB_PATH": str(handed_on), "PATH": path},
        )
        return done.returncode, done.stdout

    @staticmethod
    def _filled(text: str, given: dict[str, str]) -> str:
        return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: given[match[1]], text)


@pytest.fixture(scope="session")
def action(yaml: Any, ours: Path, shell: Shell, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    content = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return Runner(content, ours, tmp_path_factory.mktemp("runner"), shell)


def test_the_action_on_a_clean_policy(action: Runner, theirs: Path) -> None:
    code, out = action(theirs)
    assert code == 0, out
    assert "::error" not in out


def test_the_action_shows_a_conflict_at_its_place(action: Runner, theirs: Path) -> None:
    policy(theirs, CONFLICT)
    code, out = action(theirs, paths="policies\n", sarif="findings.sarif")
    assert code == 1
    assert "::error title=TN401 ambiguous-outcome,file=policies/schedule.tenure,line=9," in out
    log = json.loads((theirs / "findings.sarif").read_text())
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["TN401"]


@pytest.mark.parametrize(
    ("text", "inputs", "code"),
    [
        (UNTIDY, {}, 1),
        (UNTIDY, {"layout": "false"}, 0),
        (CLEAN.replace("2027-01-05", "2027-01-06"), {}, 1),
        ("rule 1 keep", {}, 2),
        (CLEAN, {"paths": "nowhere"}, 2),
        (CLEAN, {"paths": "$(touch broken); `touch broken`"}, 2),
        (CLEAN, {"paths": "--help"}, 2),
    ],
)
def test_the_action_ends_as_the_worst_of_its_commands(
    action: Runner, theirs: Path, text: str, inputs: dict[str, str], code: int
) -> None:
    policy(theirs, text)
    ended, out = action(theirs, **inputs)
    assert ended == code, out
    assert not (theirs / "broken").exists()


PUBLISHED = "\n".join(f"policies/{name}=published/{name}" for name in WORKED)


def stale(repository: Path) -> None:
    """Change what a policy says, without publishing it anew."""
    path = repository / "policies" / "staffords" / "policy.tenure"
    before = path.read_text()
    after = before.replace('rule repairs "Repair data"', 'rule repairs "Data of repairs"')
    assert before != after
    path.write_text(after)


def test_the_action_on_the_worked_policies(action: Runner, five: Path) -> None:
    code, out = action(five, published=PUBLISHED, paths="policies", **{"changed-since": "HEAD"})
    assert code == 0, out
    assert "::error" not in out
    stale(five)
    code, out = action(five, published=PUBLISHED, paths="policies")
    assert code == 1, out
    assert "repairs" in out


def test_the_action_shows_a_conflict_at_the_changed_rule(action: Runner, theirs: Path) -> None:
    policy(theirs, CONFLICT)
    code, out = action(theirs, paths="policies", **{"changed-since": "HEAD"})
    assert code == 1
    assert "::error title=TN401 ambiguous-outcome,file=policies/schedule.tenure,line=18," in out
    code, out = action(theirs, paths="policies", **{"changed-since": "nowhere"})
    assert code == 2
    assert "git knows no revision" in out


# --- GitLab -------------------------------------------------------------------------


@pytest.fixture(scope="session")
def python(ours: Path, shell: Shell, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a Python of its own, as in the template's image."""
    folder = tmp_path_factory.mktemp("image") / "python"
    made = shell(ours, sys.executable, "-m", "venv", str(folder))
    assert made.returncode == 0, made.stdout
    return folder / "bin"


def gitlab(
    yaml: Any, shell: Shell, repository: Path, ours: Path, python: Path, published: str = ""
) -> tuple[int, str]:
    """Run the template's job as GitLab does: in one shell that stops at the first error."""
    job = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text(encoding="utf-8"))["tenure"]
    env = {**job["variables"], "TENURE_PACKAGE": str(ours), "TENURE_PATHS": "policies"}
    env["TENURE_PUBLISHED"] = published
    script = "\n".join(("set -eo pipefail", *job["script"]))
    path = os.pathsep.join((str(python), os.environ["PATH"]))
    done = shell(repository, "bash", "-c", script, **{**env, "PATH": path})
    if done.returncode and NO_NETWORK.search(done.stdout):
        cannot("needs a package index")
    names = [job["artifacts"]["reports"]["codequality"], *job["artifacts"]["reports"]["junit"]]
    assert {path.name for path in repository.iterdir()} >= set(names)
    return done.returncode, done.stdout


def test_the_template(yaml: Any, shell: Shell, theirs: Path, ours: Path, python: Path) -> None:
    code, out = gitlab(yaml, shell, theirs, ours, python)
    assert code == 0, out
    policy(theirs, CONFLICT)
    code, out = gitlab(yaml, shell, theirs, ours, python)
    assert code == 1
    assert "error[TN401]" in out
    (entry,) = json.loads((theirs / "tenure-code-quality.json").read_text())
    assert entry["location"]["path"] == "policies/schedule.tenure"
    assert ET.parse(theirs / "tenure-check.xml").getroot().get("failures") == "1"
    assert ET.parse(theirs / "tenure-test.xml").getroot().get("tests") == "1"


def test_the_template_on_the_worked_policies(
    yaml: Any, shell: Shell, five: Path, ours: Path, python: Path
) -> None:
    code, out = gitlab(yaml, shell, five, ours, python, PUBLISHED)
    assert code == 0, out
    stale(five)
    code, out = gitlab(yaml, shell, five, ours, python, PUBLISHED)
    assert code == 1, out
    assert "repairs" in out


# --- pre-commit ---------------------------------------------------------------------

CONFIGURATION = """\
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: tenure-fmt
      - id: tenure-check
"""


def test_the_hooks_at_a_real_commit(shell: Shell, theirs: Path, ours: Path) -> None:
    if importlib.util.find_spec("pre_commit") is None:
        cannot("needs pre-commit")
    rev = shell(ours, "git", "rev-parse", "HEAD").stdout.strip()
    (theirs / ".pre-commit-config.yaml").write_text(CONFIGURATION.format(repo=ours, rev=rev))
    hooks = shell(theirs, sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    if hooks.returncode and NO_NETWORK.search(hooks.stdout):
        cannot("needs a package index")
    assert hooks.returncode == 0, hooks.stdout

    def commit() -> tuple[int, str]:
        shell(theirs, "git", "add", "-A")
        done = shell(theirs, "git", "commit", "-m", "a change")
        return done.returncode, done.stdout

    path = policy(theirs, UNTIDY)
    code, out = commit()
    assert code != 0, out
    assert path.read_text() == CLEAN
    policy(theirs, CLEAN.replace("1 year", "3 years").replace("2027-01-05", "2029-01-05"))
    code, out = commit()
    assert code == 0, out
    policy(theirs, CONFLICT)
    code, out = commit()
    assert code != 0
    assert "TN401" in out


FIVE = CONFIGURATION + "".join(
    f"      - id: tenure-publish\n        args: [policies/{name}, --to, published/{name}]\n"
    for name in WORKED
)


def test_the_hooks_at_a_commit_of_the_worked_policies(shell: Shell, five: Path, ours: Path) -> None:
    if importlib.util.find_spec("pre_commit") is None:
        cannot("needs pre-commit")
    rev = shell(ours, "git", "rev-parse", "HEAD").stdout.strip()
    (five / ".pre-commit-config.yaml").write_text(FIVE.format(repo=ours, rev=rev))
    hooks = shell(five, sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    if hooks.returncode and NO_NETWORK.search(hooks.stdout):
        cannot("needs a package index")

    def commit() -> tuple[int, str]:
        shell(five, "git", "add", "-A")
        done = shell(five, "git", "commit", "-m", "a change")
        return done.returncode, done.stdout

    code, out = commit()
    assert code == 0, out
    stale(five)
    code, out = commit()
    assert code != 0
    assert "tenure publish --check" in out
    to = ("policies/staffords", "--to", "published/staffords")
    done = shell(five, sys.executable, "-m", "tenure", "publish", *to)
    assert done.returncode == 0, done.stdout
    code, out = commit()
    assert code == 0, out
