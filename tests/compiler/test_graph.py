from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from tenure.compiler.compile import compile_policy
from tenure.compiler.graph import (
    NotInGraphError,
    RuleGraph,
    edges_of,
    neighbourhood,
    rule_graph,
    winners_first,
)
from tenure.compiler.policy import Policy
from tenure.dsl.source import Span

SURREY = Path(__file__).parents[2] / "policies" / "surrey"

POLICY = """
policy "Schedule"
external "Elsewhere"
authority law "Some Act" kind statute
fact go_live date = 2027-01-01 "the system is live"

record contact "Contacts"
  received date
record complaint "Complaints" is contact
  closed   date "the last letter"
  open     yes/no
  earlier  link to complaint
record call "Calls"
  recorded date
  about    link to complaint

hold court "In court" for complaint while open
  because law

rule 1 "Contacts"
  for contact
  keep the later of (2 years after received, CY+1 from go_live)
rule 2 "Complaints"
  for complaint
  keep 3 years after closed
  because law "so that it can be shown"
  except linked when earlier is known
    keep the later of (1 year after received, as long as earlier)
  end
rule 3 "Calls"
  for call
  keep 1 year after about.closed
  except used when about is known
    keep as long as about
  end
  except elsewhere
    follow "Elsewhere"
    overrides used
  end
rule 4 "Minimum"
  for contact, call
  keep at least 1 year after 2020-01-01
rule 5 "Off" for call
  disapplies 3
"""

EDGES = """
rule:1 covers class:contact
rule:1 anchored on event:contact.received
rule:1 anchored on fact:go_live
rule:2 covers class:complaint
rule:2 anchored on event:complaint.closed
rule:2 rests on authority:law
rule:2/linked covers class:complaint
rule:2/linked anchored on event:contact.received
rule:2/linked as long as class:complaint
rule:2/linked rests on authority:law
rule:3 covers class:call
rule:3 anchored on event:complaint.closed
rule:3/used covers class:call
rule:3/used as long as class:complaint
rule:3/elsewhere covers class:call
rule:3/elsewhere follows policy:Elsewhere
rule:4 covers class:contact
rule:4 covers class:call
rule:5 covers class:call
rule:2/linked exception of rule:2
rule:3/used exception of rule:3
rule:3/elsewhere exception of rule:3
rule:3/elsewhere overrides rule:3/used
rule:2 special case of rule:1
rule:2/linked special case of rule:1
rule:5 disapplies rule:3
class:complaint is a class:contact
class:complaint links to class:complaint
class:call links to class:complaint
hold:court holds class:complaint
hold:court rests on authority:law
"""


def compiled(text: str, folder: Path) -> Policy:
    path = folder / "policy.tenure"
    path.write_text(text, encoding="utf-8")
    compilation = compile_policy(path)
    assert compilation.policy is not None, compilation.diagnostics
    return compilation.policy


def said(graph: RuleGraph) -> list[str]:
    return [f"{source} {kind} {target}" for source, target, kind in edges_of(graph)]


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return compiled(POLICY, tmp_path_factory.mktemp("policy"))


@pytest.fixture(scope="module")
def surrey() -> Policy:
    compilation = compile_policy(SURREY)
    assert compilation.policy is not None
    return compilation.policy


def test_every_rule_class_hold_authority_and_external_policy_is_a_node(surrey: Policy) -> None:
    graph = rule_graph(surrey)
    expected = {
        *(f"rule:{ref}" for ref in surrey.rules),
        *(f"class:{name}" for name in surrey.classes),
        *(f"hold:{name}" for name in surrey.holds),
        *(f"authority:{name}" for name in surrey.authorities),
        *(f"policy:{title}" for title in surrey.externals),
    }
    assert expected <= set(graph)
    assert {data["kind"] for key, data in graph.nodes(data=True) if key not in expected} <= {
        "event",
        "fact",
    }


def test_the_edges_of_a_small_policy_are_exactly_these(policy: Policy) -> None:
    assert sorted(said(rule_graph(policy))) == sorted(EDGES.strip().splitlines())


def test_nodes_say_what_they_are(policy: Policy) -> None:
    nodes = rule_graph(policy).nodes
    assert {key: nodes[key]["rule_kind"] for key in ("rule:3", "rule:4", "rule:5")} == {
        "rule:3": "schedule",
        "rule:4": "floor",
        "rule:5": "switch",
    }
    assert nodes["rule:2"]["document"] == "Schedule"
    assert nodes["event:complaint.closed"]["label"] == "the last letter"
    assert nodes["event:contact.received"]["record_class"] == "contact"
    assert nodes["policy:Elsewhere"]["external"] is True


def test_every_edge_and_every_node_but_an_external_policy_has_a_span(surrey: Policy) -> None:
    graph = rule_graph(surrey)
    assert all(isinstance(data["span"], Span) for _, _, data in graph.edges(data=True))
    placeless = {key for key, data in graph.nodes(data=True) if data["span"] is None}
    assert placeless == {f"policy:{title}" for title in surrey.externals}


@pytest.mark.parametrize(
    ("source", "target", "text"),
    [
        ("rule:2", "class:complaint", 'rule 2 "Complaints"'),
        ("rule:3/elsewhere", "rule:3/used", "used"),
        ("rule:3/elsewhere", "rule:3", "except elsewhere"),
        ("rule:2", "event:complaint.closed", "3 years after closed"),
        ("rule:2/linked", "event:contact.received", "1 year after received"),
        ("rule:3/used", "class:complaint", "as long as about"),
        ("class:call", "class:complaint", "about    link to complaint"),
        ("hold:court", "class:complaint", 'hold court "In court"'),
    ],
)
def test_an_edge_points_at_the_words_that_make_it(
    policy: Policy, source: str, target: str, text: str
) -> None:
    spans = [
        data["span"].text for data in rule_graph(policy).get_edge_data(source, target).values()
    ]
    assert text in spans


def test_links_and_reasons_are_named(policy: Policy) -> None:
    graph = rule_graph(policy)
    (waits,) = (d for d in graph["rule:3/used"]["class:complaint"].values())
    (rests,) = graph["rule:2"]["authority:law"].values()
    assert waits["field"] == "about"
    assert rests["why"] == "so that it can be shown"


def test_two_periods_from_one_event_are_two_edges(tmp_path: Path) -> None:
    text = """policy "P" record a closed date
rule 1 for a keep 1 year after closed then review and keep 2 years after closed then destroy"""
    graph = rule_graph(compiled(text, tmp_path))
    texts = [data["span"].text for data in graph["rule:1"]["event:a.closed"].values()]
    assert texts == ["1 year after closed", "2 years after closed"]


def test_a_rule_for_two_classes_of_one_family_is_anchored_once(tmp_path: Path) -> None:
    text = """policy "P" record top closed date record left is top record right is top
rule 1 for left, right keep 1 year after closed"""
    graph = rule_graph(compiled(text, tmp_path))
    assert said(graph).count("rule:1 anchored on event:top.closed") == 1


def test_a_policy_that_is_loaded_is_followed_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "other.tenure").write_text('policy "Other"', encoding="utf-8")
    text = 'policy "P" use "other/other.tenure" record a rule 1 for a follow "Other"'
    node = rule_graph(compiled(text, tmp_path)).nodes["policy:Other"]
    assert node["external"] is False
    assert node["span"].text == 'policy "Other"'


def test_overrides_and_exceptions_never_run_in_a_circle(surrey: Policy) -> None:
    graph = rule_graph(surrey)
    written: nx.DiGraph[str] = nx.DiGraph(
        (u, v) for u, v, kind in edges_of(graph) if kind in ("exception of", "overrides")
    )
    assert written.number_of_edges() > 0
    assert nx.is_directed_acyclic_graph(written)


def test_special_cases_may_run_both_ways_between_rules_for_several_classes(tmp_path: Path) -> None:
    text = """policy "P" record a one date record b two date record aa is a record bb is b
rule 1 for aa, b keep permanently rule 2 for a, bb keep permanently"""
    edges = said(rule_graph(compiled(text, tmp_path)))
    assert {"rule:1 special case of rule:2", "rule:2 special case of rule:1"} <= set(edges)


def test_nodes_and_edges_come_in_the_order_of_the_text(policy: Policy) -> None:
    graph = rule_graph(policy)
    rules = [key.removeprefix("rule:") for key in graph if key.startswith("rule:")]
    assert rules == list(policy.rules)
    lines = [data["span"].line for _, _, data in graph.edges(data=True) if data["kind"] == "covers"]
    assert lines == sorted(lines)


class TestNeighbourhood:
    def test_around_a_class_are_its_rules_those_it_inherits_and_those_that_beat_them(
        self, policy: Policy
    ) -> None:
        part = neighbourhood(rule_graph(policy), "contact")
        assert {key for key in part if key.startswith(("rule:", "class:"))} == {
            "rule:1",
            "rule:4",
            "rule:2",
            "rule:2/linked",
            "class:contact",
            "class:complaint",
        }

    def test_around_a_rule_are_its_exceptions_and_what_switches_it_off(
        self, policy: Policy
    ) -> None:
        part = neighbourhood(rule_graph(policy), "3")
        assert {key for key in part if key.startswith("rule:")} == {
            "rule:3",
            "rule:3/used",
            "rule:3/elsewhere",
            "rule:5",
        }
        assert "policy:Elsewhere" in part
        assert "rule:3/used as long as class:complaint" in said(part)
        assert "rule:2 covers class:complaint" not in said(part)

    def test_around_an_exception_are_the_rules_it_stands_in(self, policy: Policy) -> None:
        part = neighbourhood(rule_graph(policy), "2/linked")
        assert {"rule:2", "rule:1", "hold:court", "authority:law"} <= set(part)
        assert "rule:3" not in part

    def test_a_name_of_both_is_the_rule_and_a_key_is_clear(self, tmp_path: Path) -> None:
        text = """policy "P" record a record b rule a for b keep permanently
rule b for a keep permanently"""
        graph = rule_graph(compiled(text, tmp_path))
        assert "rule:b" not in neighbourhood(graph, "a")
        assert "rule:a" not in neighbourhood(graph, "class:a")

    @pytest.mark.parametrize(
        "name", ["nothing", "authority:law", "rule:nothing", "policy:Elsewhere"]
    )
    def test_an_unknown_name_is_refused_with_the_known_ones(
        self, policy: Policy, name: str
    ) -> None:
        with pytest.raises(NotInGraphError) as caught:
            neighbourhood(rule_graph(policy), name)
        assert caught.value.name == name
        assert "complaint" in caught.value.known
        assert "2/linked" in caught.value.known

    def test_every_part_keeps_the_order_of_the_whole(self, surrey: Policy) -> None:
        whole = rule_graph(surrey)
        place = {key: number for number, key in enumerate(whole)}
        for name in (*surrey.rules, *surrey.classes):
            part = neighbourhood(whole, name)
            assert [place[key] for key in part] == sorted(place[key] for key in part)
            assert set(said(part)) <= set(said(whole))


@pytest.mark.parametrize(
    ("items", "beats", "expected"),
    [
        ("abc", [], "abc"),
        ("abc", ["ca"], "bca"),
        ("abc", ["cb", "ba"], "cba"),
        ("abc", ["xa", "cx"], "abc"),
        ("abcd", ["bc", "cb", "da"], "bcda"),
        ("", [], ""),
    ],
)
def test_winners_come_first_else_the_order_stays(
    items: str, beats: list[str], expected: str
) -> None:
    pairs = [(pair[0], pair[1]) for pair in beats]
    assert "".join(winners_first(items, pairs)) == expected


def test_what_check_needs_does_not_load_networkx() -> None:
    program = (
        "import sys, tenure.compiler.compile, tenure.reports.graphs;"
        "sys.exit('networkx' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
