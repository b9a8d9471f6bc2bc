"""The stages of a procedure as a picture: two lanes, top to bottom, the outer limit at the edge.

Inline SVG without ids, scripts or styles of its own: the page's stylesheet gives it its
colours, light and dark. It is drawn for a width and not scaled to it, so that its letters
are as large on a phone as on a desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from tenure.reports.graphs.lettering import FACES, Line, Run, line_height, shown, wrap
from tenure.reports.schedule.stages import Stage, StageFlow

_PAD = 9.0
"""Between the frame of a box and its words."""
_GAP = 22.0
"""Between a box and the one below it: room for an arrow."""
_GUTTER = 20.0
"""Between the lanes."""
_RAIL = 14.0
"""Between two arrows that run down side by side."""
_HEAD = 5.0
"""Half the width of an arrow's head."""
_TURN = _GAP / 2
"""How far above its box an arrow turns towards it."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A box with its words, placed."""

    x: float
    y: float
    width: float
    lines: tuple[Line, ...]
    kind: str

    @property
    def height(self) -> float:
        return sum(map(line_height, self.lines)) + 2 * _PAD

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def draw_stages(flow: StageFlow, width: float) -> str:
    """Return the picture of a procedure as an SVG element of so many pixels' width."""
    return _Drawing(flow, width).svg()


class _Drawing:
    """Places the boxes row by row, then draws the arrows between them."""

    def __init__(self, flow: StageFlow, width: float) -> None:
        self._flow = flow
        self._width = width
        self._outer = 26.0 if flow.outer else 0.0
        self._rails = self._rail_of()
        left = _RAIL * (1 + len(set(self._rails.values())))
        self._lane = (width - left - _GUTTER - self._outer - 2) / 2
        self._lanes = (left, left + self._lane + _GUTTER)
        self._heads = self._place_heads()
        top = max((box.bottom + 8 for box in self._heads), default=1)
        self._begins = self._place_beginnings(top)
        below = max(box.bottom for box in self._begins)
        self._stages = self._place_stages(below + _GAP)
        self._height = max(box.bottom for box in (*self._begins, *self._stages)) + 4

    # --- places -----------------------------------------------------------------------

    def _rail_of(self) -> dict[tuple[bool, int], int]:
        """Return the rail, counted from the left, of what has arrows to rows further down."""
        found: dict[tuple[bool, int], int] = {}
        for place, stage in enumerate(self._flow.stages):
            if stage.begins or stage.after != place - 1:
                found.setdefault((stage.begins, stage.after), len(found))
        return found

    def _place_heads(self) -> tuple[_Box, ...]:
        """Return the names of the lanes; a lane alone needs none."""
        if not any(stage.by_customer for stage in self._flow.stages):
            return ()
        names = (self._flow.ours, self._flow.theirs)
        return tuple(
            self._box(x, 0, self._lane, (Run(text=name, style="name"),), kind="lane")
            for x, name in zip(self._lanes, names, strict=True)
        )

    def _place_beginnings(self, top: float) -> tuple[_Box, ...]:
        """Return what everything runs from, beside the rail that starts there."""
        boxes: list[_Box] = []
        for text in self._flow.beginnings:
            box = self._box(
                self._lanes[0], top, self._lane, (Run(text=text, style="ref"),), kind="begin"
            )
            boxes.append(box)
            top = box.bottom + 8
        return tuple(boxes)

    def _place_stages(self, top: float) -> tuple[_Box, ...]:
        boxes: list[_Box] = []
        for stage in self._flow.stages:
            x = self._lanes[stage.by_customer]
            kind = "theirs" if stage.by_customer else "ours"
            box = self._box(x, top, self._lane, *_texts(stage), kind=kind)
            boxes.append(box)
            top = box.bottom + _GAP
        return tuple(boxes)

    def _box(self, x: float, y: float, width: float, *texts: Line, kind: str) -> _Box:
        room = width - 2 * _PAD
        lines = tuple(line for text in texts for line in wrap(text, room))
        return _Box(x, y, width, lines, kind)

    # --- drawing ----------------------------------------------------------------------

    def svg(self) -> str:
        """Return the drawing as an SVG element."""
        width, height = _number(self._width), _number(self._height)
        root = ET.Element(
            "svg",
            {
                "viewBox": f"0 0 {width} {height}",
                "width": width,
                "height": height,
                "role": "img",
                "class": "stages",
            },
        )
        ET.SubElement(root, "title").text = shown(self._flow.title)
        ET.SubElement(root, "desc").text = " ".join(self._flow.text.split())
        for place, stage in enumerate(self._flow.stages):
            self._arrow(root, place, stage)
        for box in (*self._heads, *self._begins, *self._stages):
            _draw(root, box)
        self._draw_outer(root)
        return ET.tostring(root, encoding="unicode")

    def _arrow(self, root: ET.Element, place: int, stage: Stage) -> None:
        """Draw the arrow to a stage: from the stage right above it, else along a rail."""
        box = self._stages[place]
        tip, turn = (box.middle, box.y), _number(box.y - _TURN)
        goal = f"H{_number(box.middle)}V{_number(box.y)}"
        if not stage.begins and stage.after == place - 1:
            above = self._stages[stage.after]
            self._line(root, f"M{_at(above.middle, above.bottom)}V{turn}{goal}", tip)
            return
        source = (self._begins if stage.begins else self._stages)[stage.after]
        x = _RAIL * (self._rails[stage.begins, stage.after] + 0.5)
        start = _at(source.x, source.y + source.height / 2)
        self._line(root, f"M{start}H{_number(x)}V{turn}{goal}", tip)

    def _line(self, root: ET.Element, path: str, tip: tuple[float, float]) -> None:
        ET.SubElement(root, "path", {"class": "flow", "d": path})
        x, y = tip
        head = f"M{_at(x - _HEAD, y - 7)}L{_at(x, y)}L{_at(x + _HEAD, y - 7)}Z"
        ET.SubElement(root, "path", {"class": "head", "d": head})

    def _draw_outer(self, root: ET.Element) -> None:
        """Draw the limit of the whole as a bracket along the right edge."""
        outer = self._flow.outer
        if outer is None:
            return
        begin, end = self._begins[outer.begin], self._stages[outer.end]
        top, bottom = begin.y + begin.height / 2, end.y + end.height / 2
        x = self._width - self._outer + 10
        path = f"M{_at(begin.x + begin.width, top)}H{_number(x)}V{_number(bottom)}"
        path += f"H{_number(end.x + end.width)}"
        ET.SubElement(root, "path", {"class": "outer", "d": path})
        (line, *_) = wrap((Run(text=outer.words, style="label"),), bottom - top) or ((),)
        middle = (top + bottom) / 2
        text = ET.SubElement(
            root,
            "text",
            {
                "x": "0",
                "y": "0",
                "class": "outer-words",
                "text-anchor": "middle",
                "transform": f"translate({_number(x + 12)} {_number(middle)}) rotate(-90)",
                "font-size": "11",
            },
        )
        text.text = "".join(run.text for run in line)


def _texts(stage: Stage) -> tuple[Line, ...]:
    """Return what stands in the box of a stage, a paragraph each."""
    lines: list[Line] = [(Run(text=stage.title, style="ref"),)]
    lines.append((Run(text=stage.limit, style="plain"),))
    if stage.aside:
        lines.append((Run(text=stage.aside, style="name"),))
    return tuple(lines)


def _draw(root: ET.Element, box: _Box) -> None:
    centred = box.kind == "begin"
    if box.kind != "lane":
        frame = {
            "class": box.kind,
            "x": _number(box.x),
            "y": _number(box.y),
            "width": _number(box.width),
            "height": _number(box.height),
            "rx": _number(box.height / 2) if centred else "5",
        }
        ET.SubElement(root, "rect", frame)
    y = box.y + _PAD
    for line in box.lines:
        y += line_height(line)
        style = line[0].style
        words = {
            "x": _number(box.middle if centred else box.x + _PAD),
            "y": _number(y - 3),
            "font-size": _number(FACES[style].size),
            "class": f"words-{style}",
        }
        if centred:
            words["text-anchor"] = "middle"
        ET.SubElement(root, "text", words).text = "".join(run.text for run in line)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _at(x: float, y: float) -> str:
    return f"{_number(x)} {_number(y)}"
