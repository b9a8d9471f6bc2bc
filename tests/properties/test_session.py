"""A session's answers are those of a fresh check, whatever was edited before."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.check import check_policy
from tenure.compiler.compile import compile_policy
from tenure.compiler.session import Revision, Session, Succession
from tenure.dsl.source import Span
from tests.properties import spec
from tests.properties.edits import edited, reworked
from tests.properties.generated import policies
from tests.properties.scale import tried
from tests.properties.written import HEAD, Writer

AS_OF = date(2026, 6, 1)

SEVERAL_GROUPS = """
fact in_place yes/no = no "the new system is in place"
record hub
  made    date required
  shut    date
record spoke
  made    date
  hub     link to hub
  size    number
record far is spoke where size is at least 10
record alone
  made    date
  colour  one of red, green
record tied
  made    date
  alone   link to alone
rule h1 for hub
  keep 3 years after shut
  because good
  except live when in_place
    keep 1 year after shut
  end
rule h2 for hub
  keep 36 months after made
rule s1 for spoke
  keep as long as hub
rule s2 for far
  keep 2 years after made
rule s3 for spoke when size is at most 3
  keep at least 30 days after made
rule a1 for alone
  keep 1 year after made
rule a2 for alone when colour is red
  keep 2 years after made
  overrides a1
rule t1 for tied when alone is known
  keep 5 years after made
  overrides a2
rule t2 for tied
  keep 6 months after made
hold dispute for spoke, alone while in_place
test "one"
  given alone a  made 2020-01-01
  on 2026-01-01
  expect a due by a1
"""


def fresh(path: Path) -> Revision:
    """What a session should say: all of it worked out anew, from the disk."""
    compilation = compile_policy(path)
    policy = compilation.policy
    report = check_policy(policy, AS_OF) if policy is not None else None
    return Revision(compilation=compilation, report=report)


def pictured(value: object) -> object:
    """A value down to its leaves: what equality passes over, such as spans, is in it too."""
    if isinstance(value, Span):
        return (value.source.path, value.start, value.end, value.text, value.line, value.column)
    if isinstance(value, Mapping):
        return [(pictured(key), pictured(one)) for key, one in value.items()]
    if isinstance(value, tuple):
        return [pictured(one) for one in value]
    if isinstance(value, frozenset):
        return sorted(map(repr, value))
    if is_dataclass(value):
        return [type(value).__name__, *(pictured(getattr(value, f.name)) for f in fields(value))]
    return value


@tried(quick=20, nightly=3000)
@given(policy=policies(), seed=st.integers(0, 2**32))
def test_a_session_says_what_a_fresh_check_says(policy: spec.Policy, seed: int) -> None:
    """After any edits: the same policy, findings, spans, order and proof."""
    chance = random.Random(seed)
    text = good = Writer(seed).policy(policy) + SEVERAL_GROUPS
    with TemporaryDirectory() as folder:
        path = Path(folder, "policy.tenure")
        path.write_text(text, encoding="utf-8")
        session = Session(path)
        shown: object = ()
        for _ in range(6):
            path.write_text(text, encoding="utf-8")
            before, pictures = shown, pictured(shown)
            answer = session.check(AS_OF)
            shown = (answer.compilation.diagnostics, answer.report)
            assert pictured(answer) == pictured(fresh(path)), text
            assert pictured(before) == pictures, "what was returned before has moved"
            good = text if answer.report is not None else good
            text = edited(text if chance.random() < 0.3 else good, chance)


@tried(quick=15, nightly=2000)
@given(policy=policies(), seed=st.integers(0, 2**32))
def test_versions_that_share_what_they_have_in_common(policy: spec.Policy, seed: int) -> None:
    """Each is what it is by itself, wherever it lies; in the last one the spans are right too."""
    chance = random.Random(seed)
    text = Writer(seed).policy(policy) + SEVERAL_GROUPS
    with TemporaryDirectory() as folder:
        versions = Succession()
        for number in range(4):
            path = Path(folder, f"{number}", chance.choice(("policy.tenure", "other.tenure")))
            path.parent.mkdir()
            path.write_text(text, encoding="utf-8")
            last = versions.compile(path)
            assert last.policy == compile_policy(path).policy
            assert pictured(last) == pictured(compile_policy(path)), text
            text = chance.choice((edited, reworked))(text, chance)


def test_most_edits_leave_something_to_check() -> None:
    """The property above is not about broken policies only, nor about sound ones only."""
    chance = random.Random(5)
    text = HEAD + 'policy "Several"\n' + SEVERAL_GROUPS
    with TemporaryDirectory() as folder:
        path = Path(folder, "policy.tenure")
        checked = 0
        for _ in range(60):
            path.write_text(edited(text, chance), encoding="utf-8")
            checked += compile_policy(path).policy is not None
    assert 15 < checked < 55
