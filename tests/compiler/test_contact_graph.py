"""Standards, procedures, duties and activities in the rule graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenure.compiler.compile import compile_policy
from tenure.compiler.graph import NotInGraphError, RuleGraph, neighbourhood, rule_graph

POLICY = """
policy "Contact"
calendar office working week Monday to Friday
authority charter "Charter"
record item "Items"
  received date
  asked date
  responded date
  decided date
  appealed date
record letter "Letters" is item
rule 1 "Items" for item keep 1 year after received
rule 2 "Letters" for letter keep 2 years after received
standard 4.2 "Email" for item
  respond within 3 working days of received
    extended to 10 working days of asked when asked is known
    because charter "page 2"
standard 4.3 "Later" for item overrides 4.2
  respond within 2 working days of received
procedure 9 "Investigation" for letter
  stage decide within 10 working days of received marks decided
  stage appeal by customer within 10 working days of decided marks appealed
  overall within 3 months of received marks appealed
occasion moved "We move"
duty audit "Audit" every 6 months or when moved because charter
duty other "Other" every 1 year
activity mail "Mail" holds name kept under 1
"""

EDGES = """
standard:4.2 --covers--> class:item
standard:4.2 --rests on--> authority:charter
promise:4.2/respond --part of--> standard:4.2
promise:4.2/respond --anchored on--> event:item.received
promise:4.2/respond --anchored on--> event:item.asked
promise:4.2/respond --done by--> event:item.responded
standard:4.3 --covers--> class:item
standard:4.3 --in place of--> standard:4.2
promise:4.3/respond --part of--> standard:4.3
promise:4.3/respond --anchored on--> event:item.received
promise:4.3/respond --done by--> event:item.responded
procedure:9 --covers--> class:letter
stage:9/decide --part of--> procedure:9
stage:9/decide --anchored on--> event:item.received
stage:9/decide --done by--> event:item.decided
stage:9/appeal --part of--> procedure:9
stage:9/appeal --anchored on--> event:item.decided
stage:9/appeal --stage after--> stage:9/decide
stage:9/appeal --done by--> event:item.appealed
stage:9/overall --part of--> procedure:9
stage:9/overall --anchored on--> event:item.received
stage:9/overall --done by--> event:item.appealed
duty:audit --called by--> occasion:moved
duty:audit --rests on--> authority:charter
activity:mail --kept under--> rule:1
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> RuleGraph:
    path = tmp_path_factory.mktemp("graph") / "contact.tenure"
    path.write_text(POLICY, encoding="utf-8")
    policy = compile_policy(path).policy
    assert policy is not None
    return rule_graph(policy)


def said(graph: RuleGraph) -> list[str]:
    return [f"{u} --{data['kind']}--> {v}" for u, v, data in graph.edges(data=True)]


def test_the_edges_are_exactly_these(graph: RuleGraph) -> None:
    contact = [line for line in said(graph) if not line.startswith(("rule:", "class:"))]
    assert sorted(contact) == sorted(EDGES.strip().splitlines())


def test_nodes_say_what_they_are(graph: RuleGraph) -> None:
    assert graph.nodes["standard:4.2"]["label"] == "Email"
    assert graph.nodes["standard:4.2"]["document"] == "Contact"
    assert graph.nodes["stage:9/appeal"]["side"] == "customer"
    assert graph.nodes["stage:9/decide"]["side"] == "organisation"
    assert graph.nodes["duty:audit"]["kind"] == "duty"
    assert graph.nodes["occasion:moved"]["label"] == "We move"


def test_an_edge_points_at_the_words_that_make_it(graph: RuleGraph) -> None:
    words = {(u, v, data["kind"]): data["span"].text for u, v, data in graph.edges(data=True)}
    limit = words["stage:9/appeal", "stage:9/decide", "stage after"]
    assert limit == "within 10 working days of decided"
    assert words["standard:4.3", "standard:4.2", "in place of"] == "4.2"
    assert words["activity:mail", "rule:1", "kept under"] == "1"


AROUND = {
    "9": "stage:9/decide stage:9/appeal stage:9/overall procedure:9 class:letter "
    "event:item.received event:item.decided event:item.appealed",
    "9/appeal": "stage:9/decide stage:9/appeal stage:9/overall procedure:9 class:letter "
    "event:item.received event:item.decided event:item.appealed",
    "4.2": "standard:4.2 promise:4.2/respond standard:4.3 promise:4.3/respond class:item "
    "event:item.received event:item.asked event:item.responded authority:charter",
    "audit": "duty:audit occasion:moved authority:charter",
    "other": "duty:other",
    "mail": "activity:mail rule:1 rule:2 class:item class:letter event:item.received",
    "1": "activity:mail rule:1 rule:2 class:item class:letter event:item.received",
    "item": "activity:mail rule:1 rule:2 class:item class:letter standard:4.2 standard:4.3 "
    "promise:4.2/respond promise:4.3/respond event:item.received event:item.asked "
    "event:item.responded authority:charter",
}


@pytest.mark.parametrize("around", AROUND)
def test_a_part_has_what_has_to_do_with_it(graph: RuleGraph, around: str) -> None:
    assert set(neighbourhood(graph, around)) == set(AROUND[around].split())


def test_what_there_is_is_known_when_nothing_is_called_so(graph: RuleGraph) -> None:
    with pytest.raises(NotInGraphError) as caught:
        neighbourhood(graph, "adit")
    assert {"1", "item", "4.2", "9", "4.2/respond", "9/appeal", "audit", "mail"} <= {
        *caught.value.known
    }


def test_every_format_draws_the_contact_half(tmp_path: Path) -> None:
    from tenure.reports.graphs import FORMATS

    path = tmp_path / "contact.tenure"
    path.write_text(POLICY, encoding="utf-8")
    policy = compile_policy(path).policy
    assert policy is not None
    for name, render in FORMATS.items():
        drawn = render(policy)
        for words in ("Email", "Investigation", "Audit", "Mail"):
            assert words in drawn, (name, words)
        assert "Audit" not in render(policy, around="9")
