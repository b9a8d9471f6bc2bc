"""The Markdown: tables that stay tables, links that lead somewhere, text that stays text."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.policy import Policy
from tenure.reports.schedule import publish
from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.markdown import escape
from tenure.reports.wording import ENGLISH

AS_OF = date(2026, 11, 23)
OWN_TAGS = re.compile(r'<a id="[^"<>]+"></a>|<br>')


@pytest.fixture(params=("sample", "hostile", "surrey", "contact", "hostile_contact"))
def policy(request: pytest.FixtureRequest) -> Policy:
    """Each policy in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Policy)
    return found


def markdown_of(policy: Policy) -> str:
    """The document."""
    return publish(policy, ["md"], AS_OF)["schedule.md"].decode("utf-8")


def cells(line: str) -> list[str]:
    """The cells of a row, as GitHub parts them: at every `|` without a backslash before it."""
    return re.split(r"(?<!\\)(?:\\\\)*\|", line)[1:-1]


def test_every_row_has_as_many_cells_as_the_head(policy: Policy) -> None:
    rows = 0
    for block in markdown_of(policy).split("\n\n"):
        if block.startswith("|"):
            counts = {len(cells(line)) for line in block.split("\n")}
            assert len(counts) == 1
            rows += len(block.split("\n")) - 2
    parts = assemble(policy, AS_OF, ENGLISH).parts
    assert rows == len(policy.rules) + sum(len(part.table.rows) for part in parts if part.table)


def test_every_rule_has_its_permalink(policy: Policy) -> None:
    text = markdown_of(policy)
    for id_ in assemble(policy, AS_OF, ENGLISH).permalinks.values():
        assert text.count(f'<a id="{id_}"></a>') == 1


def test_links_lead_to_something_in_the_document(policy: Policy) -> None:
    text = markdown_of(policy)
    ids = set(re.findall(r'<a id="([^"]+)"></a>', text))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= ids


def test_no_tags_but_its_own(policy: Policy) -> None:
    assert not re.search(r"[<>]", OWN_TAGS.sub("", markdown_of(policy)))


def test_headings_are_its_own(hostile: Policy) -> None:
    headings = [line for line in markdown_of(hostile).split("\n") if line.startswith("#")]
    assert len(headings) == 1 + 1 + 2 + len(["holds", "facts", "key", "authorities", "externals"])


TEXTS = {
    "plain words, and a full stop.": "plain words, and a full stop.",
    "Comments & Compliments": "Comments & Compliments",
    "6.0.2 is not a list": "6.0.2 is not a list",
    "a | b": r"a \| b",
    r"a \| b": r"a \\\| b",
    "*a* _b_ `c` ~d~ [e](f)": r"\*a\* \_b\_ \`c\` \~d\~ \[e\](f)",
    "<b>&lt;</b>": "&lt;b&gt;&amp;lt;&lt;/b&gt;",
    "- one\n+ two\n1. three\n2) four\n# five\n> six\n---": r"\- one<br>\+ two<br>1\. three<br>"
    r"2\) four<br>\# five<br>&gt; six<br>\---",
    "{{ page.title }}": r"\{\{ page.title \}\}",
    "tab\tand  space": "tab and space",
    "\u05d0\u05d1 (1)": "\u2068\u05d0\u05d1 (1)\u2069",
}


@pytest.mark.parametrize(("text", "escaped"), TEXTS.items(), ids=range(len(TEXTS)))
def test_escape(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(st.text(alphabet="|\\ab-+1.)\n\r\t #>*_`[]()<&;{}$~!\u05d0", max_size=30))
def test_no_text_leaves_its_cell(text: str) -> None:
    escaped = escape(text)
    assert "\n" not in escaped
    assert len(cells(f"| {escaped} | {escaped} |")) == 2
    assert not re.search(r"[<>]", OWN_TAGS.sub("", escaped))
