"""The rule graph as a picture that a policy author can read.

One SVG file that needs nothing else: no script, no font, no stylesheet. It brings its own
light ground, so that it can be read on a dark page too. A title and a description in
words are there for readers who do not see it. It has no ids, so that a page can hold
several.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from tenure.compiler.policy import Policy
from tenure.reports.graphs.figures import Arrow, ArrowKind, Box, Picture, Point, Shape, Text
from tenure.reports.graphs.layout import lay_out
from tenure.reports.graphs.lettering import FACES, Style
from tenure.reports.graphs.palette import EDGES, INK, NODES, PAPER, QUIET, RULES, Stroke, Tone

_FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_TONES: dict[Shape, Tone] = {
    "card": NODES["class"],
    "sheet": NODES["policy"],
    "duty": NODES["duty"],
    "activity": NODES["activity"],
    "promise": NODES["standard"],
    "schedule": RULES["schedule"],
    "floor": RULES["floor"],
    "ceiling": RULES["ceiling"],
    "switch": RULES["switch"],
    "event": NODES["event"],
    "date": NODES["event"],
    "hold": NODES["hold"],
}
_STROKES: dict[ArrowKind, Stroke] = {
    "beats": EDGES["exception of"],
    "overrides": EDGES["overrides"],
    "disapplies": EDGES["disapplies"],
    "as long as": EDGES["as long as"],
    "follows": EDGES["follows"],
    "is a": EDGES["is a"],
}
_COLOURS: dict[Style, str] = {"name": QUIET, "quiet": QUIET}
_BEND = 6.0
_HEAD = 8.0
_FOLD = 12.0
"""The size of the folded corner of a sheet."""


def render(policy: Policy, *, around: str | None = None) -> str:
    """Return the picture of the rule graph as SVG."""
    return draw(lay_out(policy, around))


def draw(picture: Picture) -> str:
    """Return a laid-out picture as SVG."""
    width, height = _number(picture.width), _number(picture.height)
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": width,
            "height": height,
            "role": "img",
            "font-family": _FONT,
        },
    )
    _child(root, "title").text = picture.title
    _child(root, "desc").text = picture.description
    _child(root, "rect", width=width, height=height, fill=PAPER)
    for box in picture.boxes:
        _box(root, box)
    for arrow in picture.arrows:
        _arrow(root, arrow)
    for text in picture.texts:
        _text(root, text)
    for child in root:
        child.tail = "\n"
    return ET.tostring(root, encoding="unicode") + "\n"


def _child(parent: ET.Element, tag: str, **attributes: str | float) -> ET.Element:
    """Add an element; an underscore in an attribute's name stands for a hyphen."""
    named = {
        name.replace("_", "-"): value if isinstance(value, str) else _number(value)
        for name, value in attributes.items()
    }
    return ET.SubElement(parent, tag, named)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _text(parent: ET.Element, text: Text, *, on_line: bool = False) -> None:
    element = _child(parent, "text", x=text.x, y=text.y)
    if text.end:
        element.set("text-anchor", "end")
    if on_line:
        element.attrib |= {"stroke": PAPER, "stroke-width": "3", "paint-order": "stroke"}
    for run in text.line:
        face = FACES[run.style]
        span = _child(element, "tspan", font_size=face.size)
        span.set("fill", _COLOURS.get(run.style, INK))
        if face.bold:
            span.set("font-weight", "bold")
        if face.italic:
            span.set("font-style", "italic")
        span.text = run.text


def _box(root: ET.Element, box: Box) -> None:
    group = _child(root, "g")
    if box.about:
        _child(group, "title").text = box.about
    tone = _TONES[box.shape]
    match box.shape:
        case "sheet" | "duty" | "activity":
            _sheet(group, box, tone)
        case "event" | "date" | "hold":
            _badge(group, box, tone)
        case "card":
            _frame(group, box, tone, radius=10)
        case "schedule" | "floor" | "ceiling" | "switch" | "promise":
            _frame(group, box, tone, radius=4)
            bar = f"M{_number(box.x + 2)} {_number(box.y + 3)}V{_number(box.bottom - 3)}"
            _child(group, "path", d=bar, stroke=tone.stroke, stroke_width=4)
    for text in box.texts:
        _text(group, text)


def _frame(group: ET.Element, box: Box, tone: Tone, radius: float) -> None:
    frame = _child(group, "rect", x=box.x, y=box.y, width=box.width, height=box.height)
    frame.attrib |= {"rx": _number(radius), "fill": tone.fill, "stroke": tone.stroke}


def _sheet(group: ET.Element, box: Box, tone: Tone) -> None:
    """Draw a page with its upper right corner folded."""
    fold = min(_FOLD, box.height / 2)
    corner = f"{_number(box.right - fold)} {_number(box.y)}"
    folded = f"{_number(box.right)} {_number(box.y + fold)}"
    outline = (
        f"M{_number(box.x)} {_number(box.y)}L{corner}L{folded}"
        f"V{_number(box.bottom)}H{_number(box.x)}Z"
    )
    _child(group, "path", d=outline, fill=tone.fill, stroke=tone.stroke)
    crease = f"M{corner}V{_number(box.y + fold)}H{_number(box.right)}"
    _child(group, "path", d=crease, fill="none", stroke=tone.stroke)


def _badge(group: ET.Element, box: Box, tone: Tone) -> None:
    """Draw a badge: before a date a diamond, filled when it counts; before a hold a pause sign."""
    _frame(group, box, tone, radius=9)
    x, y = box.x + 12, box.y + (10 if box.texts else box.height / 2)
    if box.shape == "hold":
        sign = f"M{_number(x - 3)} {_number(y - 4)}v8m5 -8v8"
        _child(group, "path", d=sign, stroke=tone.stroke, stroke_width=2.5)
        return
    diamond = f"M{_number(x)} {_number(y - 4.5)}l4.5 4.5l-4.5 4.5l-4.5 -4.5Z"
    fill = tone.stroke if box.shape == "event" else PAPER
    _child(group, "path", d=diamond, fill=fill, stroke=tone.stroke)


def _arrow(root: ET.Element, arrow: Arrow) -> None:
    """Draw an arrow on a light edge of its own, so that it seems to pass over what it crosses."""
    stroke = _STROKES[arrow.kind]
    group = _child(root, "g", fill="none")
    line = _rounded(arrow.points)
    _child(group, "path", d=line, stroke=PAPER, stroke_width=5)
    path = _child(group, "path", d=line, stroke=stroke.color, stroke_width=1.6)
    if stroke.dash:
        path.set("stroke-dasharray", stroke.dash)
    if arrow.joins:
        x, y = arrow.points[-1]
        _child(group, "circle", cx=x, cy=y, r=2.5, fill=stroke.color)
    else:
        head = _child(group, "path", d=_head(*arrow.points[-2:]), stroke=stroke.color)
        head.set("fill", PAPER if arrow.kind == "is a" else stroke.color)
    if arrow.label is not None:
        _text(group, arrow.label, on_line=True)


def _rounded(points: tuple[Point, ...]) -> str:
    """Return the path through some corners, each of them rounded."""
    steps = [f"M{_at(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        bend = min(_BEND, _length(before, corner) / 2, _length(corner, after) / 2)
        start, end = _toward(corner, before, bend), _toward(corner, after, bend)
        steps.append(f"L{_at(start)}Q{_at(corner)} {_at(end)}")
    return "".join([*steps, f"L{_at(points[-1])}"])


def _head(before: Point, tip: Point) -> str:
    """Return the triangle of an arrow's head."""
    x, y = _toward(tip, before, _HEAD)
    half = _HEAD / 2
    if x == tip[0]:
        corners = ((x - half, y), tip, (x + half, y))
    else:
        corners = ((x, y - half), tip, (x, y + half))
    return "M" + "L".join(map(_at, corners)) + "Z"


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _toward(start: Point, goal: Point, by: float) -> Point:
    """Return the point so far from a point on the way to another one, level or upright."""
    whole = _length(start, goal) or 1
    share = by / whole
    return start[0] + (goal[0] - start[0]) * share, start[1] + (goal[1] - start[1]) * share


def _at(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"
