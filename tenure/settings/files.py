"""The files that the `publish` section names: the logo and the templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tenure.dsl.suggest import did_you_mean
from tenure.reports.look.house import Logo
from tenure.reports.schedule.html import TEMPLATES
from tenure.reports.wording.prose import clean
from tenure.settings.configuration import Reader

_MOST = 1_000_000
"""The largest file, in bytes: a logo lies in every document."""
_MANY = 500
"""So many files may lie in the folder of the templates."""
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_SVG = re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg\b", re.DOTALL)


class Files:
    """Reads what the section names; paths are counted from the configuration.

    Args:
        keys: the section.
        root: the folder of the configuration.
        reader: what refuses a value that has no meaning.
    """

    def __init__(self, keys: Mapping[str, Any], root: Path, reader: Reader) -> None:
        self._keys = keys
        self._root = root
        self._reader = reader

    def logo(self) -> Logo | None:
        """Return the picture and what it says; nothing where none is named."""
        if "logo" not in self._keys:
            return None
        reader, table = self._reader, self._reader.table(self._keys, "logo")
        reader.known(table, ("file", "alt"), "keys of `logo`")
        if "file" not in table:
            raise reader.refuse("`logo` has no `file`: the picture")
        if "alt" not in table:
            raise reader.refuse("`logo` has no `alt`: its words for readers who do not see it")
        path = self._root / reader.text(table, "file", "")
        content = self._read(path, "logo.file")
        kind = _kind(content)
        if kind is None:
            shown = self._shown(path)
            raise reader.refuse(f"`logo.file`: `{shown}` is no PNG, JPEG or SVG picture")
        alt = clean(reader.text(table, "alt", ""))
        if not alt:
            raise reader.refuse("`alt` is a text that is not empty")
        return Logo(media_type=kind, content=content, alt=alt)

    @property
    def shown_at(self) -> str:
        """The folder of the templates as messages name it; empty where none is named."""
        return self._shown(self._folder()) if "templates" in self._keys else ""

    def templates(self) -> dict[str, str]:
        """Return every file in the folder of the templates, by its path from there."""
        if "templates" not in self._keys:
            return {}
        folder = self._folder()
        if not folder.is_dir():
            raise self._reader.refuse(f"`templates`: `{self._shown(folder)}` is no folder")
        found = {
            path.relative_to(folder).as_posix(): text
            for path in self._within(folder)
            if (text := self._template(path)) is not None
        }
        if not found.keys() & set(TEMPLATES):
            near = dict.fromkeys(line for name in found for line in did_you_mean(name, TEMPLATES))
            names = ", ".join(f"`{name}`" for name in TEMPLATES)
            raise self._reader.refuse(
                f"`templates`: no file in `{self._shown(folder)}` takes the place of a template",
                (*near, f"templates: {names}"),
            )
        return found

    def _folder(self) -> Path:
        return self._root / self._reader.text(self._keys, "templates", "")

    def _within(self, folder: Path) -> list[Path]:
        """Return the files in a folder, sorted; hidden ones left out."""
        found: list[Path] = []
        for path in folder.rglob("*"):
            if len(found) == _MANY:
                reason = f"`templates`: `{self._shown(folder)}` holds more than {_MANY} files"
                raise self._reader.refuse(reason, ("name a folder that holds only templates",))
            if path.is_file() and not path.name.startswith("."):
                found.append(path)
        return sorted(found)

    def _template(self, path: Path) -> str | None:
        """Return the text of a template; nothing of a picture or the like beside them."""
        try:
            text = self._read(path, "templates").decode("utf-8-sig")
        except UnicodeDecodeError:
            if path.suffix != ".jinja" and path.name not in TEMPLATES:
                return None
            reason = f"`templates`: `{self._shown(path)}` is not UTF-8"
            raise self._reader.refuse(reason) from None
        return text.replace("\r\n", "\n")

    def _read(self, path: Path, key: str) -> bytes:
        try:
            content = path.read_bytes()
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            shown = self._shown(path)
            raise self._reader.refuse(f"`{key}`: cannot read `{shown}`: {reason}") from None
        if len(content) > _MOST:
            shown = self._shown(path)
            raise self._reader.refuse(f"`{key}`: `{shown}` is larger than {_MOST // 1000:,} kB")
        return content

    def _shown(self, path: Path) -> str:
        inside = path.is_relative_to(self._root)
        return (path.relative_to(self._root) if inside else path).as_posix()


def _kind(content: bytes) -> str | None:
    """Return what picture a file is, by how it begins."""
    for start, kind in _PICTURES.items():
        if content.startswith(start):
            return kind
    return "image/svg+xml" if _SVG.match(content) else None
