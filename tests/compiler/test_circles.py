"""Ways through graphs: the longest, and whether there is one."""

from __future__ import annotations

import pytest

from tenure.compiler.circles import longest_way


@pytest.mark.parametrize(
    ("after", "steps"),
    [
        ({}, 0),
        ({"a": []}, 0),
        ({"a": ["b"]}, 1),
        ({"a": ["b", "c"], "b": ["c"], "c": ["d"]}, 3),
        ({"a": ["a"]}, None),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, None),
    ],
)
def test_the_longest_way(after: dict[str, list[str]], steps: int | None) -> None:
    assert longest_way(after) == steps
