"""The schedule as a PDF, tagged after PDF/UA-1.

Typst sets it with the fonts that it brings along, so that every machine gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET

from tenure.reports.schedule.data import Data, document_data
from tenure.reports.schedule.stage_picture import draw_stages
from tenure.reports.schedule.stages import StageFlow
from tenure.reports.schedule.view import ScheduleView
from tenure.reports.wording.prose import Prose

_TEMPLATE = "templates/schedule.typ"
_LONG_WORD = re.compile(r"\S{12,}")
_FOLD = re.compile(r"([./_@-]+|\S{18}(?=\S))")
_LABELS = {
    "contents": "doc.contents",
    "exception": "doc.exception",
    "future": "state.future",
    "past": "state.past",
    "access": "access",
    "cited": "doc.cited",
    "marked": "doc.marked",
    "separator": "list.separator",
    "generated": "doc.generated",
    "fingerprint": "doc.fingerprint",
    "empty": "doc.empty",
}
_DAYS = (("as_of", "as of"), ("dated", "dated"))
_STYLE = """
text { fill: TEXT; font-family: "Libertinus Serif"; }
.words-ref { font-weight: bold; }
.words-name, .outer-words { fill: #4c5459; }
.ours { fill: #ffffff; stroke: ACCENT; stroke-width: 1.5; }
.theirs { fill: TINT; stroke: #8c8877; stroke-width: 1.5; stroke-dasharray: 5 3; }
.begin { fill: TINT; stroke: #8c8877; }
.flow { fill: none; stroke: #4c5459; stroke-width: 1.4; }
.head { fill: #4c5459; }
.outer { fill: none; stroke: ACCENT; stroke-width: 1.4; stroke-dasharray: 2 3; }
"""


def write_pdf(view: ScheduleView) -> bytes:
    """Return the document, tagged; the same bytes for an equal view on every machine.

    A letter that no font here has is spelled out, `[U+6F22]`: PDF/UA forbids one that cannot
    be read.

    Raises:
        ValueError: the logo cannot be read as the picture that it begins as.
    """
    days = {key: view.labels[f"doc.{name}"].format(day=view.as_of_words) for key, name in _DAYS}
    inputs: Data = {
        "document": document_data(view, lambda prose: _runs(prose, view)),
        "labels": {name: view.labels[key] for name, key in _LABELS.items()} | days,
        "pictures": {part.id: _picture(part.flow, view) for part in view.parts if part.flow},
        "look": _look(view),
    }
    texts = {name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()}
    unknown = _without_glyph(set("".join(texts.values())))
    template = files("tenure.reports.schedule").joinpath(_TEMPLATE).read_bytes()
    shown = {name: json.dumps(_shown(value, unknown)) for name, value in inputs.items()}
    logo = view.house.logo
    if logo is None:
        return _compiled(template, shown)
    import typst

    try:
        return _compiled(template, shown | {"logo": json.dumps(list(logo.content))})
    except typst.TypstError as error:
        raise ValueError(f"the PDF cannot be set with the logo: {error}") from None


def _look(view: ScheduleView) -> Data:
    """Return what the house decides about the look, and the language of the author's words."""
    house = view.house
    kinds = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}
    return {
        "accent": house.palette.accent,
        "text": house.palette.text,
        "tint": house.palette.tint,
        "alt": house.logo.alt if house.logo else None,
        "kind": kinds[house.logo.media_type] if house.logo else None,
        "own": view.author_language,
    }


def _compiled(source: bytes, inputs: dict[str, str]) -> bytes:
    import typst

    return typst.compile(
        source,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards="ua-1",
    )


def _runs(prose: Prose, view: ScheduleView) -> list[Data]:
    """Return a sentence as texts, and where each leads."""
    return [
        {
            "text": run.text,
            "to": view.permalinks[run.text] if run.kind == "rule" else None,
            "own": run.kind == "author",
        }
        for run in prose
    ]


def _picture(flow: StageFlow, view: ScheduleView) -> str:
    """Return the stages as an SVG document with the colours of the house."""
    root = ET.fromstring(draw_stages(flow, 640))
    root.set("xmlns", "http://www.w3.org/2000/svg")
    style = ET.Element("style")
    palette = view.house.palette
    style.text = (
        _STYLE.replace("ACCENT", palette.accent)
        .replace("TINT", palette.tint)
        .replace("TEXT", palette.text)
    )
    root.insert(0, style)
    return ET.tostring(root, encoding="unicode")


# --- letters -------------------------------------------------------------------------


def _shown(value: Any, unknown: frozenset[str]) -> Any:
    """Return the data with every text as it can be shown; keys and addresses as they are."""
    match value:
        case str():
            return _folded("".join(f"[U+{ord(c):04X}]" if c in unknown else c for c in value))
        case list():
            return [_shown(each, unknown) for each in value]
        case dict():
            kept = ("id", "to", "fingerprint", "language", "own", "kind")
            return {k: v if k in kept else _shown(v, unknown) for k, v in value.items()}
        case _:
            return value


def _folded(text: str) -> str:
    """Return the text with places at which its longest words may be broken."""
    if text.startswith("<svg"):
        return text
    return _LONG_WORD.sub(lambda word: _FOLD.sub("\\1\u200b", word[0]), text)


def _without_glyph(letters: Iterable[str]) -> frozenset[str]:
    """Return the letters that none of the fonts has."""
    beyond = sorted(letter for letter in letters if letter > "\u017f")
    return frozenset(_missing(beyond)) if beyond else frozenset()


def _missing(letters: list[str]) -> Iterator[str]:
    """Yield the letters that cannot be set, by halving until each is alone."""
    if _can_be_set(letters):
        return
    if len(letters) == 1:
        yield letters[0]
        return
    middle = len(letters) // 2
    yield from _missing(letters[:middle])
    yield from _missing(letters[middle:])


def _can_be_set(letters: list[str]) -> bool:
    import typst

    probe = b"""#set document(title: "probe")
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))
#sys.inputs.letters"""
    try:
        _compiled(probe, {"letters": " ".join(letters)})
    except typst.TypstError:
        return False
    return True
