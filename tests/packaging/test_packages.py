"""The folders at the top become one installed package, with nothing lost and nothing twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
PACKAGES: list[str] = PYPROJECT["tool"]["setuptools"]["packages"]
FOLDERS: dict[str, str] = PYPROJECT["tool"]["setuptools"]["package-dir"]


def installed_files() -> Iterator[tuple[str, Path]]:
    """Every source file with its path in a wheel; links are not followed."""
    for package, folder in FOLDERS.items():
        for here, _, names in os.walk(ROOT / folder):
            if Path(here).name == "__pycache__":
                continue
            inside = Path(package.replace(".", "/")) / Path(here).relative_to(ROOT / folder)
            for name in names:
                if not name.startswith("."):
                    yield (inside / name).as_posix(), Path(here) / name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy: an old build/ would lend it files, and the clone stays clean."""
    copy = tmp_path_factory.mktemp("source")
    for folder in FOLDERS.values():
        unwanted = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / folder, copy / folder, symlinks=True, ignore=unwanted)
    for name in ("pyproject.toml", PROJECT["readme"], *PROJECT["license-files"]):
        shutil.copy(ROOT / name, copy / name)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", copy / "dist", copy)
    (built,) = (copy / "dist").glob("*.whl")
    return built


def test_every_folder_with_python_is_listed_and_every_listed_one_is_there() -> None:
    modules = [Path(name) for name, _ in installed_files() if name.endswith(".py")]
    assert set(PACKAGES) == {".".join(module.parent.parts) for module in modules}


def test_every_listed_package_has_an_init() -> None:
    files = {name for name, _ in installed_files()}
    bare = [name for name in PACKAGES if f"{name.replace('.', '/')}/__init__.py" not in files]
    assert bare == []


@pytest.mark.parametrize("package", [package for package in FOLDERS if package != "tenure"])
def test_every_folder_is_linked_for_the_static_tools(package: str) -> None:
    link = ROOT / package.replace(".", "/")
    assert link.is_symlink()
    assert link.readlink() == Path("..") / FOLDERS[package]


def test_the_wheel_owns_one_name(wheel: Path) -> None:
    top = {name.split("/")[0] for name in ZipFile(wheel).namelist()}
    assert top == {"tenure", f"tenure-{PROJECT['version']}.dist-info"}


def test_the_wheel_holds_every_source_file_once(wheel: Path) -> None:
    """Grammars and templates too: a kind of file that no package-data glob matches is missing."""
    sources = dict(installed_files())
    with ZipFile(wheel) as archive:
        held = [name for name in archive.namelist() if name.startswith("tenure/")]
        assert set(held) == set(sources)
        assert len(held) == len(set(held))
        assert [name for name in held if archive.read(name) != sources[name].read_bytes()] == []


def test_the_wheel_installs_and_runs(wheel: Path, tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(*pip, "--no-index", "--no-deps", "--no-compile", "--target", tmp_path, wheel)
    show = "import sys, importlib as i; [print(i.import_module(n).__file__) for n in sys.argv[1:]]"
    places = run(sys.executable, "-c", show, *PACKAGES, path=tmp_path).split()
    expected = [tmp_path / name.replace(".", "/") / "__init__.py" for name in PACKAGES]
    assert [Path(place) for place in places] == expected
    assert PROJECT["version"] in run(tmp_path / "bin" / "tenure", "--version", path=tmp_path)


def run(*command: str | Path, path: Path | None = None) -> str:
    """What the command prints; a failure shows all that it said."""
    environment = os.environ | ({"PYTHONPATH": str(path)} if path else {})
    done = subprocess.run(
        command, cwd=path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout
