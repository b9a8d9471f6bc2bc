from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.compile import compile_policy
from tenure.compiler.graph import NotInGraphError, rule_graph
from tenure.compiler.policy import Policy
from tenure.reports.graphs import FORMATS
from tenure.reports.graphs.contents import content_of
from tenure.reports.graphs.dot import quoted as dot_quoted
from tenure.reports.graphs.figures import Arrow, Box, Picture, Text
from tenure.reports.graphs.json import SCHEMA
from tenure.reports.graphs.layout import lay_out
from tenure.reports.graphs.lettering import LONGEST, Run, line_width, shown, wrap
from tenure.reports.graphs.mermaid import quoted as mermaid_quoted
from tenure.reports.graphs.phrases import as_written, period_text, then_text

SURREY = Path(__file__).parents[2] / "policies" / "surrey"
SVG = "{http://www.w3.org/2000/svg}"
RULE_SHAPES = ("schedule", "floor", "ceiling", "switch")

SMALL = """
policy "Small schedule"
external "Elsewhere" owner "Somebody"
authority law "Some Act" kind statute
record contact "Contacts"
  received date
record complaint "Complaints" is contact
  closed date
  child  yes/no
  open   yes/no
record call "Calls"
  recorded date
  about    link to complaint
hold court "In court" for complaint while open
rule 1 "Contacts" for contact
  keep 2 years after received
rule 2 "Complaints" for complaint
  keep 3 years after closed
  then anonymise and keep 10 years after closed then destroy
  because law
  except child when child
    keep 75 years after closed
  end
rule 3 "Calls" for call
  keep 62 days after recorded  # about two months
  except used when about is known
    keep as long as about
  end
  except training
    follow "Elsewhere"
    overrides used
  end
rule 4 "Minimum" for complaint, call
  keep at least 1 year after 2020-01-01
  in force from 2020-01-01
rule 5 "Paused" for call
  disapplies 3
"""

NASTY = (
    """</text><script>alert("1")</script> ]]> <!-- & \\N \\" `**b**` end; %%{init}%% #35; |x| {y}"""
)
HOSTILE = f'''
policy """{NASTY}"""
external """{NASTY} elsewhere"""
authority law """{NASTY}"""
record thing """{NASTY}
and a second line"""
  happened date """{NASTY}"""
  other    link to thing
hold court """{NASTY}""" for thing while happened is known
rule 1 """{NASTY}""" for thing
  keep 1 year after happened
  because law """{NASTY}"""
  except e """{NASTY} too""" when other is known  # a comment < & "
    follow """{NASTY} elsewhere"""
  end
'''


def compiled(text: str, folder: Path) -> Policy:
    path = folder / "policy.tenure"
    path.write_text(text, encoding="utf-8")
    compilation = compile_policy(path)
    assert compilation.policy is not None, compilation.diagnostics
    return compilation.policy


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return compiled(SMALL, tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return compiled(HOSTILE, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def surrey() -> Policy:
    compilation = compile_policy(SURREY)
    assert compilation.policy is not None
    return compilation.policy


# --- every format --------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_names_every_rule_class_and_hold(name: str, small: Policy) -> None:
    text = FORMATS[name](small)
    assert text.endswith("\n")
    for part in (*small.rules, "Complaints", "Calls", "In court", "Elsewhere"):
        assert part in text


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_part_has_only_what_lies_around_it(name: str, small: Policy) -> None:
    text = FORMATS[name](small, around="complaint")
    assert "75 years" in text or "2/child" in text
    assert "3/used" not in text


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_part_around_nothing_known_is_refused(name: str, small: Policy) -> None:
    with pytest.raises(NotInGraphError, match="`nonsense`"):
        FORMATS[name](small, around="nonsense")


def test_every_run_writes_the_same_bytes(surrey: Policy) -> None:
    program = (
        "import sys; from tenure.compiler.compile import compile_policy as c;"
        "from tenure.reports.graphs import FORMATS as f; p = c(sys.argv[1]).policy;"
        "sys.stdout.buffer.write(''.join(f[n](p) + f[n](p, around='6.1.2')"
        " for n in sorted(f)).encode())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(SURREY)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    ours = "".join(FORMATS[n](surrey) + FORMATS[n](surrey, around="6.1.2") for n in sorted(FORMATS))
    assert outputs == {ours.encode()}


# --- JSON -----------------------------------------------------------------------


@pytest.mark.parametrize("around", [None, "6.0.2", "call_recording"])
def test_json_keeps_to_its_schema(surrey: Policy, around: str | None) -> None:
    document = json.loads(FORMATS["json"](surrey, around=around))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(document, SCHEMA)
    assert document["graph"] == {"policy": surrey.document.title, "around": around}


def test_json_reads_back_as_the_same_graph(surrey: Policy) -> None:
    graph = rule_graph(surrey)
    back = nx.node_link_graph(json.loads(FORMATS["json"](surrey)), edges="edges")
    assert list(back) == list(graph)
    assert [(u, v, data["kind"]) for u, v, data in back.edges(data=True)] == [
        (u, v, data["kind"]) for u, v, data in graph.edges(data=True)
    ]


def test_json_gives_places_as_file_and_line(small: Policy) -> None:
    document = json.loads(FORMATS["json"](small))
    nodes = {node["id"]: node for node in document["nodes"]}
    path = Path(small.sources[0].path).as_posix()
    assert nodes["rule:1"] == {
        "id": "rule:1",
        "kind": "rule",
        "label": "Contacts",
        "rule_kind": "schedule",
        "document": "Small schedule",
        "at": f"{path}:{1 + SMALL[: SMALL.index('rule 1')].count(chr(10))}",
    }
    assert nodes["policy:Elsewhere"]["at"] is None
    edge = next(e for e in document["edges"] if e["kind"] == "as long as")
    line = 1 + SMALL[: SMALL.index("as long as")].count("\n")
    assert edge == {
        "source": "rule:3/used",
        "target": "class:complaint",
        "key": 0,
        "kind": "as long as",
        "field": "about",
        "at": f"{path}:{line}",
    }


def test_json_keeps_hostile_text_as_it_is(hostile: Policy) -> None:
    document = json.loads(FORMATS["json"](hostile))
    labels = {node["id"]: node["label"] for node in document["nodes"]}
    assert labels["rule:1"] == hostile.rules["1"].title
    assert document["graph"]["policy"] == hostile.document.title


# --- DOT and Mermaid --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('say "no"', r'"say \"no\""'),
        ("back\\slash \\N", r'"back\\slash \\N"'),
        ("ends in \\", r'"ends in \\"'),
        ("two\nlines", r'"two\nlines"'),
        ("bell\a, tab\t", '"bell, tab"'),
        ("<b>&amp;</b>", '"<b>&amp;</b>"'),
    ],
)
def test_dot_text_is_quoted(text: str, written: str) -> None:
    assert dot_quoted(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('say "no"', '"say #34;no#34;"'),
        ("#quot; &lt;", '"#35;quot#59; #38;lt#59;"'),
        ("<script>", '"#60;script#62;"'),
        ("`md`", '"#96;md#96;"'),
        ("a]--x{{b}}|c|", '"a#93;--x#123;#123;b#125;#125;#124;c#124;"'),
        ("%%{init}%%", '"#37;#37;#123;init#125;#37;#37;"'),
        ("two\nlines", '"two<br/>lines"'),
        ("Zoë 1/2 (a)", '"Zoë 1/2 (a)"'),
        ("", '""'),
    ],
)
def test_mermaid_text_is_written_as_entities(text: str, written: str) -> None:
    assert mermaid_quoted(text) == written


@given(st.text())
def test_nothing_gets_out_of_its_quotes(text: str) -> None:
    dot = dot_quoted(text)
    assert re.fullmatch(r'"(?:[^"\\\n]|\\["\\n])*"', dot)
    mermaid = mermaid_quoted(text)
    assert re.fullmatch(r'"(?:[^"<>&`%\[\]{}|;#\n\\]|#\d+;|<br/>)*"', mermaid)


def test_graphviz_draws_every_node_and_edge(
    hostile: Policy, surrey: Policy, require_tool: Callable[..., Path]
) -> None:
    dot = require_tool("dot")
    for policy in (hostile, surrey):
        source = FORMATS["dot"](policy)
        drawn = subprocess.run(
            [dot, "-Tsvg"], input=source.encode(), capture_output=True, check=True
        )
        assert drawn.stderr == b""
        root = ET.fromstring(drawn.stdout)
        graph = rule_graph(policy)
        groups = [group.get("class") for group in root.iter(f"{SVG}g")]
        assert groups.count("node") == graph.number_of_nodes()
        assert groups.count("edge") == graph.number_of_edges()
        assert root.find(f".//{SVG}script") is None


def test_mermaid_has_a_line_for_every_node_and_edge(hostile: Policy, surrey: Policy) -> None:
    for policy in (hostile, surrey):
        graph = rule_graph(policy)
        lines = FORMATS["mermaid"](policy).splitlines()
        assert lines[0] == "flowchart LR"
        text = r'"(?:[^"<>]|<br/>)*"'
        shapes = [r"\[%s\]", r"\[\[%s\]\]", r"\(\[%s\]\)", r"\[/%s/\]", r">%s\]", r"\{\{%s\}\}"]
        node = rf"  n\d+(?:{'|'.join(shape % text for shape in shapes)}):::\w+"
        edge = rf"  n\d+ -->\|{text}\| n\d+"
        assert [bool(re.fullmatch(node, line)) for line in lines].count(True) == len(graph)
        edges = [bool(re.fullmatch(edge, line)) for line in lines].count(True)
        assert edges == graph.number_of_edges()
        rest = [line for line in lines[1:] if not re.fullmatch(f"{node}|{edge}", line)]
        assert all(line.startswith(("  classDef ", "  linkStyle ")) for line in rest)
        links = [line.split()[1] for line in rest if line.startswith("  linkStyle ")]
        numbers = sorted(int(number) for link in links for number in link.split(","))
        assert numbers == list(range(graph.number_of_edges()))


# --- words ------------------------------------------------------------------------


def test_periods_are_the_author_s_words(small: Policy) -> None:
    assert {ref: period_text(rule) for ref, rule in small.rules.items()} == {
        "1": "2 years after received",
        "2": "3 years after closed",
        "2/child": "75 years after closed",
        "3": "62 days after recorded",
        "3/used": "as long as about",
        "3/training": "follows Elsewhere",
        "4": "at least 1 year after 2020-01-01",
        "5": "switches off 3",
    }


def test_what_is_done_is_said_where_it_is_more_than_to_destroy(small: Policy) -> None:
    told = {ref: then_text(rule) for ref, rule in small.rules.items()}
    after = "then anonymise and keep 10 years after closed, then destroy"
    assert {ref: text for ref, text in told.items() if text} == {"2": after, "2/child": after}


def test_comments_and_line_ends_are_left_out_of_a_quotation(tmp_path: Path) -> None:
    text = """policy "P" record a closed date shut date
rule 1 for a keep the later of (  # whichever
    1 year after closed,   # the "first"
    2 years
      after shut)"""
    rule = compiled(text, tmp_path).rules["1"]
    expected = "the later of ( 1 year after closed, 2 years after shut)"
    assert as_written(rule.phases[0].keep.span) == expected


@given(st.text(), st.floats(min_value=1, max_value=500))
def test_lines_fit_and_nothing_is_lost(text: str, room: float) -> None:
    lines = wrap((Run(text="6.1", style="ref"), Run(text=text, style="plain")), room)
    together = "".join(run.text for line in lines for run in line)
    assert together.replace(" ", "") == f"6.1{shown(text)}".replace(" ", "")
    for line in lines:
        assert line_width(line) <= room or sum(len(run.text) for run in line) == 1


def test_a_text_without_end_is_cut() -> None:
    assert shown("word " * 100_000) == ("word " * 100_000)[: LONGEST - 1].rstrip() + "…"
    assert shown("\x00a\x1b\ud800b\uffff") == "a b"


# --- the picture's contents ----------------------------------------------------------


def test_the_cards_of_a_small_policy(small: Policy) -> None:
    content = content_of(small, None)
    assert [[item.key for item in family] for family in content.families] == [
        ["class:contact", "class:complaint"],
        ["class:call", "policy:Elsewhere"],
    ]
    _, complaint, call, _ = content.items
    assert [badge.text for badge in complaint.badges] == ["closed", "Hold: In court"]  # type: ignore[union-attr]
    assert [entry.rule.ref for entry in complaint.entries] == ["2", "4"]  # type: ignore[union-attr]
    assert [entry.rule.ref for entry in call.entries] == ["4", "5", "3"]  # type: ignore[union-attr]
    (inner,) = [e.exceptions for e in call.entries if e.exceptions]  # type: ignore[union-attr]
    assert [entry.rule.ref for entry in inner] == ["3/training", "3/used"]


def test_the_arrows_of_a_small_policy(small: Policy) -> None:
    told = [
        (c.kind, [tuple(source) for source in c.sources], c.target)
        for c in content_of(small, None).connections
    ]
    assert told == [
        ("as long as", [("3/used", "call")], "class:complaint"),
        ("follows", [("3/training", "call")], "policy:Elsewhere"),
        ("overrides", [("3/training", "call")], ("3/used", "call")),
        ("disapplies", [("5", "call")], ("3", "call")),
    ]


def test_a_rule_for_several_classes_says_so_on_each_card(small: Policy) -> None:
    boxes = {box.key: box for box in lay_out(small).boxes}
    said = {name: boxes[f"rule:4@{name}"].texts[-1].line[0].text for name in ("complaint", "call")}
    assert said == {"complaint": "also for Calls", "call": "also for Complaints"}


def test_a_part_says_what_it_leaves_out(small: Policy) -> None:
    picture = lay_out(small, "3/used")
    words = [run.text for box in picture.boxes for text in box.texts for run in text.line]
    assert "3 rules not shown in this part" in words
    assert any(
        box.shape == "event" and box.key.startswith("event:closed@") for box in picture.boxes
    )


# --- the picture's layout --------------------------------------------------------------


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )


def encloses(outer: Box, inner: Box) -> bool:
    return (
        outer.x <= inner.x
        and inner.right <= outer.right
        and outer.y <= inner.y
        and inner.bottom <= outer.bottom
    )


def frame(text: Text) -> Box:
    """The place that a line of text takes."""
    width = line_width(text.line)
    x = text.x - width if text.end else text.x
    return Box(shape="card", key="", x=x, y=text.y - 8, width=width, height=10, texts=(), about="")


def strokes(arrow: Arrow) -> Iterator[Box]:
    """The level and upright strokes of an arrow, as boxes without breadth."""
    for (x, y), (to_x, to_y) in pairwise(arrow.points):
        assert x == to_x or y == to_y
        yield Box(
            shape="card",
            key="",
            x=min(x, to_x),
            y=min(y, to_y),
            width=abs(to_x - x),
            height=abs(to_y - y),
            texts=(),
        )


def run_together(one: Box, other: Box) -> bool:
    """Whether two strokes lie on the same line and share more than a point."""
    level = one.height == other.height == 0 and one.y == other.y
    upright = one.width == other.width == 0 and one.x == other.x
    return (level and one.x < other.right and other.x < one.right) or (
        upright and one.y < other.bottom and other.y < one.bottom
    )


def check_layout(picture: Picture) -> None:
    page = Box(
        shape="card", key="page", x=0, y=0, width=picture.width, height=picture.height, texts=()
    )
    assert len({box.key for box in picture.boxes}) == len(picture.boxes)
    cards = [box for box in picture.boxes if box.shape == "card"]
    others = [box for box in picture.boxes if box.shape != "card"]
    for box in picture.boxes:
        assert encloses(page, box), box.key
        assert all(encloses(box, frame(text)) for text in box.texts), box.key
    for one, other in combinations(others, 2):
        assert not overlap(one, other), (one.key, other.key)
    for one, other in combinations(cards, 2):
        assert not overlap(one, other), (one.key, other.key)
    for box in others:
        if box.shape in RULE_SHAPES and "@" in box.key:
            (card,) = (c for c in cards if c.key == f"class:{box.key.split('@')[1]}")
            assert encloses(card, box), box.key
        else:
            assert sum(overlap(card, box) for card in cards) == int("@" in box.key)
    for text in picture.texts:
        assert encloses(page, frame(text))
    check_arrows(picture, others)


def check_arrows(picture: Picture, boxes: list[Box]) -> None:
    labels = [frame(arrow.label) for arrow in picture.arrows if arrow.label]
    for one, other in combinations(labels, 2):
        assert not overlap(one, other)
    for label in labels:
        assert not any(overlap(label, box) for box in boxes)
    for arrow in picture.arrows:
        for stroke in strokes(arrow):
            crossed = [box.key for box in boxes if overlap(stroke, box)]
            assert crossed == [], (arrow, crossed)
    for one_arrow, other_arrow in combinations(picture.arrows, 2):
        if one_arrow.kind != other_arrow.kind or not (one_arrow.joins or other_arrow.joins):
            for one in strokes(one_arrow):
                assert not any(run_together(one, other) for other in strokes(other_arrow))


def test_nothing_overlaps_and_all_is_on_the_page(surrey: Policy) -> None:
    for around in (None, *surrey.rules, *surrey.classes):
        check_layout(lay_out(surrey, around))


def test_hostile_and_endless_texts_stay_in_their_boxes(hostile: Policy, tmp_path: Path) -> None:
    check_layout(lay_out(hostile))
    endless = SMALL.replace("Complaints", "W" * 5_000).replace("Calls", "many words " * 5_000)
    check_layout(lay_out(compiled(endless, tmp_path)))


def test_promises_duties_and_activities_have_room(contact: Policy, hostile_contact: Policy) -> None:
    for policy in (contact, hostile_contact):
        names = (*policy.obligations, *policy.duties, *policy.activities, *policy.classes)
        for around in (None, *names):
            check_layout(lay_out(policy, around))


def test_a_card_says_the_promises_for_its_class(contact: Policy) -> None:
    boxes = {box.key: box for box in lay_out(contact).boxes}
    said = ["".join(run.text for run in text.line) for text in boxes["promise:9.2@enquiry"].texts]
    assert said[:4] == [
        "9.2 (procedure) Formal investigation",
        "when company is homes",
        "Stage 1: within 2 working days of received",
        "Mediation: within 5 working days of received",
    ]
    assert "Stage 3 (customer): within 10 working days of decided" in said
    assert boxes["event:received@class:enquiry"].shape == "event"
    assert boxes["date:referred@class:enquiry"].shape == "date"
    assert {box.shape for box in boxes.values()} >= {"promise", "duty", "activity"}


def test_deep_exceptions_have_room(tmp_path: Path) -> None:
    depth = 60
    inner = "".join(f"except e{n} keep {n} years after closed\n" for n in range(depth))
    text = (
        f'policy "P" record a closed date\nrule 1 for a keep permanently\n{inner}{"end " * depth}'
    )
    check_layout(lay_out(compiled(text, tmp_path)))


def test_a_policy_without_rules_is_a_picture_too(tmp_path: Path) -> None:
    check_layout(lay_out(compiled('policy "P"', tmp_path)))
    check_layout(lay_out(compiled('policy "P" record a', tmp_path)))


@st.composite
def policies(draw: st.DrawFn) -> str:
    """Policies with every kind of arrow, within cards and between them."""
    count = draw(st.integers(1, 6))
    lines = ['policy "P"', 'external "E1"', 'external "E2"']
    for n in range(count):
        parent = draw(st.none() | st.integers(0, n - 1)) if n else None
        lines.append(f"record c{n} {f'is c{parent}' if parent is not None else ''}")
        lines.append(f"  d{n} date\n  l{n} link to c{draw(st.integers(0, count - 1))}")
    for n in range(count):
        if draw(st.booleans()):
            lines.append(f"hold h{n} for c{n} while d{n} is known")
    for n in range(draw(st.integers(0, 8))):
        lines.extend(draw(rules(n, count)))
    return "\n".join(lines)


@st.composite
def rules(draw: st.DrawFn, number: int, classes: int) -> list[str]:
    chosen = draw(st.lists(st.integers(0, classes - 1), min_size=1, max_size=3, unique=True))
    says = [f"keep {number} years after 2020-01-01", 'follow "E1"', 'follow "E2"']
    if len(chosen) == 1:
        says.append(f"keep as long as l{chosen[0]}")
    lines = [
        f"rule r{number} for {', '.join(f'c{n}' for n in chosen)}",
        draw(st.sampled_from(says)),
    ]
    if number:
        earlier = st.lists(st.integers(0, number - 1), max_size=3, unique=True)
        for verb in ("overrides", "disapplies"):
            lines.extend(f"{verb} r{n}" for n in draw(earlier))
    for n in range(draw(st.integers(0, 3))):
        lines.append(f"except e{n} {draw(st.sampled_from(says))}")
        lines.extend(f"overrides e{m}" for m in range(n) if draw(st.booleans()))
        if draw(st.booleans()):
            lines.append(f"except inner {draw(st.sampled_from(says))} end")
        lines.append("end")
    return lines


@given(source=policies())
def test_arrows_never_run_behind_a_box_or_on_each_other(
    source: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("generated") / "policy.tenure"
    path.write_text(source, encoding="utf-8")
    policy = compile_policy(path).policy
    if policy is not None:
        check_layout(lay_out(policy))


# --- SVG ----------------------------------------------------------------------------------


def drawn(policy: Policy, around: str | None = None) -> ET.Element:
    return ET.fromstring(FORMATS["svg"](policy, around=around))


def test_svg_is_one_picture_with_a_title_and_a_description(surrey: Policy) -> None:
    root = drawn(surrey)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    title, description = root[0], root[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert title.text == surrey.document.title
    assert "6.1.2, 62 days after recorded" in (description.text or "")
    assert "6.1.2/training beats 6.1.2" in (description.text or "")
    view = [float(number) for number in (root.get("viewBox") or "").split()]
    assert view == [0, 0, float(root.get("width", 0)), float(root.get("height", 0))]


def test_svg_needs_nothing_from_elsewhere(surrey: Policy, hostile: Policy) -> None:
    for policy in (surrey, hostile):
        text = FORMATS["svg"](policy)
        root = ET.fromstring(text)
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {"svg", "title", "desc", "g", "rect", "path", "circle", "text", "tspan"}
        names = {name for element in root.iter() for name in element.attrib}
        assert not any(name.startswith("on") or "href" in name or name == "style" for name in names)
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_svg_has_a_light_ground_under_everything(surrey: Policy) -> None:
    root = drawn(surrey)
    ground = next(element for element in root if element.tag == f"{SVG}rect")
    assert ground.get("fill") == "#ffffff"
    assert (ground.get("width"), ground.get("height")) == (root.get("width"), root.get("height"))


def test_svg_shows_hostile_text_as_text(hostile: Policy) -> None:
    words = " ".join("".join(text.itertext()) for text in drawn(hostile).iter(f"{SVG}text"))
    assert shown(hostile.rules["1"].title).replace(" ", "") in words.replace(" ", "")


def test_svg_leaves_out_what_xml_forbids(tmp_path: Path) -> None:
    text = SMALL
    for word in ("Complaints", "Elsewhere", "In court", "Minimum", "Small", "about two"):
        text = text.replace(word, f"{word[:3]}\x01{word[3:6]}\x1b{word[6:]}\ufffe")
    words = "".join("".join(text.itertext()) for text in drawn(compiled(text, tmp_path)).iter())
    assert "Com pla ints" in words
    assert "Els ewh ere" in words


def test_svg_draws_every_rule_where_it_is_laid_out(small: Policy) -> None:
    picture = lay_out(small)
    frames = {
        (rect.get("x"), rect.get("y"), rect.get("width"), rect.get("height"))
        for rect in drawn(small).iter(f"{SVG}rect")
    }
    boxes = [box for box in picture.boxes if box.shape in RULE_SHAPES]
    assert len(boxes) > len(small.rules)
    for box in boxes:
        place = (f"{n:.1f}".removesuffix(".0") for n in (box.x, box.y, box.width, box.height))
        assert tuple(place) in frames


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_is_dark_enough_on_every_ground() -> None:
    from tenure.reports.graphs.palette import INK, NODES, PAPER, QUIET, RULES

    grounds = {PAPER, *(tone.fill for tone in (*NODES.values(), *RULES.values()))}
    for text in (INK, QUIET):
        assert all((luminance(g) + 0.05) / (luminance(text) + 0.05) >= 4.5 for g in grounds)
